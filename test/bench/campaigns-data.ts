import { sql } from 'kysely'
import type { Database } from '../../src/database/connection.ts'

/** People in all; of five, four are registered users of the shop. */
export type Shop = Readonly<{ people: number }>

export const shopOf = ({ people }: Shop) => ({
  users: people * 0.8,
  strangers: people * 0.2,
  known: people * 0.4,
  orders: people * 2,
  lines: people * 5,
  views: people * 10,
  products: Math.max(200, people / 40),
  categories: 60,
  issues: people / 2,
})

/**
 * Fills a migrated, empty desk with a shop: few products sell much and few people buy much, a tenth of the orders are
 * guests', and views, visits and orders crowd towards today. The same numbers make the same shop.
 */
export async function fillShop(db: Database, scale: Shop, say: (line: string) => void): Promise<void> {
  await db.connection().execute(async (one) => {
    await sql`set session_replication_role = replica`.execute(one)
    await sql`set statement_timeout = 0`.execute(one)
    await sql`set maintenance_work_mem = '256MB'`.execute(one)
    await chance.execute(one)
    for (const [what, statement] of Object.entries(statements(scale))) {
      await statement.execute(one)
      say(`  ${what}`)
    }
    await sql`set session_replication_role = default`.execute(one)
    await sql`vacuum (analyze)`.execute(one)
  })
}

/** From 0 to 1, always the same for a number and a salt. */
const chance = sql`create function pg_temp.chance(n bigint, salt bigint) returns float8 immutable parallel safe language sql
  return (hashint8extended(n, salt) & 2147483647) / 2147483648.0`

/** From 1 to `most`; small ones much more often. */
const skewed = (n: string, salt: number, most: number) =>
  sql.raw(`(1 + floor(${most} * power(pg_temp.chance(${n}, ${salt}), 3)))::int`)
const even = (n: string, salt: number, most: number) =>
  sql.raw(`(1 + floor(${most} * pg_temp.chance(${n}, ${salt})))::int`)
const lately = (n: string, salt: number, days: number) =>
  sql.raw(`(now() - make_interval(secs => 86400.0 * ${days} * power(pg_temp.chance(${n}, ${salt}), 2)))`)
const series = (count: number) => sql`generate_series(1, ${sql.lit(Math.round(count))}::int) n`

function statements(scale: Shop) {
  return { ...people(shopOf(scale)), ...trade(shopOf(scale)), ...letters(shopOf(scale)) }
}

type Counts = ReturnType<typeof shopOf>

function people({ users, strangers, known, issues }: Counts) {
  return {
    users: sql`insert into shop_users (external_id, email, email_key, first_names, last_name, country, language,
        registered_at, last_visit_at, match_due)
      select 'u' || n, 'u' || n || '@buyer.test', 'u' || n || '@buyer.test', 'Ann' || n % 97, 'Lee' || n % 991,
        (array['US','DE','FR','GB','IT','ES','NL','AT'])[${skewed('n', 1, 8)}],
        (array['en','de','fr','it','es','de-AT','nl','en-GB'])[${skewed('n', 2, 8)}],
        ${lately('n', 3, 1800)}, case when pg_temp.chance(n, 4) < 0.9 then ${lately('n', 5, 720)} end, false
      from ${series(users)}`,
    classes: sql`insert into shop_user_classes select n, 'class ' || ${skewed('n', 6, 10)} from ${series(users)}
      where pg_temp.chance(n, 7) < 0.5`,
    records: sql`insert into user_identifications (first_names, last_name, shop_user_id)
      select 'Ann' || n % 97, 'Lee' || n % 991, case when n <= ${sql.lit(known)} then n * 2 end
      from ${series(known + strangers)}`,
    addresses: sql`insert into user_identification_emails (address_key, address, user_identification_id)
      select a, a, n from (select n, case when n <= ${sql.lit(known)} and n % 5 > 0 then 'u' || n * 2 || '@buyer.test'
        else 'p' || n || '@person.test' end as a from ${series(known + strangers)}) x`,
    issues: sql`insert into issues (user_identification_id, subject, closed_at)
      select ${even('n', 8, known + strangers)}, 'Ants', case when pg_temp.chance(n, 9) > 0.04 then now() end
      from ${series(issues)}`,
  }
}

function trade({ users, strangers, known, orders, lines, views, products, categories }: Counts) {
  return {
    products: sql`insert into shop_products (external_id, name) select 'p' || n, 'Product ' || n from ${series(products)}`,
    categories: sql`insert into shop_product_categories select n, 'category ' || ${even('n', 10, categories)}
      from ${series(products)} union select n, 'category ' || ${even('n', 11, categories)} from ${series(products / 2)}`,
    orders: sql`insert into shop_orders (external_id, number, shop_user_id, email, email_key, state, placed_at, currency,
        total_minor, refunded_minor)
      select 'o' || n, 'A-' || n, case when guest is null then ${skewed('n', 12, users)} end, coalesce(guest, ''),
        coalesce(guest, ''), (array['shipped','authorized','confirmed','returned','void'])[${skewed('n', 13, 5)}],
        ${lately('n', 14, 1500)}, case when pg_temp.chance(n, 15) < 0.8 then 'USD' else 'EUR' end,
        500 + ${skewed('n', 16, 40_000)}, case when pg_temp.chance(n, 17) < 0.05 then 500 else 0 end
      from (select n, case when pg_temp.chance(n, 18) < 0.06
            then 'p' || ${sql.lit(known)} + ${even('n', 19, strangers)} || '@person.test'
          when pg_temp.chance(n, 18) < 0.1 then 'u' || ${even('n', 20, users)} || '@buyer.test' end as guest
        from ${series(orders)}) o`,
    counted: sql`update shop_orders set counted = false where state = 'void'`,
    sums: sql`insert into customer_stats
      select shop_user_id, currency, count(*), sum(total_minor), sum(refunded_minor), min(placed_at), max(placed_at)
      from shop_orders where counted and shop_user_id is not null group by 1, 2`,
    guests: sql`insert into guest_stats
      select email_key, currency, count(*), sum(total_minor), sum(refunded_minor), min(placed_at), max(placed_at)
      from shop_orders where counted and shop_user_id is null and email_key <> '' group by 1, 2`,
    lines: sql`insert into shop_order_lines (order_id, position, product_id, product, quantity, amount_minor)
      select ${even('n', 21, orders)}, row_number() over (partition by ${even('n', 21, orders)}), p, 'p' || p, 1, 900
      from (select n, ${skewed('n', 22, products)} as p from ${series(lines)}) l`,
    views: sql`insert into shop_views (shop_user_id, product_id, category, at)
      select ${skewed('n', 23, users)}, case when n % 5 > 0 then ${skewed('n', 24, products)} end,
        case when n % 5 = 0 then 'category ' || ${even('n', 25, categories)} end, ${lately('n', 26, 720)}
      from ${series(views)} on conflict do nothing`,
  }
}

function letters({ users, known }: Counts) {
  return {
    mailbox: sql`insert into mailboxes (address, address_key) values ('shop@shop.example', 'shop@shop.example')`,
    lists: sql`insert into mailing_lists (slug, name) select 'list-' || n, 'List ' || n from generate_series(1, 5) n`,
    members: sql`insert into mailing_list_members (list_id, address_key, address, shop_user_id, state)
      select l, 'u' || n || '@buyer.test', 'u' || n || '@buyer.test', n,
        case when pg_temp.chance(n, 27) < 0.9 then 'confirmed' else 'removed' end
      from ${series(users)}, generate_series(1, 5) l where pg_temp.chance(n * 8 + l, 28) < 0.7 / l`,
    program: sql`insert into gift_programs (name, kind, currency, each_minor) values ('Spring', 'promotional', 'USD', 1000)`,
    certificates: sql`insert into gift_certificates (program_id, user_identification_id, kind, code_digest, code_sealed,
        last4, currency, initial_minor, balance_minor, status, expires_at)
      select 1, ${even('n', 29, known)}, 'promotional', int4send(n), '', '', 'USD', 1000, 1000, 'active',
        now() + make_interval(days => n % 400 - 100) from ${series(users / 8)}`,
    campaigns: sql`insert into campaigns (name, subject, text, mailbox_id, basis, audience, state)
      select 'Campaign ' || n, 'Ants', 'Ants', (select min(id) from mailboxes), 'consent', '{"all":[]}', 'finished'
      from generate_series(1, 3) n`,
    recipients: sql`insert into campaign_recipients (campaign_id, address_key, address, domain, shop_user_id, state)
      select c, 'u' || n || '@buyer.test', 'u' || n || '@buyer.test', 'buyer.test', n, 'sent'
      from ${series(users)}, generate_series(1, 3) c where pg_temp.chance(n * 8 + c, 30) < 0.6 / (c * c)`,
  }
}
