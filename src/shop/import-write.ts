import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { enterMembers } from '../people/list-members.ts'
import { lockMailingList } from '../people/mailing-lists.ts'
import type { Item, MemberItem, UserItem, ViewItem } from './import-items.ts'
import type { ImportPlan } from './import-plan.ts'
import type { Fault } from './import-row.ts'
import { putOrders } from './orders.ts'
import { type PutProduct, putProducts } from './products.ts'
import { type PutShopUser, putShopUsers } from './users.ts'
import { addViews } from './views.ts'

type Rows<Kind extends Item['kind']> = readonly Extract<Item, { kind: Kind }>[]

/** Writes items of one kind under the shop's own ids; answers the faults that only the database could tell. */
export async function writeItems(tx: Tx, plan: ImportPlan, items: readonly Item[]): Promise<Fault[]> {
  const of = <Kind extends Item['kind']>(kind: Kind) =>
    items.filter((item) => item.kind === kind) as unknown as Rows<Kind>
  if (plan.kind === 'users') return writeUsers(tx, plan, of('users'))
  if (plan.kind === 'products') return writeProducts(tx, plan, of('products'))
  if (plan.kind === 'orders') return writeOrders(tx, plan, of('orders'))
  return plan.kind === 'views' ? writeViews(tx, of('views')) : writeMembers(tx, plan, of('members'))
}

/** What the file has no column for stays as it was. */
async function writeUsers(tx: Tx, plan: ImportPlan, items: Rows<'users'>): Promise<Fault[]> {
  const values = plan.columns.includes('id') ? items.map(({ value }) => value) : await namedByAddress(tx, items)
  const { rows } = await sql<PutShopUser & { lastVisitAt: Date | null }>`
    select external_id, email, first_names, last_name, phone, postal_code, country, language, registered_at
    from shop_users where external_id = any(${values.map((user) => user.externalId)}::text[])`.execute(tx)
  const known = new Map(rows.map((row) => [row.externalId, row]))
  const has = (field: string) => plan.columns.includes(field) || (plan.columns.includes('name') && /Name/.test(field))
  const users = values.map((user) => {
    const old = known.get(user.externalId)
    const kept = old ? Object.fromEntries(Object.entries(old).filter(([field]) => !has(field))) : {}
    return {
      ...user,
      registeredAt: user.registeredAt ?? null,
      ...kept,
      classes: has('classes') ? user.classes : undefined,
    }
  })
  await putShopUsers(tx, users)
  return []
}

/** Without ids of the shop, an address that one user has is that user. */
async function namedByAddress(tx: Tx, items: Rows<'users'>): Promise<UserItem[]> {
  const ids = await soleUsers(
    tx,
    items.map(({ value }) => value.email),
  )
  return items.map(({ value }) => ({ ...value, externalId: ids.get(addressKey(value.email)) ?? value.externalId }))
}

async function soleUsers(tx: Tx, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(emails.map(addressKey))].filter(Boolean)
  const { rows } = await sql<{ key: string; externalId: string }>`
    select email_key as key, min(external_id) as external_id from shop_users where email_key = any(${keys}::text[])
      and email_key <> '' group by 1 having count(*) = 1`.execute(tx)
  return new Map(rows.map((row) => [row.key, row.externalId]))
}

async function writeProducts(tx: Tx, plan: ImportPlan, items: Rows<'products'>): Promise<Fault[]> {
  const ids = items.map(({ value }) => value.externalId)
  const { rows } = await sql<PutProduct & { price: string | null }>`
    select p.external_id, p.sku, p.price_minor::text as price, p.currency,
      array(select category from shop_product_categories c where c.product_id = p.id) as categories
    from shop_products p where p.external_id = any(${ids}::text[])`.execute(tx)
  const known = new Map(rows.map((row) => [row.externalId, row]))
  const products = items.map(({ value }) => {
    const old = known.get(value.externalId)
    if (!old) return value
    const price = plan.columns.includes('price')
      ? {}
      : { priceMinor: old.price === null ? null : Number(old.price), currency: old.currency }
    const categories = plan.columns.includes('categories') ? value.categories : old.categories
    return { ...value, ...price, categories, sku: plan.columns.includes('sku') ? value.sku : (old.sku ?? '') }
  })
  await putProducts(tx, products)
  return []
}

/** An order with an address alone belongs to the one registered user who has it, if there is one. */
async function writeOrders(tx: Tx, plan: ImportPlan, items: Rows<'orders'>): Promise<Fault[]> {
  const users = await soleUsers(
    tx,
    items.flatMap(({ value }) => (idOf(value.user) ? [] : [value.email ?? ''])),
  )
  const orders = items.map(({ value }) => ({
    ...value,
    user: idOf(value.user) ?? users.get(addressKey(value.email ?? '')),
  }))
  if (plan.columns.includes('shippingLine')) await putOrders(tx, orders)
  else {
    const ids = orders.map((order) => order.externalId)
    const { rows } = await sql<{ externalId: string; shipping: object }>`
      select external_id, shipping from shop_orders where external_id = any(${ids}::text[])`.execute(tx)
    const known = new Map(rows.map((row) => [row.externalId, row.shipping]))
    await putOrders(
      tx,
      orders.map((order) => ({ ...order, shipping: known.get(order.externalId) ?? {} })),
    )
  }
  return []
}

/** Some exports put an address where the user's id should be. */
function idOf(user: string | undefined): string | undefined {
  return user?.includes('@') ? undefined : user
}

async function writeViews(tx: Tx, items: Rows<'views'>): Promise<Fault[]> {
  const known = async (table: string, ids: readonly string[]) => {
    const { rows } = await sql<{ id: string }>`
      select external_id as id from ${sql.table(table)} where external_id = any(${[...ids]}::text[])`.execute(tx)
    return new Set(rows.map((row) => row.id))
  }
  const users = await known(
    'shop_users',
    items.map(({ value }) => value.user),
  )
  const products = await known(
    'shop_products',
    items.map(({ value }) => value.product ?? ''),
  )
  const faults = items.flatMap(({ row, value }) => unknownOf(row, value, users, products))
  const bad = new Set(faults.map(({ row }) => row))
  await addViews(
    tx,
    items.filter(({ row }) => !bad.has(row)).map(({ value }) => value),
  )
  return faults
}

function unknownOf(row: number, { user, product }: ViewItem, users: Set<string>, products: Set<string>): Fault[] {
  if (!users.has(user))
    return [{ row, field: 'user', why: 'is no user that we were told of', value: user.slice(0, 80) }]
  if (product === undefined || products.has(product)) return []
  return [{ row, field: 'product', why: 'is no product that we were told of', value: product.slice(0, 80) }]
}

async function writeMembers(tx: Tx, plan: ImportPlan, items: Rows<'members'>): Promise<Fault[]> {
  const list = await lockMailingList(tx, { slug: plan.list })
  if (!list)
    return items.map(({ row }) => ({ row, field: '', why: 'was not taken: the mailing list is gone', value: '' }))
  const { rows } = await sql<{ id: number; externalId: string; email: string }>`
    select id, external_id, email from shop_users where external_id = any(${items.map(({ value }) => value.user)}::text[])`.execute(
    tx,
  )
  const users = new Map(rows.map((row) => [row.externalId, row]))
  const wishes = items.map(({ row, value }) => ({ row, wish: wishOf(value, users.get(value.user)) }))
  await enterMembers(
    tx,
    list,
    wishes.flatMap(({ wish }) => (wish ? [wish] : [])),
  )
  return wishes.flatMap(({ row, wish }) =>
    wish ? [] : [{ row, field: 'user', why: 'is no user that we have an address of', value: '' }],
  )
}

function wishOf({ email, consent }: MemberItem, user: { id: number; email: string } | undefined) {
  const address = email || user?.email
  return address ? { address, shopUserId: user?.id ?? null, consent } : undefined
}
