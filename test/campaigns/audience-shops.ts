import fc from 'fast-check'
import { sql } from 'kysely'
import type { Audience, Clause } from '../../src/campaigns/audience.ts'
import type { Database } from '../../src/database/connection.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { putProducts } from '../../src/shop/products.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { addViews } from '../../src/shop/views.ts'
import type { SmallShop } from './audience-naive.ts'

export const products = ['p1', 'p2', 'p3', 'gone']
export const categories = ['ants', 'sand']
const addresses = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test', 'f@x.test']
const hour = 3_600_000

/** Moments around the midnights of some zones, among them those of a change to summer time. */
const base = Date.UTC(2026, 2, 28, 12)
const moment = fc.oneof(
  fc.integer({ min: -40, max: 60 }).map((n) => base + n * hour),
  fc
    .constantFrom(-1, 0, 1)
    .chain((ms) =>
      fc
        .constantFrom('2026-03-28T23:00:00Z', '2026-03-29T00:00:00Z', '2026-03-29T22:00:00Z', '2026-03-29T04:00:00Z')
        .map((text) => Date.parse(text) + ms),
    ),
  fc.integer({ min: 0, max: 40 }).map((days) => Date.now() - days * 24 * hour - hour),
)

const one = <T>(values: readonly T[]) => fc.constantFrom(...values)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

export const smallShop: fc.Arbitrary<SmallShop> = fc
  .record({ users: fc.integer({ min: 1, max: 6 }), records: fc.integer({ min: 1, max: 5 }) })
  .chain(({ users, records }) => {
    const user = fc.integer({ min: 1, max: users })
    const record = fc.integer({ min: 1, max: records })
    const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number) => fc.array(arbitrary, { maxLength })
    return fc.record({
      users: fc.array(
        fc.record({
          email: one([...addresses, '']),
          country: one(['DE', 'us', '']),
          language: one(['de', 'de-AT', 'en', 'den']),
          registeredAt: moment,
          lastVisitAt: maybe(moment),
          classes: fc.uniqueArray(one(['gold', 'new'])),
        }),
        { minLength: users, maxLength: users },
      ),
      records: fc
        .tuple(
          fc.array(maybe(user), { minLength: records, maxLength: records }),
          fc.array(fc.integer({ min: 0, max: records }), { minLength: addresses.length, maxLength: addresses.length }),
        )
        .map(([owners, whose]) =>
          owners.map((owner, n) => ({ user: owner, addresses: addresses.filter((_, at) => whose[at] === n + 1) })),
        ),
      orders: few(
        fc.record({
          user: maybe(user),
          email: one([...addresses, '']),
          state: one(['shipped', 'Void', 'paid']),
          at: moment,
          currency: one(['EUR', 'USD']),
          total: fc.integer({ min: 0, max: 100 }),
          refunded: fc.integer({ min: 0, max: 120 }),
          products: few(one(products), 3),
        }),
        12,
      ),
      views: few(
        fc
          .record({ user, what: one([...products.slice(0, 3), ...categories]), at: moment })
          .map(({ user, what, at }) => ({
            ...{ user, at },
            product: categories.includes(what) ? null : what,
            category: categories.includes(what) ? what : null,
          })),
        12,
      ),
      categories: fc.record({
        p1: fc.uniqueArray(one(categories)),
        p2: fc.uniqueArray(one(categories)),
        p3: fc.uniqueArray(one(categories)),
      }),
      onList: fc.uniqueArray(
        fc.record({
          list: one(['news', 'deals']),
          address: one(addresses),
          user: maybe(user),
          state: one(['confirmed', 'unproven', 'pending', 'removed']),
        }),
        { maxLength: 6, selector: ({ list, address }) => `${list} ${address}` },
      ),
      certificates: few(fc.record({ record, good: fc.boolean() }), 4),
      issues: few(fc.record({ record, open: fc.boolean() }), 4),
      received: fc.uniqueArray(
        fc.record({
          campaign: one([1, 2]),
          address: one(addresses),
          state: one(['sent', 'skipped', 'uncertain', 'failed']),
        }),
        { maxLength: 6, selector: ({ campaign, address }) => `${campaign} ${address}` },
      ),
    })
  })

const when = fc.oneof(
  one(['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30']),
  moment.map((at) => new Date(at).toISOString()),
  fc.integer({ min: 0, max: 40 }).map((daysAgo) => ({ daysAgo })),
)
const period = fc.record(
  { from: when, to: when, zone: one(['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata']) },
  { requiredKeys: [] },
)
const what = fc.oneof(
  one(products).map((product) => ({ product })),
  one([...categories, 'none']).map((category) => ({ category })),
)
const during = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
  fc.tuple(arbitrary, period).map(([own, times]) => ({ ...own, ...times }))
const sums = fc.record({ least: fc.integer({ min: -20, max: 120 }), more: fc.integer({ min: 0, max: 120 }) })

export const anyClause: fc.Arbitrary<Clause> = fc.oneof(
  during(what).map((bought) => ({ bought })),
  during(what).map((viewed) => ({ viewed })),
  period.map((lastVisit) => ({ lastVisit })),
  period.map((registered) => ({ registered })),
  during(
    fc
      .tuple(sums, one(['EUR', 'USD']), one(['min', 'max', 'both', 'none']))
      .map(([{ least, more }, currency, side]) => ({
        currency,
        ...(['min', 'both'].includes(side) && { minMinor: least }),
        ...(['max', 'both'].includes(side) && { maxMinor: least + more }),
      })),
  ).map((spent) => ({ spent })),
  during(
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }), one(['min', 'max', 'both', 'none']))
      .map(([min, more, side]) => ({
        ...(['min', 'both'].includes(side) && { min }),
        ...(['max', 'both'].includes(side) && { max: min + more }),
      })),
  ).map((orders) => ({ orders })),
  one(['news', 'deals', 'none']).map((onList) => ({ onList })),
  one(['gold', 'Gold', 'new']).map((inClass) => ({ inClass })),
  fc.boolean().map((hasCertificate) => ({ hasCertificate })),
  one(['de', 'US', 'FR']).map((country) => ({ country })),
  one(['de', 'EN', 'de-at']).map((language) => ({ language })),
  fc.boolean().map((openIssue) => ({ openIssue })),
  one([1, 2, 3]).map((received) => ({ received })),
  fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }).map((people) => ({ people })),
)

export const anyAudience: fc.Arbitrary<Audience> = fc.letrec<{ tree: Audience; clause: Clause }>((tie) => ({
  clause: anyClause,
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('clause'),
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
})).tree

/** Writes the shop with the shop's own writers, into tables that are emptied first. */
export async function keepShop(db: Database, shop: SmallShop): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx) // the ledger lets nothing go
    await sql`truncate shop_users, shop_products, shop_orders, user_identifications, mailing_lists, gift_programs, campaigns
    restart identity cascade`.execute(tx)
    await sql`set local session_replication_role = default`.execute(tx)
    for (const [n, user] of shop.users.entries())
      await putShopUsers(tx, [
        {
          ...{ externalId: `u${n + 1}`, email: user.email, firstNames: 'Ann', lastName: 'Lee' },
          ...{ country: user.country, language: user.language, registeredAt: new Date(user.registeredAt ?? 0) },
          ...{ lastVisitAt: user.lastVisitAt === null ? undefined : new Date(user.lastVisitAt), classes: user.classes },
        },
      ])
    const known = Object.entries(shop.categories).map(([externalId, categories]) => ({
      ...{ externalId, categories, name: externalId, priceMinor: 1, currency: 'EUR' },
    }))
    await putProducts(tx, known)
    await putOrders(
      tx,
      shop.orders.map((order, n) => ({
        ...{
          externalId: `o${n}`,
          number: `A-${n}`,
          user: order.user ? `u${order.user}` : undefined,
          email: order.email,
        },
        ...{ state: order.state, placedAt: new Date(order.at), currency: order.currency, totalMinor: order.total },
        refundedMinor: order.refunded,
        lines: order.products.map((product) => ({ product, quantity: 1, amountMinor: 1 })),
      })),
    )
    await addViews(
      tx,
      shop.views.map(({ user, product, category, at }) => ({
        ...{ user: `u${user}`, at: new Date(at) },
        ...(product === null ? { category: category! } : { product }),
      })),
    )
    // A look is also a visit: the test speaks of each alone.
    for (const [n, { lastVisitAt }] of shop.users.entries())
      await sql`update shop_users set last_visit_at = ${lastVisitAt === null ? null : new Date(lastVisitAt)}
        where external_id = ${`u${n + 1}`}`.execute(tx)
    await keepPeople(tx, shop)
  })
}

async function keepPeople(db: Parameters<typeof putOrders>[0], shop: SmallShop) {
  for (const [n, { user, addresses }] of shop.records.entries()) {
    await sql`insert into user_identifications (shop_user_id) values (${user})`.execute(db)
    for (const [at, address] of addresses.entries())
      await sql`insert into user_identification_emails (address_key, address, user_identification_id, created_at)
        values (${address}, ${address}, ${n + 1}, now() + make_interval(secs => ${at}))`.execute(db)
  }
  await sql`insert into mailing_lists (slug, name) values ('news', 'News'), ('deals', 'Deals')`.execute(db)
  for (const { list, address, user, state } of shop.onList)
    await sql`insert into mailing_list_members (list_id, address_key, address, shop_user_id, state)
      select id, ${address}, ${address}, ${user}, ${state} from mailing_lists where slug = ${list}`.execute(db)
  await sql`insert into gift_programs (name, kind, currency, each_minor) values ('Spring', 'promotional', 'EUR', 100)`.execute(
    db,
  )
  for (const [n, { record, good }] of shop.certificates.entries())
    await sql`insert into gift_certificates (program_id, user_identification_id, kind, code_digest, code_sealed, last4,
        currency, initial_minor, balance_minor, status, expires_at)
      values (1, ${record}, 'promotional', int4send(${n}), '', '', 'EUR', 100, 100, 'active',
        now() + make_interval(days => ${good ? 1 : -1}))`.execute(db)
  for (const { record, open } of shop.issues)
    await sql`insert into issues (user_identification_id, closed_at)
      values (${record}, ${open ? null : new Date()})`.execute(db)
  await sql`insert into campaigns (name, subject, text, mailbox_id, basis, audience)
    select 'C', 'C', 'C', min(m.id), 'consent', '{}' from mailboxes m, generate_series(1, 2) n group by n`.execute(db)
  for (const { campaign, address, state } of shop.received)
    await sql`insert into campaign_recipients (campaign_id, address_key, address, domain, state)
      values (${campaign}, ${address}, ${address}, 'x.test', ${state})`.execute(db)
}
