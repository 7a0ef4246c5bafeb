import { sql } from 'kysely'
import { inOneGo, loadBlob } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { DeliveryState } from '../database/tables.ts'

/**
 * A rep lets a held mail in: to the issue that it was held for (its sender takes part from then on), or as a new
 * issue. Only the state is set; the filing worker does it.
 */
export async function releaseMail(
  tx: Tx,
  id: number,
  to: 'issue' | 'new' = 'issue',
): Promise<'released' | 'not held' | 'not found'> {
  const done = await again(tx, id, sql`jsonb_build_object('released', ${to}::text)`, ['held', 'failed'])
  return done === 'done' ? 'released' : done === 'other state' ? 'not held' : done
}

/** Files a mail again from its bytes, as after a mended parser; one that is in the history stays there. */
export async function refileMail(tx: Tx, id: number): Promise<'refiled' | 'already filed' | 'not found'> {
  const done = await again(tx, id, sql`'{}'::jsonb`, ['held', 'failed', 'kept'])
  return done === 'done' ? 'refiled' : done === 'other state' ? 'already filed' : done
}

async function again(tx: Tx, id: number, flags: ReturnType<typeof sql>, states: DeliveryState[]) {
  const { numAffectedRows } = await sql`
    update deliveries set state = 'kept', reason = null, settled_at = null, attempts = 0, lease_until = null,
      flags = flags || ${flags}
    where id = ${id} and state = any(${states}::text[])`.execute(tx)
  if (numAffectedRows) {
    await notify(tx, 'deliveries')
    return 'done'
  }
  const row = await tx.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst()
  return row ? 'other state' : 'not found'
}

/** Mails kept and not filed yet, and the age of the oldest in seconds: for /metrics. */
export async function backlog(db: Db): Promise<{ mails: number; oldestSeconds: number }> {
  const { rows } = await sql<{ mails: number; oldestSeconds: number }>`
    select count(*)::int as mails, coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as oldest_seconds
    from deliveries where state = 'kept'`.execute(db)
  return rows[0]!
}

/** Whether more than `limit` mails wait; never counts further than that. */
export async function backlogOver(db: Db, limit: number): Promise<boolean> {
  const { rows } = await sql`select from deliveries where state = 'kept' offset ${limit} limit 1`.execute(db)
  return rows.length > 0
}

/** A claimed delivery with what filing needs to know of it. */
export type ClaimedDelivery = Readonly<{
  id: number
  mailboxId: number
  source: 'smtp' | 'imap' | 'import' | 'api'
  recipient: string
  mailFrom: string
  helo: string
  clientIp: string | null
  flags: Record<string, unknown>
  attempts: number
  receivedAt: Date
  raw: Buffer
}>

/** How a delivery ends: in the history, or waiting for a rep; `reason` is a sentence for him. */
export type Settlement = Readonly<{
  id: number
  state: 'filed' | 'held' | 'failed'
  reason: string | null
  copyOfId: number | null
  /** No human wrote it: it is counted apart. */
  automatic?: boolean
}>

/** Sizes in bytes and attempts, by id in order, so that a batch can be bounded before it is read. */
export async function deliverySizes(
  db: Db,
  ids: readonly number[],
): Promise<{ id: number; size: number; attempts: number }[]> {
  return db
    .selectFrom('deliveries')
    .innerJoin('blobs', 'blobs.sha256', 'deliveries.rawSha256')
    .select(['deliveries.id', 'deliveries.attempts', 'blobs.size'])
    .where('deliveries.id', 'in', ids)
    .orderBy('deliveries.id')
    .execute()
}

/** What filing needs of claimed deliveries, their bytes included, in order of their ids. */
export async function loadDeliveries(db: Db, ids: readonly number[]): Promise<ClaimedDelivery[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('blobs as b', 'b.sha256', 'd.rawSha256')
    .select(['d.id', 'd.mailboxId', 'd.source', 'd.recipient', 'd.mailFrom', 'd.helo', 'd.clientIp', 'd.flags'])
    .select(['d.attempts', 'd.receivedAt', 'd.rawSha256'])
    .select(sql<Buffer | null>`case when b.size <= ${inOneGo} then b.bytes end`.as('raw'))
    .where('d.id', 'in', ids)
    .orderBy('d.id')
    .execute()
  const large = async (key: Buffer) => (await loadBlob(db, key)) ?? Buffer.alloc(0)
  return Promise.all(rows.map(async ({ rawSha256, raw, ...row }) => ({ ...row, raw: raw ?? (await large(rawSha256)) })))
}

/** Which of these still wait to be filed, locked until the transaction ends. */
export async function lockKept(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .selectFrom('deliveries')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'kept')
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Ends deliveries in one statement; only those that still wait. */
export async function settleDeliveries(db: Db, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return
  const rows = settlements.map(({ id, state, reason, copyOfId, automatic = false }) => ({
    ...{ id, state, automatic, copy_of_id: copyOfId },
    reason: reason && fitForJson(reason),
  }))
  await sql`
    update deliveries d set state = s.state, reason = s.reason, copy_of_id = s.copy_of_id, settled_at = now(),
      lease_until = null, automatic = s.automatic
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as s(id int, state text, reason text, copy_of_id int, automatic boolean)
    where d.id = s.id and d.state = 'kept'`.execute(db)
}

/** A held mail, and the delivery by which the same mail came in after all. */
export type Overtaken = Readonly<{ id: number; byId: number }>

/** Held mails become copies of what came in; one that a rep let in meanwhile stays as it is. Answers which did. */
export async function settleOvertaken(tx: Tx, overtaken: readonly Overtaken[]): Promise<number[]> {
  if (overtaken.length === 0) return []
  const rows = overtaken.map(({ id, byId }) => ({
    ...{ id, by: byId },
    reason: `The same mail as delivery ${byId}, which came later by a way that its sender’s domain vouches for, or does not disown.`,
  }))
  const { rows: done } = await sql<{ id: number }>`
    update deliveries d set state = 'filed', copy_of_id = o.by, reason = o.reason, settled_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as o(id int, by int, reason text)
    where d.id = o.id and d.state = 'held' returning d.id`.execute(tx)
  return done.map((row) => row.id)
}

/** A reason may quote an error that quotes the mail: PostgreSQL refuses JSON with NUL or half a character. */
function fitForJson(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** Gives claimed deliveries back: `counted` when the attempt was theirs, after a pause that grows with attempts. */
export async function returnDeliveries(db: Db, ids: readonly number[], counted: boolean): Promise<void> {
  if (ids.length === 0) return
  const attempts = counted ? sql`attempts` : sql`greatest(attempts - 1, 0)`
  const lease = counted ? sql`now() + make_interval(secs => attempts * attempts)` : sql`null`
  await sql`update deliveries set attempts = ${attempts}, lease_until = ${lease}
    where id = any(${[...ids]}::int[]) and state = 'kept'`.execute(db)
}

/** Keeps a lease while the work goes on. */
export async function renewLeases(db: Db, ids: readonly number[], seconds: number): Promise<void> {
  if (ids.length === 0) return
  await sql`update deliveries set lease_until = now() + make_interval(secs => ${seconds})
    where id = any(${[...ids]}::int[]) and state = 'kept'`.execute(db)
}
