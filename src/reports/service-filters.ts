import { type RawBuilder, sql } from 'kysely'
import { readDay } from './period.ts'
import type { Filter } from './report.ts'
import { oneOf } from './shared.ts'

const yesOrNo = (yes: RawBuilder<boolean>) =>
  oneOf(['yes', 'no'], (word) => (word === 'yes' ? yes : sql<boolean>`not ${yes}`))

/** SQL: the issue `i` was open when that day ended; a day that is to come ends open for what is open now. */
function openAt(day: string, zone: string): RawBuilder<boolean> {
  const end = sql`((${day}::date + 1)::timestamp at time zone ${zone}::text)`
  return sql<boolean>`(i.opened_at < ${end} and (i.closed_at is null or i.closed_at >= ${end})
    and not exists (select from issue_closings c where c.issue_id = i.id and c.closed_at < ${end} and c.reopened_at >= ${end}))`
}

/** SQL: the issue was closed, and opened again since. */
const reopened = sql<boolean>`(i.reopened > 0)`

/** SQL: its order has lines that fit. */
function ordered(fits: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from shop_orders o join shop_order_lines l on l.order_id = o.id
    where o.number = i.order_id and ${fits})`
}

/** SQL: the line `l` is of a product in that category. */
export function inCategory(category: string): RawBuilder<boolean> {
  return sql<boolean>`l.product_id in (select g.product_id from shop_product_categories g where g.category = ${category}::text)`
}

/** Filters of issues `i` that the numbers of service quality link to. */
export const issueServiceFilters: Readonly<Record<string, Filter>> = {
  openAt: {
    kind: 'text',
    where: (value, period) => (readDay(value) ? openAt(value, period?.zone ?? 'UTC') : undefined),
  },
  everClosed: yesOrNo(sql<boolean>`(i.closed_at is not null or ${reopened})`),
  reopened: yesOrNo(reopened),
  product: { kind: 'text', where: (value) => ordered(sql<boolean>`l.product = ${value}::text`) },
  category: { kind: 'text', where: (value) => ordered(inCategory(value)) },
  surge: {
    kind: 'text',
    where: (value) => (/^[1-9]\d{0,8}$/.test(value) ? inSurge(Number(value)) : undefined),
  },
}

/** SQL: one of the issues that made a surge (desk/surges.ts). */
function inSurge(id: number): RawBuilder<boolean> {
  const of = (column: string) => sql`(select s.${sql.id(column)} from surges s where s.id = ${id}::int)`
  return sql<boolean>`(i.origin = 'human' and i.opened_at >= ${of('since')} and i.opened_at < ${of('until')}
    and exists (select from issue_types t where t.issue_id = i.id and t.type = ${of('type')}))`
}

/** Filters of interactions `n` by the clock of the desk: hour 0 to 23, weekday 1 (Monday) to 7 (ISO 8601). */
export const interactionClockFilters: Readonly<Record<string, Filter>> = {
  hour: byClock('hour', 0, 23),
  weekday: byClock('isodow', 1, 7),
}

function byClock(part: 'hour' | 'isodow', first: number, last: number): Filter {
  const numbers = Array.from({ length: last - first + 1 }, (_, n) => String(first + n))
  return {
    kind: 'choice',
    where: (value, period) =>
      numbers.includes(value)
        ? sql<boolean>`${onClock(part, sql`n.occurred_at`, period?.zone ?? 'UTC')} = ${Number(value)}::int`
        : undefined,
    choices: async () => numbers.map((value) => ({ value, label: value })),
  }
}

/** SQL: the hour or the weekday of a moment there. */
export function onClock(part: 'hour' | 'isodow', at: RawBuilder<unknown>, zone: string): RawBuilder<number> {
  return sql<number>`extract(${sql.raw(part)} from ${at} at time zone ${zone}::text)::int`
}
