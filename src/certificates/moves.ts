import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'

/** What an order took from a certificate, or gave back. Minor units, signed. */
export type Move = Readonly<{
  id: number
  kind: 'redeem' | 'refund'
  amountMinor: number
  currency: string
  orderNumber: string | null
  certificate: { id: number; last4: string }
  person: { id: number; name: string } | null
  at: Date
}>

export type MoveFilter = Readonly<{ from?: string | undefined; to?: string | undefined }>

/** Redemptions and refunds, newest first; `from` and `to` are days in UTC, both inclusive. */
export async function listMoves(db: Db, { from, to }: MoveFilter, page: Page) {
  const cursor = readCursor(page.cursor)
  const { rows } = await sql<Move & { micros: string }>`
    select e.id::float8 as id, e.kind, e.amount_minor::float8 as amount_minor, c.currency, e.order_number, e.at,
      json_build_object('id', c.id, 'last4', c.last4) as certificate,
      case when u.id is not null then json_build_object('id', u.id, 'name', trim(u.first_names || ' ' || u.last_name)) end as person,
      ${microsOf(sql`e.at`)} as micros
    from gift_entries e join gift_certificates c on c.id = e.certificate_id
      left join user_identifications u on u.id = c.user_identification_id
    where e.kind in ('redeem', 'refund') and ${cursor ? after(sql`e.at`, sql`e.id`, cursor) : sql`true`}
      ${from ? sql`and e.at >= ${from}::date::timestamp at time zone 'UTC'` : sql``}
      ${to ? sql`and e.at < (${to}::date + 1)::timestamp at time zone 'UTC'` : sql``}
    order by e.at desc, e.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ micros: _, ...move }): Move => move), next }
}

/** The letters that bring a certificate, newest first: where its code went. */
export async function lettersOf(db: Db, certificateId: number) {
  const { rows } = await sql<{
    id: number
    state: string
    subject: string
    to: string
    at: Date
    issueId: number | null
  }>`
    select l.id, l.state, l.subject, l.to_list -> 0 ->> 'address' as to, l.created_at as at,
      (select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id) as issue_id
    from letter_certificates b join letters l on l.id = b.letter_id
    where b.certificate_id = ${certificateId} order by l.id desc limit 20`.execute(db)
  return rows
}
