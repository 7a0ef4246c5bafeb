import { type RawBuilder, sql } from 'kysely'
import { countedOrder } from '../shop/spend.ts'
import { type Kind, type Leaf, memberId, ownOrders, ownSums } from './audience-facts.ts'
import { isAlways, within } from './audience-times.ts'
import type { Period } from './audience-tree.ts'

/** With a currency: money spent in it, in minor units; without: the number of orders. Both of orders that count. */
type Wish = Readonly<{
  least?: number | undefined
  most?: number | undefined
  currency?: string | undefined
  period: Period
}>

/** Nobody's sum is 0: who never ordered has spent 0, and is within "at most 50". */
export function sums(kind: Kind, wish: Wish): Leaf {
  const { least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER } = wish
  if (wish.least === undefined && wish.most === undefined) return true
  const nobody = least <= 0 && most >= 0
  const sum = wish.currency === undefined ? sql`coalesce(sum(x.orders), 0)` : sql`coalesce(sum(x.net), 0)`
  const fits = sql<boolean>`${sum} ${nobody ? sql`not` : sql``} between ${least} and ${most}`
  const orders = sql`(${ordersOf(kind, wish)}) x`
  return {
    members: sql`select x.member from ${orders} group by x.member having ${fits}`,
    holds: sql<boolean>`(select ${fits} from ${orders} where x.member = ${memberId(kind)})`,
    not: nobody,
  }
}

function ordersOf(kind: Kind, wish: Wish): RawBuilder<unknown> {
  if (isAlways(wish.period))
    return sql`select s.member, s.orders, s.net from ${ownSums(kind)} s where true ${ofCurrency(wish)}`
  return sql`select o.member, 1 as orders, o.net from ${ownOrders(kind)} o
    where ${countedOrder} and ${within(sql`o.placed_at`, wish.period)} ${ofCurrency(wish)}`
}

function ofCurrency({ currency }: Wish): RawBuilder<unknown> {
  return currency === undefined ? sql`` : sql`and currency = ${currency}`
}
