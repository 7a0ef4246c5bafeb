import { type RawBuilder, sql } from 'kysely'
import { loadBlob } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import { notify } from '../database/listen.ts'
import { type LetterState, letterStates, type MailAddress } from '../database/tables.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { withdrawLetter } from '../desk/withdraw-letter.ts'
import { bringsVoid } from './letter-certificate.ts'
import { restoreDraft } from './restore-draft.ts'
import { touched } from './sending.ts'

/** A letter as lists show it. `reason` is a sentence for a rep, `relayReply` the relay's own words. */
export type LetterLine = Readonly<{
  id: number
  interactionId: number
  issueId: number
  issueSubject: string
  kind: 'reply' | 'new' | 'automatic'
  messageId: string
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  subject: string
  text: string
  state: LetterState
  reason: string | null
  relayReply: string | null
  maybeTwice: boolean
  attempts: number
  rep: { id: number; name: string } | null
  mailbox: { id: number; address: string }
  createdAt: Date
  dueAt: Date
  sentAt: Date | null
}>

/** `trouble`: what needs a rep, red in their list until it is dismissed or goes after all. */
export type LetterFilter = Readonly<{
  state?: LetterState | undefined
  repId?: number | undefined
  mailboxId?: number | undefined
  /** Who wrote it: a rep, a program, a campaign. */
  kind?: LetterKind | undefined
  trouble?: boolean | undefined
}>

export const letterKinds = ['rep', 'automatic', 'campaign'] as const
export type LetterKind = (typeof letterKinds)[number]

/** Campaigns keep their letters with their recipients; what is in this table is none of them. */
const ofKind: Readonly<Record<LetterKind, RawBuilder<unknown>>> = {
  rep: sql`l.kind in ('reply', 'new')`,
  automatic: sql`l.kind = 'automatic'`,
  campaign: sql`false`,
}

/** Newest first, by keyset. */
export async function listLetters(db: Db, filter: LetterFilter, page: Page) {
  const cursor = readCursor(page.cursor)
  const where = [
    filter.state ? sql`l.state = ${filter.state}` : sql`true`,
    filter.repId === undefined ? sql`true` : sql`l.rep_id = ${filter.repId}`,
    filter.mailboxId === undefined ? sql`true` : sql`l.mailbox_id = ${filter.mailboxId}`,
    filter.kind ? ofKind[filter.kind] : sql`true`,
    filter.trouble ? inTrouble : sql`true`,
    cursor ? sql`l.id < ${cursor.id}` : sql`true`,
  ]
  const found = await select(db, sql`${sql.join(where, sql` and `)} order by l.id desc limit ${page.limit + 1}`)
  const { rows, next } = cutPage(
    found.map((line) => ({ ...line, micros: '0' })),
    page.limit,
  )
  return { items: rows.map(({ micros: _, ...line }) => line), next }
}

const inTrouble = sql`(l.state in ('failed', 'bounced', 'uncertain', 'undelivered') or (l.state = 'sent' and l.reason is not null))
  and l.seen_failure_at is null`

export async function getLetter(db: Db, id: number): Promise<LetterLine | undefined> {
  return (await select(db, sql`l.id = ${id}`))[0]
}

/** The bytes as recorded, which are the bytes sent, with the signature that they went under; undefined when there is no such letter, or it was erased. */
export async function letterBytes(db: Db, id: number): Promise<Buffer | undefined> {
  const letter = await db
    .selectFrom('letters')
    .select(['rawSha256', 'signature'])
    .where('id', '=', id)
    .executeTakeFirst()
  const bytes = letter && (await loadBlob(db, letter.rawSha256))
  return bytes && letter.signature ? Buffer.concat([Buffer.from(letter.signature), bytes]) : bytes
}

/** How many are counted of one state: more are "many", and nobody counts a whole table for a page. */
export const mostCounted = 1000

/** How many letters are in each state, at most `mostCounted`, by an index over states; those that went are not counted. */
export async function countStates(db: Db): Promise<Map<LetterState, number>> {
  const counted = letterStates.filter((state) => state !== 'sent' && state !== 'cancelled')
  const { rows } = await sql<{ state: LetterState; n: number }>`
    select s.state, (select count(*)::int from (select from letters where letters.state = s.state limit ${mostCounted}) c) as n
    from unnest(${counted}::text[]) as s(state)`.execute(db)
  return new Map(rows.filter(({ n }) => n > 0).map(({ state, n }) => [state, n]))
}

/** How many letters of this rep need a look; without a rep, of anybody. */
export async function countTrouble(db: Db, repId?: number): Promise<number> {
  const mine = repId === undefined ? sql`true` : sql`l.rep_id = ${repId}`
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from letters l where ${inTrouble} and ${mine}`.execute(db)
  return rows[0]?.n ?? 0
}

export type Cancelled = 'cancelled' | 'already cancelled' | 'too late' | 'not found'

/**
 * Undo of a letter: within its window (or while it waits for its time or the relay) it does not go, and what it
 * closed opens again. It stays in the history, marked. 'too late' once the relay may have it: a claim alone is not
 * that yet, since handing over asks for the state once more.
 */
export async function cancelLetter(tx: Tx, actor: Actor, letterId: number): Promise<Cancelled> {
  const letter = await lockLetter(tx, letterId)
  if (!letter) return 'not found'
  if (letter.state === 'cancelled') return 'already cancelled'
  const waits = ['scheduled', 'queued', 'deferred', 'undelivered'].includes(letter.state)
  if (!waits || letter.maybeTwice) return 'too late'
  await tx
    .updateTable('letters')
    .set({ state: 'cancelled', reason: null, leaseUntil: null })
    .where('id', '=', letterId)
    .execute()
  await withdrawLetter(tx, actor, letterId)
  await restoreDraft(tx, letterId)
  await record(tx, actor, letter, 'letter.cancel')
  return 'cancelled'
}

/** Sends once more what did not go, now. 'not waiting' for a letter that went, is on its way or was cancelled. */
export async function retryLetter(
  tx: Tx,
  actor: Actor,
  letterId: number,
): Promise<'queued' | 'not waiting' | 'not found'> {
  const letter = await lockLetter(tx, letterId)
  if (!letter) return 'not found'
  const stuck = ['failed', 'bounced', 'uncertain', 'undelivered', 'deferred'].includes(letter.state)
  if (!stuck || (await bringsVoid(tx, letterId))) return 'not waiting'
  await sql`update letters set state = 'queued', reason = null, attempts = 0, due_at = now(), trying_since = now(),
    lease_until = null, seen_failure_at = null where id = ${letterId}`.execute(tx)
  await record(tx, actor, letter, 'letter.retry')
  await notify(tx, 'letters')
  return 'queued'
}

/** The rep has seen that it failed: it is no longer red in the list, and stays as it is. */
export async function dismissFailure(tx: Tx, actor: Actor, letterId: number): Promise<'dismissed' | 'not found'> {
  const letter = await lockLetter(tx, letterId)
  if (!letter) return 'not found'
  await sql`update letters set seen_failure_at = now() where id = ${letterId}`.execute(tx)
  await record(tx, actor, letter, 'letter.dismiss')
  return 'dismissed'
}

type Locked = LetterBefore & Readonly<{ id: number; issueId: number; maybeTwice: boolean }>

/** What a letter's change keeps, so that an undo can put the letter back. */
export type LetterBefore = Readonly<{ state: LetterState; reason: string | null; seenFailureAt: Date | null }>

/** The letter as it is now, locked until the transaction ends. */
export async function lockLetter(tx: Tx, id: number): Promise<Locked | undefined> {
  const { rows } = await sql<Locked>`
    select l.id, l.state, l.reason, l.seen_failure_at, l.maybe_twice, (select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id) as issue_id
    from letters l where l.id = ${id} for update of l`.execute(tx)
  return rows[0]
}

async function record(tx: Tx, actor: Actor, { id, issueId, state, reason, seenFailureAt }: Locked, kind: string) {
  const before = { letterId: id, state, reason, seenFailureAt }
  await recordChange(tx, actor, { kind, issueId, before, after: { letterId: id } })
  await touched(tx, [id])
}

async function select(db: Db, condition: ReturnType<typeof sql>): Promise<LetterLine[]> {
  const { rows } = await sql<LetterLine>`
    select l.id, l.interaction_id, l.kind, l.message_id, l.to_list as to, l.cc_list as cc, l.bcc_list as bcc, l.subject,
      l.text, l.state, l.reason, l.relay_reply, l.maybe_twice, l.attempts, l.created_at, l.due_at, l.sent_at,
      i.id as issue_id, i.subject as issue_subject,
      case when r.id is not null then json_build_object('id', r.id, 'name', r.name) end as rep,
      json_build_object('id', m.id, 'address', m.address) as mailbox
    from letters l join mailboxes m on m.id = l.mailbox_id left join reps r on r.id = l.rep_id
      cross join lateral (select a.issue_id from actions a where a.interaction_id = l.interaction_id order by a.id limit 1) f
      join issues i on i.id = f.issue_id
    where ${condition}`.execute(db)
  return rows
}
