import { type RawBuilder, sql } from 'kysely'
import { countedOrder } from '../shop/spend.ts'
import { type Kind, type Leaf, memberId, ownAddresses, ownOrders, ownRecords } from './audience-facts.ts'
import { sums } from './audience-sums.ts'
import { within } from './audience-times.ts'
import type { Clause, Period, What } from './audience-tree.ts'

/** With parameters for all that staff typed. */
export function clauseSql(clause: Clause, kind: Kind): Leaf {
  if ('bought' in clause) return bought(clause.bought, kind)
  if ('spent' in clause) {
    const { minMinor: least, maxMinor: most, currency } = clause.spent
    return sums(kind, { least, most, currency, period: clause.spent })
  }
  if ('orders' in clause) {
    const { min: least, max: most } = clause.orders
    return sums(kind, { least, most, period: clause.orders })
  }
  if ('onList' in clause) return onList(clause.onList, kind)
  if ('hasCertificate' in clause) return is(clause.hasCertificate, hasCertificate(kind))
  if ('openIssue' in clause) return is(clause.openIssue, openIssue(kind))
  if ('received' in clause) return received(clause.received, kind)
  if ('people' in clause) return people(clause.people, kind)
  return kind === 'user' && ofAccount(clause)
}

type AccountClause = Extract<
  Clause,
  | { viewed: unknown }
  | { lastVisit: unknown }
  | { registered: unknown }
  | { country: unknown }
  | { language: unknown }
  | { inClass: unknown }
>

/** What only registered users of the shop have. */
function ofAccount(clause: AccountClause): Leaf {
  if ('viewed' in clause) return viewed(clause.viewed)
  if ('lastVisit' in clause) return column(within(sql`u.last_visit_at`, clause.lastVisit))
  if ('registered' in clause) return column(within(sql`u.registered_at`, clause.registered))
  if ('country' in clause) return column(sql`lower(u.country) = lower(${clause.country.trim()}::text)`)
  if ('language' in clause) return column(language(clause.language.trim()))
  const classes = sql`(select shop_user_id as member, class from shop_user_classes) x`
  return among('user', classes, sql`x.class = ${clause.inClass}`)
}

function column(holds: RawBuilder<boolean>): Leaf {
  return { members: sql`select u.id from shop_users u where ${holds}`, holds }
}

function is(wanted: boolean, leaf: Exclude<Leaf, boolean>): Leaf {
  return { ...leaf, not: !wanted }
}

/** The members of the relation `x`. A CASE keeps the planner from joining what is to be asked of few. */
function among(kind: Kind, from: RawBuilder<unknown>, where: RawBuilder<unknown>) {
  const one = sql`exists (select from ${from} where x.member = ${memberId(kind)} and ${where})`
  return {
    members: sql`select x.member from ${from} where ${where}`,
    holds: sql<boolean>`case when ${one} then true else false end`,
  }
}

function bought(what: What & Period, kind: Kind) {
  const lines =
    'product' in what
      ? sql`shop_order_lines l on l.order_id = o.id and (l.product_id = ${productId(what.product)}
          or l.product_id is null and l.product = ${what.product})`
      : sql`shop_order_lines l on l.order_id = o.id join shop_product_categories c
          on c.product_id = l.product_id and c.category = ${what.category}`
  const own = sql`(select o.member, o.placed_at from ${ownOrders(kind)} o join ${lines} where ${countedOrder}
    and ${within(sql`o.placed_at`, what)}) x`
  return among(kind, own, sql`true`)
}

function productId(externalId: string) {
  return sql`(select id from shop_products where external_id = ${externalId})`
}

/** A category is looked at by its own page, and by any product in it. */
function viewed(what: What & Period): Leaf {
  const times = within(sql`x.at`, what)
  if ('product' in what) {
    const views = sql`(select shop_user_id as member, at, product_id from shop_views) x`
    const id = productId(what.product)
    const { members } = among('user', views, sql`x.product_id = ${id} and ${times}`)
    // + 0: never by the product's index, which for a popular one would be read anew for each of the few.
    const { holds } = among('user', views, sql`x.product_id + 0 = ${id} and ${times}`)
    return { members, holds }
  }
  const views = sql`(select shop_user_id as member, at from shop_views where category = ${what.category}
    union all select w.shop_user_id, w.at from shop_product_categories c join shop_views w on w.product_id = c.product_id
      where c.category = ${what.category}) x`
  const own = sql`(select w.shop_user_id as member, w.at from shop_views w where w.category || '' = ${what.category}
    or w.product_id + 0 in (select product_id from shop_product_categories where category = ${what.category})) x`
  return { members: among('user', views, times).members, holds: among('user', own, times).holds }
}

/** 'de' is also 'de-AT' (RFC 4647 basic filtering). */
function language(range: string): RawBuilder<boolean> {
  const part = range.toLowerCase()
  return sql`(lower(u.language) = ${part} or starts_with(lower(u.language), ${`${part}-`}))`
}

/** Also who gave no evidence of consent: that is a reason to skip, told apart. */
function onList(slug: string, kind: Kind) {
  const list = sql`x.list_id = (select id from mailing_lists where slug = ${slug} and archived_at is null)
    and x.state in ('confirmed', 'unproven')`
  const byAddress = sql`select a.member, m.list_id, m.state from ${ownAddresses(kind)} a
    join mailing_list_members m on m.address_key = a.address_key`
  if (kind === 'record') return among(kind, sql`(${byAddress}) x`, list)
  const byAccount = sql`select m.shop_user_id as member, m.list_id, m.state from mailing_list_members m
    where m.shop_user_id is not null`
  return among(kind, sql`(${byAccount} union all ${byAddress}) x`, list)
}

/** One that can still be spent. */
function hasCertificate(kind: Kind) {
  return among(
    kind,
    sql`${ownRecords(kind)} x join gift_certificates g on g.user_identification_id = x.record`,
    sql`g.status = 'active' and g.balance_minor > 0 and g.expires_at > now()`,
  )
}

function openIssue(kind: Kind) {
  return among(
    kind,
    sql`${ownRecords(kind)} x join issues i on i.user_identification_id = x.record`,
    sql`i.closed_at is null and i.deleted_at is null and i.merged_into_id is null`,
  )
}

/** Sent, or perhaps: who may have it has it. */
function received(campaignId: number, kind: Kind) {
  return among(
    kind,
    sql`${ownAddresses(kind)} x join campaign_recipients r on r.address_key = x.address_key`,
    sql`r.campaign_id = ${campaignId} and r.state in ('sent', 'handed', 'uncertain')`,
  )
}

/** By ids of user identification records, also of those that were merged into others. */
function people(ids: readonly number[], kind: Kind) {
  return among(
    kind,
    sql`${ownRecords(kind)} x`,
    sql`x.record in (select coalesce(merged_into_id, id) from user_identifications where id = any(${[...ids]}::int[]))`,
  )
}
