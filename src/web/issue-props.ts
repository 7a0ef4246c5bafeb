import type { Context } from 'hono'
import { sql } from 'kysely'
import type { Draft } from '../../templates/composer-props.ts'
import type { IssueProps } from '../../templates/issue.tsx'
import type { ReplyTo } from '../../templates/threading.tsx'
import type { Database } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { aroundIssue } from '../desk/around.ts'
import { conversation, type Entry } from '../desk/conversation.ts'
import { groupNames } from '../desk/groups.ts'
import { getIssue, listIssues } from '../desk/issues.ts'
import { listPicklist } from '../desk/picklists.ts'
import { presentAt } from '../desk/presence.ts'
import { anyUnread } from '../desk/rep-notices.ts'
import { tiesOf } from '../desk/ties.ts'
import { parseAddress } from '../letters/recipients.ts'
import { addressKey } from '../mail/address.ts'
import { isOwnAddress, listMailboxes, type MailboxLine } from '../mail/mailboxes.ts'
import { getPerson } from '../people/people.ts'
import { listReps } from '../reps/reps.ts'
import { issueDraft } from './composer-draft.ts'
import type { Desk, Web } from './desk.ts'
import { viewOf } from './issue-lists.ts'
import { Refusal } from './refusal.ts'

/** Everything the page of an issue shows. `draft` overrides what stands in the composer. */
export async function issueProps(
  c: Context<Web>,
  desk: Desk,
  id: number,
  draft: Partial<Draft> = {},
): Promise<IssueProps> {
  const { db } = desk
  const rep = c.get('rep')
  const issue = await getIssue(db, id, rep.id)
  if (!issue) throw new Refusal(404, 'missing')
  const [
    entries,
    person,
    others,
    reps,
    types,
    startingDraft,
    readAt,
    around,
    mailboxes,
    present,
    groups,
    ties,
    noticed,
  ] = await Promise.all([
    conversation(db, id),
    getPerson(db, issue.person.id),
    listIssues(db, { person: issue.person.id, status: 'all' }, { limit: 11 }),
    listReps(db),
    knownTypes(db),
    issueDraft(c, desk, id),
    lastRead(db, rep.id, id),
    aroundIssue(db, id),
    listMailboxes(db),
    presentAt(db, [id], rep.id),
    groupNames(db),
    tiesOf(db, id),
    anyUnread(db, rep.id, id),
  ])
  return {
    ui: c.get('ui'),
    issue,
    entries,
    person,
    others: others.items.filter((other) => other.id !== id).slice(0, 10),
    reps: reps.filter((each) => !each.deactivatedAt),
    types,
    ...viewOf(c),
    readAt,
    around,
    groups,
    ties,
    noticed,
    presence: present.get(id) ?? [],
    replyTo: askedReplyTo(entries, around.participants, mailboxes),
    open: Number(c.req.query('open')) || undefined,
    draft: { ...startingDraft(issue, entries), ...draft },
  }
}

/** Where the newest mail of a person asks to be answered, if that is nobody who takes part (inbound.md 4.4). */
function askedReplyTo(
  entries: readonly Entry[],
  participants: readonly MailAddress[],
  mailboxes: readonly MailboxLine[],
): ReplyTo | undefined {
  const email = entries.findLast((entry) => !entry.held && entry.email && entry.email.automatic === null)?.email
  const known = new Set(participants.map(({ address }) => addressKey(address)))
  const asked = email?.replyTo.find(
    ({ address }) => !known.has(addressKey(address)) && !isOwnAddress(mailboxes, address) && parseAddress(address),
  )
  return asked && email ? { ...asked, by: email.from.name || email.from.address } : undefined
}

/** What the picklist offers, then other types in use, the most used ones of lately first: for suggestions. */
async function knownTypes(db: Database): Promise<string[]> {
  const [listed, { rows }] = await Promise.all([
    listPicklist(db, 'issue_type'),
    sql<{ type: string }>`
      select type from (select type, issue_id from issue_types order by issue_id desc limit 2000) lately
      group by type order by count(*) desc limit 50`.execute(db),
  ])
  return [...new Set([...listed, ...rows.map((row) => row.type)])]
}

async function lastRead(db: Database, repId: number, issueId: number): Promise<Date | undefined> {
  const row = await db
    .selectFrom('issueReads')
    .select('readAt')
    .where('repId', '=', repId)
    .where('issueId', '=', issueId)
    .executeTakeFirst()
  return row?.readAt
}
