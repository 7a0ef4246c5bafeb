import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Page } from '../database/cursor.ts'
import { addressKey } from '../mail/address.ts'

/** SQL over a row `o` of shop_orders: it counts as money, by the rules that rules.ts tells. */
export const countedOrder = sql<boolean>`o.counted`

/** What somebody spent in one currency, in minor units: `spentMinor` is what was ordered less what was refunded. */
export type Spend = Readonly<{
  currency: string
  orders: number
  orderedMinor: number
  refundedMinor: number
  spentMinor: number
  lastAt: Date
}>

type Sums<T> = Omit<T, 'orderedMinor' | 'refundedMinor' | 'spentMinor'> & Record<'ordered' | 'refunded', string>

/** Per currency, the most orders first. Guests' orders count by their address. From the sums that stats.ts keeps. */
export async function spendOf(
  db: Db,
  who: { shopUserIds: readonly number[]; emails: readonly string[] },
): Promise<Spend[]> {
  const { rows } = await sql<Sums<Spend>>`
    select currency, sum(orders)::int as orders, sum(ordered_minor)::text as ordered,
      sum(refunded_minor)::text as refunded, max(last_at) as last_at
    from (
      select currency, orders, ordered_minor, refunded_minor, last_at from customer_stats
      where shop_user_id = any(${[...who.shopUserIds]}::int[])
      union all
      select currency, orders, ordered_minor, refunded_minor, last_at from guest_stats
      where address_key = any(${[...new Set(who.emails.map(addressKey))]}::text[])
    ) s group by currency order by sum(orders) desc, currency`.execute(db)
  return rows.map(({ ordered, refunded, ...row }) => ({ ...row, ...money(ordered, refunded) }))
}

function money(ordered: string, refunded: string) {
  const [orderedMinor, refundedMinor] = [Number(ordered), Number(refunded)]
  return { orderedMinor, refundedMinor, spentMinor: orderedMinor - refundedMinor }
}

/** More than `overMinor` minor units of the currency within the last `days`, all orders of a customer together. */
export type SpentOver = Readonly<{ overMinor: number; currency: string; days: number }>

/** A registered user, a record of ours, or (a guest who never wrote) a bare address. */
export type Spender = Readonly<{
  personId: number | null
  shopUserId: number | null
  externalId: string | null
  name: string
  email: string
  orders: number
  spentMinor: number
  lastAt: Date
}>

type SpenderRow = Omit<Spender, 'spentMinor'> & { spent: string; key: string }

/**
 * Who spent most first, by keyset over the sum. Reads the orders of the period from one index, adds them up by user
 * and address, and only then asks whose an address is. `next` opens the following page.
 */
export async function spentOver(
  db: Db,
  wish: SpentOver,
  page: Page,
): Promise<{ items: Spender[]; next: string | null }> {
  const { rows } = await spenders(wish, readAfter(page.cursor), page.limit + 1).execute(db)
  const last = rows[page.limit - 1]
  const next = rows.length > page.limit && last ? writeAfter(last) : null
  return { items: rows.slice(0, page.limit).map(toSpender), next }
}

/** All of them in one statement, for a file; in pieces of `size`, read through a cursor in a transaction of the caller's. */
export async function* allSpenders(tx: Db, wish: SpentOver, size: number): AsyncGenerator<Spender[]> {
  await sql`declare spenders no scroll cursor for ${spenders(wish, undefined, 1_000_000)}`.execute(tx)
  for (;;) {
    const { rows } = await sql<SpenderRow>`fetch ${sql.lit(size)} from spenders`.execute(tx)
    if (rows.length === 0) return
    yield rows.map(toSpender)
  }
}

function spenders({ overMinor, currency, days }: SpentOver, after: After | undefined, limit: number) {
  const inTime = sql`o.currency = ${currency} and o.placed_at >= now() - make_interval(days => ${days}) and ${countedOrder}`
  const older = after ? sql`where (s.spent, s.key) < (${after.spent}::numeric, ${after.key})` : sql``
  return sql<SpenderRow>`
    with users as (
      select o.shop_user_id, ${sums} from shop_orders o where ${inTime} and o.shop_user_id is not null group by 1
    ), guests as (
      select o.email_key, ${sums} from shop_orders o
      where ${inTime} and o.shop_user_id is null and o.email_key <> '' group by 1
    ), whose as (
      select s.shop_user_id, s.person_id, s.email_key, sum(s.orders)::int as orders, sum(s.spent) as spent,
        max(s.last_at) as last_at
      from (
        select shop_user_id, null::int as person_id, '' as email_key, orders, spent, last_at from users
        union all
        select p.shop_user_id, case when p.shop_user_id is null then p.id end,
          case when p.id is null then g.email_key else '' end, g.orders, g.spent, g.last_at
        from guests g left join user_identification_emails m on m.address_key = g.email_key
          left join user_identifications p on p.id = m.user_identification_id
      ) s
      group by 1, 2, 3 having sum(s.spent) > ${overMinor}
    ), found as (
      select s.* from (select *, ${keyOf} as key from whose) s ${older} order by s.spent desc, s.key desc limit ${limit}
    )
    select f.key, f.shop_user_id, u.external_id, f.orders, f.spent::text, f.last_at, p.id as person_id,
      coalesce(nullif(btrim(p.first_names || ' ' || p.last_name), ''), btrim(u.first_names || ' ' || u.last_name), '') as name,
      coalesce(nullif(u.email, ''), ${ownAddress}, f.email_key) as email
    from found f left join shop_users u on u.id = f.shop_user_id
      left join lateral (select p.* from user_identifications p
        where p.id = coalesce(f.person_id, (select min(r.id) from user_identifications r
          where r.shop_user_id = f.shop_user_id and r.merged_into_id is null))) p on true
    order by f.spent desc, f.key desc`
}

const sums = sql`count(*)::int as orders, sum(o.total_minor - o.refunded_minor) as spent, max(o.placed_at) as last_at`
const keyOf: RawBuilder<string> = sql`coalesce('u' || shop_user_id, 'p' || person_id, 'e' || email_key) collate "C"`
const ownAddress = sql`(select m.address from user_identification_emails m
  where m.user_identification_id = p.id order by m.created_at, m.address_key limit 1)`

function toSpender({ spent, key: _, ...row }: SpenderRow): Spender {
  return { ...row, spentMinor: Number(spent) }
}

type After = Readonly<{ spent: string; key: string }>

function writeAfter({ spent, key }: After): string {
  return Buffer.from(`${spent} ${key}`).toString('base64url')
}

/** Undefined for what is no cursor of ours: the list starts at the top. */
export function readAfter(text: string | undefined): After | undefined {
  const match = /^(-?\d{1,30}) ([upe].{0,300})$/u.exec(Buffer.from((text ?? '').slice(0, 500), 'base64url').toString())
  return match ? { spent: match[1]!, key: match[2]! } : undefined
}
