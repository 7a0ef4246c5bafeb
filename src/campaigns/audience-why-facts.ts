import { type RawBuilder, sql } from 'kysely'
import { countedOrder } from '../shop/spend.ts'
import { type Kind, memberId, ownAddresses, ownOrders, ownRecords } from './audience-facts.ts'
import { within } from './audience-times.ts'
import type { Clause, Period, What } from './audience-tree.ts'

/** JSON of a Fact: what is known of the member in the matter of the clause, whether it holds or not. */
export function factSql(clause: Clause, kind: Kind): RawBuilder<unknown> {
  const own = sql`x.member = ${memberId(kind)}`
  if ('bought' in clause) return bought(clause.bought, kind)
  if ('spent' in clause) {
    const inCurrency = sql`${inPeriod(clause.spent)} and x.currency = ${clause.spent.currency}`
    return sql`(select json_build_object('number', coalesce(sum(x.net), 0), 'text', ${clause.spent.currency}::text)
      from ${ownOrders(kind)} x where ${own} and ${inCurrency})`
  }
  if ('orders' in clause)
    return sql`(select json_build_object('number', count(*), 'at', max(x.placed_at))
      from ${ownOrders(kind)} x where ${own} and ${inPeriod(clause.orders)})`
  if ('hasCertificate' in clause)
    return sql`(select json_build_object('number', count(*)) from ${ownRecords(kind)} x join gift_certificates g
      on g.user_identification_id = x.record where ${own} and g.status = 'active' and g.balance_minor > 0
        and g.expires_at > now())`
  if ('openIssue' in clause)
    return sql`(select json_build_object('number', count(*), 'text', min(i.subject)) from ${ownRecords(kind)} x
      join issues i on i.user_identification_id = x.record
      where ${own} and i.closed_at is null and i.deleted_at is null and i.merged_into_id is null)`
  if ('onList' in clause) return onList(clause.onList, kind)
  if ('received' in clause)
    return sql`(select json_build_object('text', min(r.state), 'at', max(r.done_at)) from ${ownAddresses(kind)} x
      join campaign_recipients r on r.address_key = x.address_key where ${own} and r.campaign_id = ${clause.received})`
  return kind === 'user' ? ofAccount(clause) : sql`json_build_object()`
}

function inPeriod(period: Period) {
  return sql`x.counted and ${within(sql`x.placed_at`, period)}`
}

function ofAccount(clause: Clause): RawBuilder<unknown> {
  if ('viewed' in clause) return viewed(clause.viewed)
  if ('lastVisit' in clause) return sql`json_build_object('at', u.last_visit_at)`
  if ('registered' in clause) return sql`json_build_object('at', u.registered_at)`
  if ('country' in clause) return sql`json_build_object('text', u.country)`
  if ('language' in clause) return sql`json_build_object('text', u.language)`
  if ('inClass' in clause)
    return sql`(select json_build_object('text', coalesce(string_agg(c.class, ', ' order by c.class), ''))
      from shop_user_classes c where c.shop_user_id = u.id)`
  return sql`json_build_object()`
}

/** The last time, in whatever period. */
function bought(what: What, kind: Kind) {
  const line =
    'product' in what
      ? sql`l.product = ${what.product}`
      : sql`exists (select from shop_product_categories c where c.product_id = l.product_id and c.category = ${what.category})`
  return sql`(select json_build_object('at', max(o.placed_at), 'number', count(distinct o.id))
    from ${ownOrders(kind)} o join shop_order_lines l on l.order_id = o.id
    where o.member = ${memberId(kind)} and ${countedOrder} and ${line})`
}

function viewed(what: What) {
  const seen =
    'product' in what
      ? sql`w.product_id = (select id from shop_products where external_id = ${what.product})`
      : sql`(w.category = ${what.category} or exists (select from shop_product_categories c
          where c.product_id = w.product_id and c.category = ${what.category}))`
  return sql`(select json_build_object('at', max(w.at), 'number', count(*)) from shop_views w
    where w.shop_user_id = u.id and ${seen})`
}

function onList(slug: string, kind: Kind) {
  const byAccount = kind === 'user' ? sql`or m.shop_user_id = u.id` : sql``
  return sql`(select json_build_object('text', min(m.state)) from mailing_list_members m
    where m.list_id = (select id from mailing_lists where slug = ${slug}) and (m.address_key in (
      select x.address_key from ${ownAddresses(kind)} x where x.member = ${memberId(kind)}) ${byAccount}))`
}
