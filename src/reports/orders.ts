import { sql } from 'kysely'
import type { Report } from './report.ts'
import { inCategory } from './service-filters.ts'
import { byText, oneOf } from './shared.ts'

const lineThat = (fits: ReturnType<typeof inCategory>) =>
  sql<boolean>`exists (select from shop_order_lines l where l.order_id = o.id and ${fits})`

/** Orders of the shop by when they were placed. */
export const orders: Report = {
  name: 'orders',
  key: sql`o.id`,
  time: sql`o.placed_at`,
  from: sql`shop_orders o left join shop_users u on u.id = o.shop_user_id`,
  always: sql`true`,
  sort: '-placed',
  columns: {
    number: { kind: 'text', value: sql`o.number`, noun: 'order', ref: sql`o.number` },
    placed: { kind: 'time', value: sql`o.placed_at` },
    state: { kind: 'text', value: sql`o.state` },
    counted: { kind: 'flag', value: sql`o.counted` },
    customer: {
      ...{ kind: 'text', empty: true },
      value: sql`coalesce(nullif(btrim(u.first_names || ' ' || u.last_name), ''), nullif(u.email, ''), nullif(o.email, ''))`,
    },
    total: { kind: 'money', value: sql`o.total_minor::float8` },
    refunded: { kind: 'money', value: sql`o.refunded_minor::float8` },
    currency: { kind: 'text', value: sql`o.currency` },
  },
  filters: {
    // By the shop's rules (shop/rules.ts), which whoever writes an order goes by.
    counted: oneOf(['yes', 'no'], (word) => (word === 'yes' ? sql`o.counted` : sql`not o.counted`)),
    product: { kind: 'text', where: (value) => lineThat(sql<boolean>`l.product = ${value}::text`) },
    category: { kind: 'text', where: (value) => lineThat(inCategory(value)) },
    state: byText(sql`o.state`),
    currency: byText(sql`o.currency`),
    order: byText(sql`o.number`),
  },
}
