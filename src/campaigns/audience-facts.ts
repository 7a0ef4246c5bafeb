import { type RawBuilder, sql } from 'kysely'

/**
 * The two kinds of members: registered users of the shop (a row `u` of shop_users) and people without an account (a row
 * `p` of user_identifications). Each relation below has a column `member`: the id that its kind goes by.
 */
export type Kind = 'user' | 'record'

/**
 * What a clause asks, in two ways that come to the same. `members` selects the ids of everybody (or, with `not`, of
 * everybody else): sets are put together without a guess of the planner's at how many they share. `holds` asks it of
 * the one row that is looked at, for few people of many. True and false need not be asked.
 */
export type Leaf = Readonly<{ members: RawBuilder<unknown>; holds: RawBuilder<boolean>; not?: boolean }> | boolean

type Relation = RawBuilder<unknown>

/** The id of the row that is looked at. */
export function memberId(kind: Kind): RawBuilder<number> {
  return kind === 'user' ? sql`u.id` : sql`p.id`
}

/** Records of members: (member, record). A user of the shop may have none, or several. */
export function ownRecords(kind: Kind): Relation {
  return kind === 'user'
    ? sql`(select r.shop_user_id as member, r.id as record from user_identifications r
        where r.shop_user_id is not null and r.merged_into_id is null)`
    : sql`(select r.id as member, r.id as record from user_identifications r)`
}

/** Addresses of members, each once: (member, address_key). A user's own, and those of his records. */
export function ownAddresses(kind: Kind): Relation {
  if (kind === 'record')
    return sql`(select m.user_identification_id as member, m.address_key from user_identification_emails m)`
  return sql`(select v.id as member, v.email_key as address_key from shop_users v where v.email_key <> ''
    union all
    select v.id, m.address_key from shop_users v join user_identifications r on r.shop_user_id = v.id
      and r.merged_into_id is null join user_identification_emails m on m.user_identification_id = r.id
    where m.address_key <> v.email_key)`
}

const orderColumns = sql`o.id, o.counted, o.placed_at, o.currency, o.total_minor - o.refunded_minor as net`

/** Orders of members: those of the account, and guests' orders by any address of theirs, as in src/shop/spend.ts. */
export function ownOrders(kind: Kind): Relation {
  const guests = (member: RawBuilder<unknown>, from: RawBuilder<unknown>, key: RawBuilder<unknown>) =>
    sql`select ${member} as member, ${orderColumns} from ${from} join shop_orders o
      on o.email_key = ${key} and o.email_key <> '' and o.shop_user_id is null`
  const mails = sql`user_identification_emails m`
  if (kind === 'record') return sql`(${guests(sql`m.user_identification_id`, mails, sql`m.address_key`)})`
  return sql`(select o.shop_user_id as member, ${orderColumns} from shop_orders o where o.shop_user_id is not null
    union all ${guests(sql`v.id`, sql`shop_users v`, sql`v.email_key`)}
    union all ${guests(
      sql`v.id`,
      sql`shop_users v join user_identifications r on r.shop_user_id = v.id and r.merged_into_id is null
        join ${mails} on m.user_identification_id = r.id and m.address_key <> v.email_key`,
      sql`m.address_key`,
    )})`
}

/** Sums of all orders that count, as src/shop/stats.ts keeps them: (member, currency, orders, net). */
export function ownSums(kind: Kind): Relation {
  const guests = sql`select a.member, g.currency, g.orders, g.ordered_minor - g.refunded_minor as net
    from ${ownAddresses(kind)} a join guest_stats g on g.address_key = a.address_key`
  if (kind === 'record') return sql`(${guests})`
  return sql`(select s.shop_user_id as member, s.currency, s.orders, s.ordered_minor - s.refunded_minor as net
    from customer_stats s union all ${guests})`
}
