import { type RawBuilder, sql } from 'kysely'
import { loadBlob } from '../database/blobs.ts'
import type { Db } from '../database/connection.ts'
import type { DeliveryState } from '../database/tables.ts'

/** One line of the ledger of incoming mail: where it is, and why. */
export type DeliveryLine = Readonly<{
  id: number
  state: DeliveryState
  reason: string | null
  automatic: string | null
  mailboxId: number
  mailbox: string
  source: 'smtp' | 'imap' | 'import' | 'api'
  recipient: string
  from: string
  subject: string
  receivedAt: Date
  copyOfId: number | null
  interactionId: number | null
  heldForIssueId: number | null
  issueIds: number[]
}>

/** `automatic`: only what no human wrote, or only what a human did. */
export type MailFilter = Readonly<{
  state?: DeliveryState | undefined
  mailboxId?: number | undefined
  automatic?: boolean | undefined
}>

export type MailPage = Readonly<{ cursor?: string | undefined; limit: number }>

/** Newest first, by keyset on the id. `from` is the sender as shown, or the envelope's where nothing is parsed yet. */
export async function listMail(
  db: Db,
  { state, mailboxId, automatic }: MailFilter,
  page: MailPage,
): Promise<{ items: DeliveryLine[]; next: string | null }> {
  const before = /^\d{1,9}$/.test(page.cursor ?? '') ? Number(page.cursor) : 2 ** 31 - 1
  const conditions = [
    sql`d.id < ${before}`,
    // The states with an index of their own are named as the index names them.
    ...(state ? [sql`d.state = ${sql.lit(state)}`] : []),
    ...(state === 'held' || state === 'failed' ? [sql`d.state in ('held', 'failed')`] : []),
    ...(mailboxId === undefined ? [] : [sql`d.mailbox_id = ${mailboxId}`]),
    ...(automatic === undefined ? [] : [automatic ? sql`d.automatic` : sql`not d.automatic`]),
  ]
  const where = sql.join(conditions, sql` and `)
  const rows = await lines(db, sql`where ${where} order by d.id desc limit ${page.limit + 1}`)
  const items = rows.slice(0, page.limit)
  return { items, next: rows.length > page.limit ? String(items.at(-1)!.id) : null }
}

export async function getDelivery(db: Db, id: number): Promise<DeliveryLine | undefined> {
  return (await lines(db, sql`where d.id = ${id}`))[0]
}

/** Some of them, newest first; ids that nothing has are left out. */
export async function getDeliveries(db: Db, ids: readonly number[]): Promise<DeliveryLine[]> {
  return ids.length === 0 ? [] : lines(db, sql`where d.id = any(${[...ids]}::int[]) order by d.id desc`)
}

async function lines(db: Db, which: RawBuilder<unknown>): Promise<DeliveryLine[]> {
  const { rows } = await sql<DeliveryLine>`
    select d.id, d.state, d.reason, e.automatic, d.mailbox_id, m.address as mailbox, d.source, d.recipient,
      coalesce(nullif(e.from_address, ''), d.mail_from) as "from", coalesce(e.subject, '') as subject, d.received_at,
      d.copy_of_id, e.interaction_id, case when e.interaction_id is null then e.held_for_issue_id end as held_for_issue_id,
      array(select a.issue_id from actions a where a.interaction_id = e.interaction_id and a.deleted_at is null
        order by a.issue_id) as issue_ids
    from deliveries d join mailboxes m on m.id = d.mailbox_id
    left join emails e on e.delivery_id = coalesce(d.copy_of_id, d.id) ${which}`.execute(db)
  return rows
}

/** How a mail came: the envelope of its session, and what the door noticed. `size` in bytes. */
export type Envelope = Readonly<{
  mailFrom: string
  helo: string
  clientIp: string | null
  tls: boolean
  flags: Record<string, unknown>
  size: number
}>

export async function mailEnvelope(db: Db, deliveryId: number): Promise<Envelope | undefined> {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('blobs as b', 'b.sha256', 'd.rawSha256')
    .select(['d.mailFrom', 'd.helo', 'd.clientIp', 'd.tls', 'd.flags', 'b.size'])
    .where('d.id', '=', deliveryId)
    .executeTakeFirst()
}

/** The bytes as they came over the wire; undefined where they were erased, or dropped after their time. */
export async function rawMail(db: Db, deliveryId: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .select('rawSha256')
    .where('id', '=', deliveryId)
    .where(sql<boolean>`not flags ?| array['erased', 'dropped']`)
    .executeTakeFirst()
  return row && loadBlob(db, row.rawSha256)
}

/** The first bytes of a mail, for looking at; never more than asked for, however large it is. */
export async function rawBeginning(db: Db, deliveryId: number, bytes: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select substring(b.bytes from 1 for ${bytes}::int) as bytes
    from deliveries d join blobs b on b.sha256 = d.raw_sha256 where d.id = ${deliveryId}`.execute(db)
  return rows[0]?.bytes
}
