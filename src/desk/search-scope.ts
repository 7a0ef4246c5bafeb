import { type RawBuilder, sql } from 'kysely'
import { likePart, peopleLike } from '../people/people.ts'
import type { SearchQuery, State } from './search-query.ts'

type Sql = RawBuilder<unknown>

/** Conditions over a row `i` of issues, and how many they leave: a search within few begins with them. */
export type Scope = Readonly<{ conditions: readonly Sql[]; size: 'few' | 'many' | 'all' }>

/** At most so many issues, the newest, are what a search within issues looks at. */
const mostIssues = 2000

/** What a search asks of the issues: their number, order, person, types, products, state. */
export function scopeOf(query: SearchQuery, viewer: number | undefined): Scope {
  const few = [
    ...query.issue.map(({ id, not }) => ({ not, condition: sql`i.id = ${id}` })),
    ...query.order.map(({ text, not }) => ({ not, condition: sql`i.order_id in (${orderNumbers(text)})` })),
    ...query.person.map(({ text, not }) => ({ not, condition: ofPerson(text) })),
  ]
  const many = [
    ...query.product.map(({ text, not }) => ({ not, condition: sql`i.order_id in (${ordersWith(text)})` })),
    ...query.type.map(({ text, not }) => ({ not, condition: ofType(text) })),
    ...query.is.map(({ state, not }) => ({
      not,
      condition: inState(state, viewer),
      wide: (state === 'closed') !== not,
    })),
  ]
  const conditions = [...few, ...many].map(({ not, condition }) => (not ? sql`(${condition}) is not true` : condition))
  const some = (list: readonly Asked[]) => list.some(({ not, wide }) => !(wide ?? not))
  return {
    conditions: [sql`i.deleted_at is null`, sql`i.merged_into_id is null`, ...conditions],
    size: some(few) ? 'few' : some(many) ? 'many' : 'all',
  }
}

type Asked = Readonly<{ not: boolean; condition: Sql; wide?: boolean }>

/** SQL: interactions of the issues in scope. */
export function interactionsIn(scope: Scope): RawBuilder<{ id: number }> {
  return sql`(select a.interaction_id from actions a where a.deleted_at is null and a.issue_id in (
    select i.id from issues i where ${sql.join(scope.conditions, sql` and `)}
    order by i.last_activity_at desc, i.id desc limit ${mostIssues}))`
}

/** SQL: numbers of orders that begin with the text, as issues name them. */
export function orderNumbers(text: string): RawBuilder<{ number: string }> {
  const prefix = `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return sql`select unnest(${[text, text.toUpperCase(), text.toLowerCase()]}::text[])
    union (select number from shop_orders where lower(number) like ${prefix} limit 50)`
}

function ofPerson(text: string): Sql {
  if (/^#?\d{1,9}$/.test(text)) return sql`i.user_identification_id = ${Number(text.replace('#', ''))}`
  return sql`i.user_identification_id in (${peopleLike(text)})`
}

function ordersWith(product: string): Sql {
  return sql`select o.number from shop_products p join shop_order_lines l on l.product_id = p.id join shop_orders o on o.id = l.order_id
    where p.name ilike ${likePart(product)} or p.sku = ${product} limit 2000`
}

function ofType(type: string): Sql {
  if (type === 'none') return sql`not exists (select from issue_types t where t.issue_id = i.id)`
  return sql`exists (select from issue_types t where t.issue_id = i.id and t.type ilike ${type.replace(/[\\%_]/g, '\\$&')})`
}

const open = sql`(i.closed_at is null or i.needs_look)`

function inState(state: State, viewer: number | undefined): Sql {
  switch (state) {
    case 'open':
      return sql`${open} and i.closed_at is null`
    case 'closed':
      return sql`i.closed_at is not null`
    case 'snoozed':
      return sql`${open} and (i.snoozed_for_reply or i.snooze_until > now())`
    case 'unassigned':
      return sql`${open} and i.assignee_id is null`
    case 'mine':
      return sql`${open} and i.assignee_id = ${viewer ?? 0}`
    case 'failed':
      return sql`i.id in (select a.issue_id from letters l join actions a on a.interaction_id = l.interaction_id
        where l.state in ('failed', 'bounced', 'uncertain') and l.seen_failure_at is null)`
  }
}
