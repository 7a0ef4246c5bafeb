import { type RawBuilder, sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import type { LetterState, MailAddress } from '../database/tables.ts'
import { issuesTouched } from '../desk/notices.ts'
import { withdrawLetter } from '../desk/withdraw-letter.ts'
import { claim } from '../jobs/queue.ts'
import { keepAliases } from './aliases.ts'
import type { SendClass } from './buckets.ts'
import type { Mailing, Outcome } from './outcome.ts'
import type { Pause } from './pauses.ts'
import { noRelay } from './write.ts'

export type HandedLetter = Mailing &
  Readonly<{
    id: number
    attempts: number
    maybeTwice: boolean
    policy: 'resend' | 'hold'
    tryingSince: Date
    /** It holds the mark of a gift certificate. */
    marked: boolean
    /** Of its mailbox, in whose name it is signed. */
    domain: string
    /** Lines that go before the bytes, where an earlier try sent them already. */
    signature: string | null
  }>

/** What may be claimed. */
const due = sql`state in ('scheduled', 'queued', 'deferred') and due_at <= now()`

const ofClass: Readonly<Record<SendClass, RawBuilder<unknown>>> = {
  rep: sql`kind <> 'automatic'`,
  automatic: sql`kind = 'automatic'`,
  campaign: sql`false`,
}

/** Until it is handed over a letter is claimed for a minute only; then for longer than SMTP may take. */
const claimSeconds = 60

type Wanted = Readonly<{ by: SendClass; mailboxIds: readonly number[]; limit: number }>

/** Claims letters of one class that are due, the longest waiting first, of these mailboxes. */
export function claimLetters(db: Db, { by, mailboxIds, limit }: Wanted): Promise<number[]> {
  const ready = sql`${due} and ${ofClass[by]}`
  const among = { column: 'mailbox_id', values: mailboxIds } as const
  return claim(db, { table: 'letters', ready, order: sql`due_at, id`, leaseSeconds: claimSeconds, limit, among })
}

/** Claimed letters that cannot go yet wait on, as if nobody had claimed them. */
export async function putBack(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update letters set lease_until = null, attempts = greatest(0, attempts - 1)
    where id = any (${[...ids]}::int[]) and ${due}`.execute(db)
}

/**
 * Claimed letters to a domain that asked for patience wait until the pause is over. `pauses` are those of this relay's
 * domains, by the domain. Answers the others.
 */
export async function postpone(
  db: Db,
  ids: readonly number[],
  pauses: ReadonlyMap<string, Pause>,
): Promise<readonly number[]> {
  if (pauses.size === 0 || ids.length === 0) return ids
  const wait = JSON.stringify([...pauses].map(([domain, { until, reason }]) => ({ domain, until, reason })))
  const { rows } = await sql<{ id: number }>`
    update letters l set state = 'deferred', lease_until = null, attempts = greatest(0, attempts - 1), due_at = w.until,
      reason = 'waiting, since ' || w.domain || ' asked for patience: ' || w.reason
    from (
      select distinct on (c.id) c.id, p.until, p.domain, p.reason
      from letters c cross join lateral jsonb_array_elements(c.to_list || c.cc_list || c.bcc_list) a
        join jsonb_to_recordset(${wait}::jsonb) as p(domain text, until timestamptz, reason text)
          on p.domain = lower(substring(a ->> 'address' from '@([^@]*)$'))
      where c.id = any (${[...ids]}::int[]) order by c.id, p.until desc
    ) w where l.id = w.id and ${due} returning l.id`.execute(db)
  const waiting = rows.map((row) => row.id)
  await touched(db, waiting)
  return ids.filter((id) => !waiting.includes(id))
}

/** Longer than the outbox lets one SMTP session take, so that no live one is taken for dead. */
const sendingLease = sql`interval '15 minutes'`

/** Marks a claimed letter as on its way, committed, and answers what to send; undefined when somebody cancelled it. */
export async function handOver(db: Db, id: number): Promise<HandedLetter | undefined> {
  type Row = Omit<HandedLetter, 'to'> & Record<'toList' | 'ccList' | 'bccList', MailAddress[]>
  const { rows } = await sql<Row>`
    update letters l set state = 'sending', lease_until = now() + ${sendingLease}, handed_at = null
    from blobs b, mailboxes m
    where l.id = ${id} and b.sha256 = l.raw_sha256 and m.id = l.mailbox_id and ${due} and lease_until > now()
    returning l.id, l.attempts, l.maybe_twice, l.policy, l.trying_since, l.envelope_from as from, b.bytes, l.signature,
      exists (select from letter_certificates c where c.letter_id = l.id) as marked,
      substring(m.address from '@([^@]*)$') as domain, l.to_list, l.cc_list, l.bcc_list`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  await touched(db, [id])
  const { toList, ccList, bccList, ...letter } = row
  return { ...letter, to: [...toList, ...ccList, ...bccList].map(({ address }) => address) }
}

/**
 * Notes, committed, that the relay is about to get the end of the letter: from now on it may have it, before it could
 * not; and under which signature, so that another try sends the same. Throws where the letter is no longer this worker's, or the note cannot be written: then the end must not go.
 */
export async function markHanded(db: Db, { id, attempts, signature }: HandedLetter): Promise<void> {
  const { numAffectedRows } = await sql`
    update letters set handed_at = now(), signature = ${signature}
    where id = ${id} and state = 'sending' and attempts = ${attempts} and lease_until > now()`.execute(db)
  if (!numAffectedRows) throw new Error('another worker took the letter over')
}

/**
 * Writes how the try ended; answers the letter's new state. A worker whose lease ran out changes nothing any more,
 * except that a late "sent" is always true.
 */
export async function recordOutcome(db: Database, letter: HandedLetter, outcome: Outcome): Promise<LetterState> {
  const next = nextState(letter, outcome)
  const { rows } = await sql<{ id: number; interactionId: number; messageId: string }>`
    update letters set state = ${next.state}, reason = ${next.reason || null}, relay_reply = ${outcome.reply || null},
      maybe_twice = maybe_twice or ${next.maybeTwice}, lease_until = null,
      due_at = now() + make_interval(secs => ${next.waitSeconds}),
      sent_at = case when ${next.state} = 'sent' then now() end
    where id = ${letter.id} and ((state = 'sending' and attempts = ${letter.attempts})
      or (${next.state} = 'sent' and state in ('sending', 'queued', 'deferred', 'uncertain')))
    returning id, interaction_id, message_id`.execute(db)
  if (rows.length > 0) await touched(db, [letter.id])
  if (rows[0] && next.state === 'sent') await keepAliases(db, rows[0], outcome.reply)
  return next.state
}

type Next = Readonly<{ state: LetterState; reason: string; waitSeconds: number; maybeTwice: boolean }>

const giveUpAfter = 3 * 24 * 3600 * 1000

/** Design 7.2: a doubtful letter goes once more, the same bytes; one that must not be doubled, or was, waits for a rep. */
function nextState({ maybeTwice, policy, attempts, tryingSince }: HandedLetter, outcome: Outcome): Next {
  const next = { reason: outcome.reason, waitSeconds: 0, maybeTwice: false }
  const wait = { ...next, waitSeconds: backoff(attempts, outcome.trouble) }
  switch (outcome.kind) {
    case 'sent':
      return { ...next, state: 'sent' }
    case 'never':
      return { ...next, state: 'failed' }
    case 'doubtful':
      if (maybeTwice || policy === 'hold') return { ...next, state: 'uncertain', maybeTwice: true }
      return { ...wait, state: 'deferred', maybeTwice: true }
    case 'later':
      if (Date.now() - +tryingSince < giveUpAfter) return { ...wait, state: 'deferred' }
      return { ...next, state: 'failed', reason: `given up after three days: ${outcome.reason}` }
  }
}

/** Seconds to the next try, with a tenth of chance; short while the relay itself is away. */
function backoff(attempts: number, trouble: boolean): number {
  const steps = trouble ? [15, 60, 120, 300] : [60, 300, 900, 3600, 3 * 3600]
  const step = steps[Math.min(attempts, steps.length) - 1] ?? 60
  return Math.round(step * (1 + Math.random() / 10))
}

/**
 * Letters whose worker died while it spoke SMTP. Without the mark the relay cannot have one: it simply goes again, any
 * number of times. With it nobody knows (design 7.2).
 */
export async function recoverInterrupted(db: Db): Promise<void> {
  const dead = sql`state = 'sending' and lease_until < now()`
  await change(
    db,
    sql`state = 'queued', lease_until = null, due_at = now(), reason = 'the desk stopped before it went'`,
    sql`${dead} and handed_at is null`,
  )
  const held = sql`(policy = 'hold' or maybe_twice)`
  await change(
    db,
    sql`state = case when ${held} then 'uncertain' else 'queued' end, maybe_twice = true, lease_until = null, due_at = now(),
      reason = 'the desk stopped while it was being sent'`,
    sql`${dead} and handed_at is not null`,
  )
}

/**
 * A letter written for later, on condition that nobody answers before. It looks a minute ahead, so that none becomes
 * due between this look and the claim; what the letter did to its issues is taken back.
 */
export async function cancelReplied(db: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ids = await change(
      tx,
      sql`state = 'cancelled', lease_until = null, reason = 'the customer wrote before it was due'`,
      sql`state = 'scheduled' and cancel_if_replied and due_at < now() + interval '1 minute'
        and exists (select from actions a join actions o on o.issue_id = a.issue_id
          join emails e on e.interaction_id = o.interaction_id
          where a.interaction_id = l.interaction_id and e.automatic is null and o.deleted_at is null
            and o.interaction_id > l.interaction_id)`,
    )
    for (const id of ids) await withdrawLetter(tx, { kind: 'system', repId: null }, id)
  })
}

/** Without a relay for its mailbox nothing goes: what is due says so. */
export async function setAsideWithoutRelay(db: Db, mailboxIds: readonly number[]): Promise<void> {
  const of = sql`mailbox_id = any (${[...mailboxIds]}::int[])`
  await change(db, sql`state = 'undelivered', reason = ${noRelay}, lease_until = null`, sql`${of} and ${due}`)
}

/** A relay is there now. Older letters may have been answered in another way: they are red and wait for "try again". */
export async function queueUndelivered(db: Db, mailboxIds: readonly number[]): Promise<void> {
  const of = sql`mailbox_id = any (${[...mailboxIds]}::int[])`
  await change(
    db,
    sql`state = 'queued', reason = null, trying_since = now(), due_at = greatest(due_at, now())`,
    sql`${of} and state = 'undelivered' and seen_failure_at is null and due_at > now() - interval '24 hours'`,
  )
  await change(
    db,
    sql`state = 'failed', reason = 'there was no relay for a day: send it again if it still holds'`,
    sql`${of} and state = 'undelivered' and seen_failure_at is null and due_at <= now() - interval '24 hours'`,
  )
}

async function change(db: Db, set: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`update letters l set ${set} where ${where} returning id`.execute(db)
  const ids = rows.map((row) => row.id)
  await touched(db, ids)
  return ids
}

/** Tells the pages of every issue that holds one of these letters. */
export async function touched(db: Db, letterIds: readonly number[]): Promise<void> {
  if (letterIds.length === 0) return
  const rows = await db
    .selectFrom('letters as l')
    .innerJoin('actions as a', 'a.interactionId', 'l.interactionId')
    .select('a.issueId')
    .distinct()
    .where('l.id', 'in', letterIds)
    .execute()
  await issuesTouched(
    db,
    rows.map((row) => row.issueId),
  )
}
