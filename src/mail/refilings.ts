import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'

/** Mail to be read again from its bytes. Done are emails up to `nextId`; it ends after `lastId`. */
export type Refiling = Readonly<{
  id: number
  deliveryId: number | null
  nextId: number
  lastId: number
  done: number
  unreadable: number
  askedAt: Date
  finishedAt: Date | null
  /** How often its next mails were begun with. */
  attempts: number
}>

const columns = [
  ...(['id', 'deliveryId', 'nextId', 'lastId', 'done', 'unreadable'] as const),
  ...(['askedAt', 'finishedAt', 'attempts'] as const),
] as const

export type Wish = Readonly<{ deliveryId: number | null; repId: number | null }>

/**
 * Asks the filing worker to read one mail again, or (`deliveryId` null) all that an older parser than its
 * own read. One that is under way already answers for all.
 */
export async function askRefiling(tx: Tx, wish: Wish): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('refilings'))`.execute(tx)
  const open = await tx
    .selectFrom('refilings')
    .select('id')
    .where('finishedAt', 'is', null)
    .where('deliveryId', wish.deliveryId === null ? 'is' : '=', wish.deliveryId)
    .executeTakeFirst()
  if (open) return open.id
  const { id } = await tx
    .insertInto('refilings')
    .values({ ...wish, lastId: sql<number>`(select coalesce(max(id), 0) from emails)` })
    .returning('id')
    .executeTakeFirstOrThrow()
  await notify(tx, 'refilings')
  return id
}

/** The newest refiling of many mails, under way or done: for its progress. */
export async function lastRefiling(db: Db): Promise<Refiling | undefined> {
  return db
    .selectFrom('refilings')
    .select(columns)
    .where('deliveryId', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function getRefiling(db: Db, id: number): Promise<Refiling | undefined> {
  return db.selectFrom('refilings').select(columns).where('id', '=', id).executeTakeFirst()
}

/** A mail in the history with its bytes' key, to be read again. */
export type Refiled = Readonly<{
  emailId: number
  deliveryId: number
  rawSha256: Buffer
  mailFrom: string
  source: 'smtp' | 'imap' | 'import' | 'api'
  flags: Record<string, unknown>
  receivedAt: Date
}>

/** The next mails of a refiling, oldest first; held ones are filed again by themselves, since they are in no history. */
export async function nextOfRefiling(
  db: Db,
  { deliveryId, nextId, lastId }: Refiling,
  { parserVersion, limit }: { parserVersion: number; limit: number },
): Promise<Refiled[]> {
  const which =
    deliveryId === null
      ? sql`e.id > ${nextId} and e.id <= ${lastId} and e.parser_version < ${parserVersion}`
      : sql`e.id > ${nextId} and e.delivery_id = ${deliveryId}`
  const { rows } = await sql<Refiled>`
    select e.id as email_id, e.delivery_id, d.raw_sha256, d.mail_from, d.source, d.flags, e.received_at
    from emails e join deliveries d on d.id = e.delivery_id
    where ${which} and e.interaction_id is not null and not d.flags ? 'dropped' order by e.id limit ${limit}`.execute(
    db,
  )
  return rows
}

/** The oldest open refiling, leased to this worker for a minute by the database's clock. */
export async function claimRefiling(db: Db): Promise<Refiling | undefined> {
  const { rows } = await sql<Refiling>`
    update refilings set lease_until = now() + interval '1 minute', attempts = attempts + 1
    where id = (select id from refilings where finished_at is null and (lease_until is null or lease_until < now())
      order by id limit 1 for update skip locked)
    returning id, delivery_id, next_id, last_id, done, unreadable, asked_at, finished_at, attempts`.execute(db)
  return rows[0]
}

/** Moves a refiling on, in the transaction that wrote its mails; `end` when there are no more. */
export async function moveRefiling(
  tx: Tx,
  id: number,
  step: Readonly<{ nextId: number; done: number; unreadable: number; end: boolean }>,
): Promise<void> {
  await sql`update refilings set next_id = ${step.nextId}, done = done + ${step.done}, attempts = 0,
    unreadable = unreadable + ${step.unreadable}, lease_until = null, finished_at = case when ${step.end} then now() end
    where id = ${id}`.execute(tx)
}
