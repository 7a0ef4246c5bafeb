import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

type Named = readonly (readonly [value: string, label: string])[]

/** What staff may choose from in an audience: few of each, products by what was typed. */
export type AudienceChoices = Readonly<Record<'product' | 'category' | 'slug' | 'class', Named>>

const most = 100

/** Products whose id, number or name holds the text (any, where it is short), categories, lists and classes. */
export async function audienceChoices(db: Db, q: string): Promise<AudienceChoices> {
  const [product, category, slug, classes] = await Promise.all([
    findProducts(db, q.slice(0, 100)),
    // By skipping from one to the next: there may be millions of rows of few names.
    distinct(db, 'shop_product_categories', 'category'),
    sql<Row>`select slug as value, name as label from mailing_lists where archived_at is null order by name
      limit ${most}`.execute(db),
    distinct(db, 'shop_user_classes', 'class'),
  ])
  return {
    product: product.rows.map(pair),
    category: category.rows.map(pair),
    slug: slug.rows.map(pair),
    class: classes.rows.map(pair),
  }
}

type Row = { value: string; label: string }

function pair({ value, label }: Row) {
  return [value, label] as const
}

function findProducts(db: Db, q: string) {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const where = q.length < 3 ? sql`true` : sql`name ilike ${like} or external_id = ${q} or sku = ${q} and sku <> ''`
  return sql<Row>`select external_id as value, name as label from shop_products where ${where} order by id
    limit ${most}`.execute(db)
}

function distinct(db: Db, table: string, column: string) {
  const [from, name] = [sql.table(table), sql.ref(column)]
  return sql<Row>`
    with recursive each as (
      (select ${name} as value, 1 as n from ${from} order by 1 limit 1)
      union all
      select (select ${name} from ${from} where ${name} > each.value order by 1 limit 1), n + 1 from each
      where each.value is not null and n < ${most}
    )
    select value, '' as label from each where value is not null`.execute(db)
}
