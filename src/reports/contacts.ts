import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { issues } from './issues.ts'
import { orders } from './orders.ts'
import { type Ask, conditions } from './report.ts'

/**
 * Issues that name an order with the product or category, as the list of issues has them, and orders of the same time
 * that count by the shop's rules, as the list of orders has them: contacts for 100 orders are their quotient.
 */
export type ContactLine = Readonly<{ value: string; label: string; contacts: number; orders: number }>

export type By = 'product' | 'category'

const mostLines = 50

type What = Readonly<{ value: RawBuilder<string>; join: RawBuilder<unknown>; label: RawBuilder<string> }>

/** From a line `l` of an order to what it is counted under. */
const whats: Readonly<Record<By, What>> = {
  product: {
    value: sql<string>`l.product`,
    join: sql``,
    label: sql<string>`coalesce((select nullif(p.name, '') from shop_products p where p.external_id = w.value), w.value)`,
  },
  category: {
    value: sql<string>`g.category`,
    join: sql`join shop_product_categories g on g.product_id = l.product_id`,
    label: sql<string>`w.value`,
  },
}

/** The 50 products or categories that most issues are about, the most first; issues without an order are in none. */
export async function contacts(db: Db, ask: Ask, by: By): Promise<ContactLine[]> {
  const { value, join, label } = whats[by]
  const counted: Ask = { ...ask, filters: { counted: 'yes' } }
  const { rows } = await sql<ContactLine>`
    with w as materialized (
      select ${value} as value, count(distinct i.id)::float8 as contacts
      from ${issues.from} join shop_orders x on x.number = i.order_id join shop_order_lines l on l.order_id = x.id ${join}
      where ${conditions(issues, ask)} group by 1 order by 2 desc, 1 limit ${mostLines}
    ), placed as (
      select ${value} as value, count(distinct o.id)::float8 as orders
      from ${orders.from} join shop_order_lines l on l.order_id = o.id ${join}
      where ${conditions(orders, counted)} and ${value} in (select w.value from w) group by 1
    )
    select w.value, ${label} as label, w.contacts, coalesce(placed.orders, 0) as orders
    from w left join placed on placed.value = w.value order by w.contacts desc, w.value`.execute(db)
  return rows
}
