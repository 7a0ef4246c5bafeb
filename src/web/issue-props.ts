import type { Context } from 'hono'
import { sql } from 'kysely'
import type { Draft } from '../../templates/composer.tsx'
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
import { parseAddress, usualRecipients } from '../letters/recipients.ts'
import { addressKey } from '../mail/address.ts'
import { isOwnAddress, listMailboxes, type MailboxLine } from '../mail/mailboxes.ts'
import { getPerson } from '../people/people.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'
import { viewOf } from './issue-lists.ts'
import { Refusal } from './refusal.ts'

/** Everything the page of an issue shows. `draft` overrides what stands in the composer. */
export async function issueProps(
  c: Context<Web>,
  { db }: Desk,
  id: number,
  draft: Partial<Draft> = {},
): Promise<IssueProps> {
  const rep = c.get('rep')
  const issue = await getIssue(db, id, rep.id)
  if (!issue) throw new Refusal(404, 'missing')
  const [entries, person, others, reps, types, to, readAt, around, mailboxes, present, groups, ties, noticed] =
    await Promise.all([
      conversation(db, id),
      getPerson(db, issue.person.id),
      listIssues(db, { person: issue.person.id, status: 'all' }, { limit: 11 }),
      listReps(db),
      knownTypes(db),
      usualRecipients(db, id),
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
    draft: { ...startingDraft(c, entries), to: recipientsText(to), ...draft },
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

function startingDraft(c: Context<Web>, entries: readonly Entry[]): Draft {
  const repId = c.get('rep').id
  const waiting = entries.findLast(
    ({ letter, interaction }) =>
      letter?.state === 'queued' && interaction.rep?.id === repId && +letter.dueAt > Date.now(),
  )
  return {
    mode: 'reply',
    text: putBack(c, entries),
    to: '',
    also: alsoAnswered(entries),
    seen: Math.max(0, ...entries.map((entry) => entry.actionId)),
    sending: waiting?.letter ? { letterId: waiting.letter.id, dueAt: waiting.letter.dueAt } : undefined,
    taken: /^[\w-]{1,40}$/.test(c.req.query('taken') ?? '') ? c.req.query('taken') : undefined,
  }
}

/** The other issues of the newest message that a person sent. */
function alsoAnswered(entries: readonly Entry[]): NonNullable<Draft['also']> {
  const last = entries.findLast((entry) => !entry.held && entry.interaction.originator === 'customer')
  return (last?.interaction.otherIssues ?? []).slice(0, 20).map((one) => ({ ...one, ticked: false }))
}

/** `compose=LETTER`: the words of a letter of this issue that was undone come back into the composer. */
function putBack(c: Context<Web>, entries: readonly Entry[]): string {
  const letterId = Number(c.req.query('compose'))
  const letter = entries.find((entry) => entry.letter?.id === letterId)?.letter
  return letter?.state === 'cancelled' ? letter.text : ''
}

function recipientsText({ to, cc }: Awaited<ReturnType<typeof usualRecipients>>): string {
  return [...to, ...cc].map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
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
