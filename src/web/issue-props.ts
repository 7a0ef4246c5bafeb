import type { Context } from 'hono'
import { sql } from 'kysely'
import type { Draft } from '../../templates/composer-props.ts'
import type { IssueProps } from '../../templates/issue.tsx'
import type { ReplyTo } from '../../templates/threading.tsx'
import { withCampaignLetters } from '../campaigns/read-letters.ts'
import type { Database } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { MailAddress } from '../database/tables.ts'
import { aroundIssue } from '../desk/around.ts'
import { conversation, type Entry } from '../desk/conversation.ts'
import { getIssue, listIssues } from '../desk/issues.ts'
import type { Menus } from '../desk/menus.ts'
import { presentAt } from '../desk/presence.ts'
import { tiesOf } from '../desk/ties.ts'
import { parseAddress } from '../letters/recipients.ts'
import { addressKey } from '../mail/address.ts'
import { isOwnAddress } from '../mail/mailboxes.ts'
import { getPerson } from '../people/people.ts'
import { issueDraft } from './composer-draft.ts'
import type { Desk, Web } from './desk.ts'
import { menusOf, viewOf } from './issue-lists.ts'
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
  const [offered, own, entries, person, others, startingDraft, around, present, ties] = await Promise.all([
    menusOf(c, desk),
    ownView(db, rep.id, id),
    conversation(db, id).then((entries) => withCampaignLetters(db, entries)),
    getPerson(db, issue.person.id),
    listIssues(db, { person: issue.person.id, status: 'all' }, { limit: 11 }),
    issueDraft(c, desk, id),
    aroundIssue(db, id),
    presentAt(db, [id], rep.id),
    tiesOf(db, id),
  ])
  return {
    ui: c.get('ui'),
    issue,
    entries,
    person,
    others: others.items.filter((other) => other.id !== id).slice(0, 10),
    reps: offered.reps,
    types: [...new Set([...offered.types, ...own.usedTypes])],
    ...viewOf(c),
    readAt: own.readAt ?? undefined,
    around,
    groups: offered.groups,
    ties,
    noticed: own.noticed,
    presence: present.get(id) ?? [],
    replyTo: askedReplyTo(entries, around.participants, offered.mailboxes),
    open: Number(c.req.query('open')) || undefined,
    draft: { ...startingDraft(issue, entries), ...draft },
  }
}

/** Where the newest mail of a person asks to be answered, if that is nobody who takes part (inbound.md 4.4). */
function askedReplyTo(
  entries: readonly Entry[],
  participants: readonly MailAddress[],
  mailboxes: Menus['mailboxes'],
): ReplyTo | undefined {
  const email = entries.findLast((entry) => !entry.held && entry.email && entry.email.automatic === null)?.email
  const known = new Set(participants.map(({ address }) => addressKey(address)))
  const asked = email?.replyTo.find(
    ({ address }) => !known.has(addressKey(address)) && !isOwnAddress(mailboxes, address) && parseAddress(address),
  )
  return asked && email ? { ...asked, by: email.from.name || email.from.address } : undefined
}

type OwnView = Readonly<{ readAt: Date | null; noticed: boolean; usedTypes: string[] }>

/**
 * When this rep saw the issue last, and whether notices of it wait for them; also the types in use beside the
 * picklist's, the most used ones of lately first, for suggestions.
 */
async function ownView(db: Database, repId: number, issueId: number): Promise<OwnView> {
  const { rows } = await sql<OwnView>`${kept}
    select
      (select read_at from issue_reads where rep_id = ${repId} and issue_id = ${issueId}) as read_at,
      exists (select from notices where issue_id = ${issueId} and rep_id = ${repId} and read_at is null) as noticed,
      array(select type from (select type from issue_types order by issue_id desc limit 500) lately
        group by type order by count(*) desc limit 50) as used_types`.execute(db)
  return rows[0]!
}
