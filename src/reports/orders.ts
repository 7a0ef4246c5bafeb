import { sql } from 'kysely'
import type { Report } from './report.ts'
import { inCategory } from './service-filters.ts'
import { byId, byText, oneOf } from './shared.ts'

const items = sql`(select coalesce(sum(x.quantity), 0)::float8 from shop_order_lines x where x.order_id = o.id)`
const name = sql`coalesce(nullif(btrim(u.first_names || ' ' || u.last_name), ''), nullif(o.email, ''), nullif(u.email, ''))`
const isWhole = sql<boolean>`o.refunded_minor >= o.total_minor`

/** Orders of the shop by when they were placed, as the shop told of them. */
export const orders: Report = {
  name: 'orders',
  key: sql`o.id`,
  time: sql`o.placed_at`,
  from: sql`shop_orders o`,
  joined: sql`left join shop_users u on u.id = o.shop_user_id`,
  always: sql`true`,
  sort: '-placed',
  columns: {
    order: { kind: 'text', value: sql`o.number`, noun: 'order', ref: sql`o.number` },
    placed: { kind: 'time', value: sql`o.placed_at` },
    buyer: { kind: 'text', value: name, empty: true },
    orderState: { kind: 'text', value: sql`o.state` },
    total: { kind: 'money', value: sql`o.total_minor::float8` },
    refunded: { kind: 'money', value: sql`o.refunded_minor::float8` },
    currency: { kind: 'text', value: sql`o.currency` },
    items: { kind: 'number', value: items },
    counted: { kind: 'flag', value: sql`o.counted` },
  },
  filters: {
    orderState: byText(sql`o.state`),
    refund: oneOf(['none', 'part', 'whole'], (word) => {
      if (word === 'none') return sql`o.refunded_minor = 0`
      return word === 'whole'
        ? sql`(o.refunded_minor > 0 and ${isWhole})`
        : sql`(o.refunded_minor > 0 and not ${isWhole})`
    }),
    currency: byText(sql`o.currency`),
    product: {
      kind: 'text',
      where: (value) =>
        sql`exists (select from shop_order_lines x where x.order_id = o.id and x.product = ${value}::text)`,
    },
    category: {
      kind: 'text',
      where: (value) => sql`exists (select from shop_order_lines l where l.order_id = o.id and ${inCategory(value)})`,
    },
    // By the shop's rules (shop/rules.ts), which whoever writes an order goes by.
    counted: oneOf(['yes', 'no'], (word) => (word === 'yes' ? sql`o.counted` : sql`not o.counted`)),
    order: byText(sql`o.number`),
    shopUser: byId(sql`o.shop_user_id`),
  },
}

/** Orders of which something was given back; the shop tells how much, not when: the period is that of the order. */
export const refunds: Report = {
  ...orders,
  name: 'refunds',
  always: sql`o.refunded_minor > 0`,
}
