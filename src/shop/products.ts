import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

export type PutProduct = Readonly<{
  externalId: string
  name: string
  sku?: string | undefined
  categories: readonly string[]
  priceMinor: number | null
  currency: string | null
}>

export type Product = Readonly<{
  id: number
  externalId: string
  name: string
  sku: string
  priceMinor: number | null
  currency: string | null
  categories: string[]
}>

/** Writes products with their categories, in three statements for any number; the last of two with one id wins. */
export async function putProducts(tx: Tx, products: readonly PutProduct[]): Promise<void> {
  const last = [...new Map(products.map((product) => [product.externalId, product])).values()]
  if (last.length === 0) return
  const rows = last
    .map(({ externalId, name, sku = '', categories, priceMinor, currency }) => ({
      ...{ external_id: externalId, name, sku, categories, price_minor: priceMinor, currency },
    }))
    .sort((a, b) => (a.external_id < b.external_id ? -1 : 1))
  const told = sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(external_id text, name text, sku text,
    categories json, price_minor bigint, currency text)`
  await sql`
    insert into shop_products (external_id, name, sku, price_minor, currency)
    select external_id, name, sku, price_minor, currency from ${told}
    on conflict (external_id) do update set name = excluded.name, sku = excluded.sku,
      price_minor = excluded.price_minor, currency = excluded.currency, updated_at = now()`.execute(tx)
  await sql`
    with told as (select p.id, r.categories from ${told} join shop_products p using (external_id)), gone as (
      delete from shop_product_categories c using told
      where c.product_id = told.id and c.category not in (select json_array_elements_text(told.categories))
    )
    insert into shop_product_categories (product_id, category)
    select id, json_array_elements_text(categories) from told on conflict do nothing`.execute(tx)
  // Orders may have come before their products.
  await sql`
    update shop_order_lines l set product_id = p.id from shop_products p
    where l.product_id is null and p.external_id = l.product
      and l.product = any(${last.map((product) => product.externalId)}::text[])`.execute(tx)
}

/** One product by the shop's id. */
export async function findProduct(db: Db, externalId: string): Promise<Product | undefined> {
  const { rows } = await sql<Omit<Product, 'priceMinor'> & { priceMinor: string | null }>`
    select p.id, p.external_id, p.name, p.sku, p.price_minor, p.currency,
      array(select category from shop_product_categories c where c.product_id = p.id order by category) as categories
    from shop_products p where p.external_id = ${externalId}`.execute(db)
  const row = rows[0]
  return row && { ...row, priceMinor: row.priceMinor === null ? null : Number(row.priceMinor) }
}
