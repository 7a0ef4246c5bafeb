import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { clauseSql } from './audience-clauses.ts'
import type { Kind } from './audience-facts.ts'
import type { Audience, Clause } from './audience-tree.ts'

/** Everybody who can be in an audience at all, by the ids of their kind. */
export type Anchored = Readonly<Record<Kind, readonly number[]>>

/** More than so many are no shorter way than a sample. */
const most = 3000

/**
 * Where one clause that all must meet names few people (who bought or viewed one product, who is named), these few:
 * asking the rest of them is exact, and quicker than finding them in a sample of everybody. Undefined where none does.
 */
export async function anchorOf(tx: Tx, audience: Audience): Promise<Anchored | undefined> {
  for (const clause of namesFew(audience)) {
    const user = await idsOf(tx, clause, 'user')
    const record = user && (await idsOf(tx, clause, 'record'))
    if (user && record && user.length + record.length <= most) return { user, record }
  }
  return undefined
}

/** Clauses that everybody must meet and that an index answers from their own side. */
function namesFew(audience: Audience): Clause[] {
  if ('all' in audience) return audience.all.flatMap(namesFew)
  if ('any' in audience || 'not' in audience) return []
  if ('viewed' in audience) return 'product' in audience.viewed ? [audience] : []
  if ('bought' in audience) return 'product' in audience.bought ? [audience] : []
  return 'people' in audience ? [audience] : []
}

/** Undefined when there are more than an anchor may have. */
async function idsOf(tx: Tx, clause: Clause, kind: Kind): Promise<number[] | undefined> {
  const members =
    'bought' in clause && 'product' in clause.bought ? buyers(clause.bought.product, kind) : membersOf(clause, kind)
  if (typeof members === 'boolean') return members ? undefined : []
  // Rows, not people, are limited: nothing is sorted before it is known that they are few.
  const { rows } = await sql<{ member: number }>`
    select f.member from (${members} limit ${2 * most}) f where f.member is not null`.execute(tx)
  return rows.length < 2 * most ? [...new Set(rows.map(({ member }) => member))] : undefined
}

function membersOf(clause: Clause, kind: Kind) {
  const leaf = clauseSql(clause, kind)
  return typeof leaf === 'boolean' ? leaf : leaf.members
}

/** From the product to its lines, their orders, and who these are of: perhaps more than the clause means, never fewer. */
function buyers(product: string, kind: Kind): RawBuilder<unknown> {
  const orders = sql`with orders as materialized (select o.shop_user_id, o.email_key from (
      select order_id from shop_order_lines where product_id = (select id from shop_products where external_id = ${product})
      union all select order_id from shop_order_lines where product_id is null and product = ${product}
    ) l join shop_orders o on o.id = l.order_id limit ${2 * most})`
  const known = sql`orders o join user_identification_emails m on m.address_key = o.email_key where o.shop_user_id is null`
  if (kind === 'record') return sql`(${orders} select m.user_identification_id as member from ${known})`
  return sql`(${orders} select o.shop_user_id as member from orders o
    union all select v.id from orders o join shop_users v on v.email_key = o.email_key where o.shop_user_id is null
    union all select (select r.shop_user_id from user_identifications r where r.id = m.user_identification_id) from ${known})`
}
