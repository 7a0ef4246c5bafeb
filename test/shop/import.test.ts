import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsCsv } from '../../src/shop/faults-csv.ts'
import { guessDelimiter } from '../../src/shop/import-guess.ts'
import { keepImport } from '../../src/shop/import-keep.ts'
import { importShop } from '../../src/shop/import-path.ts'
import type { ImportPlan } from '../../src/shop/import-plan.ts'
import { runNextImport } from '../../src/shop/import-run.ts'
import { readMoney, timeReader } from '../../src/shop/import-values.ts'
import { cancelImport, findImport, listFaults, planImport } from '../../src/shop/imports.ts'
import { findOrder } from '../../src/shop/orders.ts'
import { findProduct } from '../../src/shop/products.ts'
import { spendOf } from '../../src/shop/spend.ts'
import { findShopUsers } from '../../src/shop/users.ts'
import { anApi } from '../api/support.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.stop())

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'shop')

async function kept(bytes: string | Uint8Array, name = 'file.csv') {
  async function* whole() {
    yield Buffer.from(bytes)
  }
  return keepImport(database.db, { name, repId: null, bytes: whole(), most: 25 << 20 })
}

/** Keeps, plans and runs; answers what the import says of itself, with its bad rows. */
async function imported(bytes: string | Uint8Array, changed: Partial<ImportPlan> = {}) {
  const { db } = database
  const done = await kept(bytes)
  if ('problem' in done) throw new Error(done.problem)
  const { plan } = (await findImport(db, done.id))!
  const planned = await db
    .transaction()
    .execute((tx) => planImport(tx, done.id, { plan: { ...plan, ...changed }, start: true }))
  if (typeof planned === 'object') throw new Error(planned.problem)
  await runNextImport(db)
  const faults = await listFaults(db, done.id, { after: 0, limit: 100 })
  return { ...(await findImport(db, done.id))!, faults: faults.map(({ id: _, ...fault }) => fault) }
}

const userOf = async (externalId: string) => (await findShopUsers(database.db, { externalId }))[0]

describe('a folder of shops’ exports', () => {
  it('comes in by one command, twice with the same outcome, and says what was bad', async () => {
    const { db } = database
    const said: string[] = []
    const wish = { zone: 'Europe/Berlin', say: (text: string) => void said.push(text) }
    const sums = () => sql`select count(*), sum(total_minor), sum(refunded_minor) from shop_orders`.execute(db)
    expect(await importShop(db, fixtures, wish)).toBe(true)
    const once = await sums()
    expect(await importShop(db, fixtures, wish)).toBe(true)
    expect((await sums()).rows).toEqual(once.rows)
    expect(said).toContain('shopify-orders.csv: 5 rows read, 3 orders written, 1 rows bad.')
    expect(said.find((line) => line.includes('"1.005"'))).toContain('row 6: total is no sum')
    expect(said.find((line) => line.includes('row 4: email'))).not.toContain('not an address')
  })

  it('of Shopify has customers, variants as products, lines of orders, refunds and zones', async () => {
    const { db } = database
    expect(await userOf('7001001')).toMatchObject({
      ...{ email: 'anna@demo-shop.example', firstNames: 'Anna', phone: '+442079460018', postalCode: 'EC1A 1BB' },
      ...{ country: 'GB', classes: ['trade', 'vip'], registeredAt: null },
    })
    expect(await userOf('7001002')).toMatchObject({ lastName: 'O"Demo' })
    expect(await findProduct(db, 'KET-B')).toMatchObject({ name: 'Demo Kettle', priceMinor: 3150 })
    expect((await findProduct(db, 'KET-B'))!.categories).toEqual(expect.arrayContaining(['Kitchen', 'Kettles', 'gift']))
    const order = (await findOrder(db, '#1001'))!
    expect(order).toMatchObject({ totalMinor: 9499, refundedMinor: 502, state: 'partially_refunded' })
    expect(order.placedAt.toISOString()).toBe('2026-01-05T08:59:30.000Z')
    expect(order.lines.map(({ product, amountMinor }) => [product, amountMinor])).toEqual([
      ['KET-R', 5998],
      ['KET-B', 3151],
    ])
    expect(order.shipping.addresses?.[0]?.lines).toContain('1 Demo Road')
    const anna = (await userOf('7001001'))!
    expect(await spendOf(db, { shopUserIds: [anna.id], emails: [] })).toMatchObject([{ spentMinor: 8997 }])
    // The cancelled one does not count; yen have no decimals.
    expect(await spendOf(db, { shopUserIds: [], emails: ['guest@demo-shop.example'] })).toMatchObject([
      { currency: 'JPY', orders: 1, spentMinor: 1200 },
    ])
  })

  it('of WooCommerce has users with roles, categories, packed lines and times of the shop’s zone', async () => {
    const { db } = database
    const carla = (await userOf('41'))!
    expect(carla).toMatchObject({ classes: ['customer', 'wholesale'], postalCode: '80331' })
    expect(carla.registeredAt!.toISOString()).toBe('2025-03-04T04:06:07.000Z')
    expect(await findProduct(db, '501')).toMatchObject({ sku: 'TEA-1', priceMinor: 1250 })
    const order = (await findOrder(db, '9001'))!
    expect(order).toMatchObject({ shopUserId: carla.id, totalMinor: 4200, refundedMinor: 200 })
    expect(order.placedAt.toISOString()).toBe('2026-03-29T10:00:00.000Z')
    expect(order.lines).toMatchObject([
      { product: '501', quantity: 2, amountMinor: 2500 },
      { product: '502', quantity: 1, amountMinor: 1250 },
    ])
    expect((await findOrder(db, '9002'))!.shopUserId).toBeNull()
  })
})

describe('a file of one’s own', () => {
  it('is understood by its columns, its marks and what it holds, and leaves alone what it has no column for', async () => {
    const first = await imported(
      '﻿Kundennummer;E-Mail;Vorname;Nachname;Telefon;Registered\r\nK1;kim@own.example;Kim;Own;0301234567;24.12.2025 18:30\r\n',
    )
    expect(first).toMatchObject({ state: 'done', written: 1, badRows: 0 })
    expect(first.plan).toMatchObject({ kind: 'users', delimiter: ';', dates: 'dmy' })
    expect((await userOf('K1'))!.registeredAt!.toISOString()).toBe('2025-12-24T18:30:00.000Z')
    await imported('id,email\nK1,new@own.example\n')
    expect(await userOf('K1')).toMatchObject({ email: 'new@own.example', firstNames: 'Kim', phone: '0301234567' })
    // The same head again is read as it was mapped before.
    const done = await kept('id,email\nK1,x@own.example\n')
    expect('id' in done && (await findImport(database.db, done.id))!.plan.kind).toBe('users')
  })

  it('brings views and members of lists, and names users and products that nobody told of', async () => {
    const { db } = database
    const views = await imported(
      'user,product,at\nK1,501,2026-04-01T10:00:00Z\nK1,no such,2026-04-01\nnobody,501,2026-04-01\nK1,501,\n',
    )
    expect(views).toMatchObject({ written: 1, badRows: 3 })
    expect(views.faults.map(({ row, field }) => [row, field])).toEqual(
      [
        [3, 'product'],
        [4, 'user'],
        [5, 'at'],
      ].sort() as never,
    )
    await sql`insert into mailing_lists (slug, name) values ('news', 'News')`.execute(db)
    const members = await imported(
      'email,source,wording,consented_at\nkim@own.example,checkout,Yes please,2026-01-01 10:00\nlou@own.example,,,\n',
      { list: 'news' },
    )
    expect(members).toMatchObject({ written: 2, badRows: 0, plan: { kind: 'members' } })
    const { rows } = await sql`select address, state from mailing_list_members order by 1`.execute(db)
    expect(rows).toEqual([
      { address: 'kim@own.example', state: 'confirmed' },
      { address: 'lou@own.example', state: 'unproven' },
    ])
  })

  it('confirms members of a list that asks twice where the file says that they were asked twice', async () => {
    const { db } = database
    await sql`insert into mailing_lists (slug, name, double_opt_in) values ('twice', 'Twice', true)`.execute(db)
    await imported(
      'email,opt-in type,opt-in time\nmia@own.example,Double Opt-In,2026-01-01 10:00\nned@own.example,form,2026-01-01 10:00\n',
      { list: 'twice' },
    )
    const { rows } = await sql`select m.address, m.state from mailing_list_members m
      join mailing_lists l on l.id = m.list_id where l.slug = 'twice' order by 1`.execute(db)
    expect(rows).toEqual([
      { address: 'mia@own.example', state: 'confirmed' },
      { address: 'ned@own.example', state: 'pending' },
    ])
  })

  it('can be stopped while it waits, and an incomplete mapping does not start', async () => {
    const { db } = database
    const done = await kept('id,email\nZ1,z@own.example\n')
    const id = 'id' in done ? done.id : 0
    const { plan } = (await findImport(db, id))!
    const empty = { ...plan, columns: ['', ''] }
    const start = (plan: ImportPlan) => db.transaction().execute((tx) => planImport(tx, id, { plan, start: true }))
    expect(await start(empty)).toHaveProperty('problem')
    expect(await start(plan)).toBe('saved')
    expect(await db.transaction().execute((tx) => cancelImport(tx, id))).toBe(true)
    expect(await runNextImport(db)).toBeUndefined()
    expect(await findImport(db, id)).toMatchObject({ state: 'cancelled', written: 0 })
    expect(await userOf('Z1')).toBeUndefined()
  })
})

describe('a hostile file', () => {
  it('in UTF-16, Latin letters of Windows, or with NULs, is read as what it says', async () => {
    const text = 'id,email,lastName\nU1,u1@own.example,Müller\n'
    expect(await imported(Buffer.from(`﻿${text}`, 'utf16le'))).toMatchObject({
      written: 1,
      plan: { charset: 'utf-16le' },
    })
    expect(await userOf('U1')).toMatchObject({ lastName: 'Müller' })
    const latin = Buffer.from(text.replace('U1', 'U2'), 'latin1')
    expect(await imported(latin)).toMatchObject({ written: 1, plan: { charset: 'windows-1252' } })
    expect(await userOf('U2')).toMatchObject({ lastName: 'Müller' })
    expect(await imported('id,email,lastName\nU\u00003,u3@own.example,A\u0000B\n')).toMatchObject({ written: 1 })
    expect(await userOf('U3')).toMatchObject({ lastName: 'AB' })
  })

  it('has every bad row named, and takes the others', async () => {
    const rows = [
      'id,email,lastName',
      `L1,l1@own.example,${'x'.repeat(1 << 20)}`,
      'L2,nonsense,A',
      'L3,l3@own.example,B,too,many',
    ]
    const done = await imported(
      [...rows, 'L4,l4@own.example,"B"x', 'L5,l5@own.example,C', 'L6,l6@own.example,"open', 'L7,l7@own.example,D'].join(
        '\n',
      ),
    )
    expect(done.faults.map(({ row, field }) => `${row} ${field}`)).toEqual(['2 lastName', '3 email', '4 ', '7 '])
    expect(done.faults.at(-1)!.why).toContain('never closed')
    expect(done).toMatchObject({ written: 2, badRows: 4 })
    expect(await userOf('L4')).toMatchObject({ lastName: '"B"x' })
    expect(await userOf('L5')).toBeDefined()
    expect(await userOf('L7')).toBeUndefined()
  })

  it('without columns, or of wrong delimiters, is refused or shown as one column', async () => {
    expect(await kept('')).toHaveProperty('problem')
    expect(await kept('\n\n')).toHaveProperty('problem')
    expect(await kept(`${'a,'.repeat(600)}\n`)).toHaveProperty('problem')
    expect(guessDelimiter('a;b;c\n"x,y";2;3\n')).toBe(';')
    expect(guessDelimiter('a\tb\n1,5\t2\n')).toBe('\t')
    await expect(imported('id;email\nW1;w@own.example\n', { delimiter: ',', columns: [''] })).rejects.toThrow(
      'No column is',
    )
  })

  it('leaves no formula in the report of its bad rows', () => {
    const csv = faultsCsv([{ row: 2, field: 'total', why: 'is no sum', value: '=HYPERLINK("http://x")' }])
    expect(csv).toBe(`2,total,is no sum,"'=HYPERLINK(""http://x"")"\r\n`)
  })
})

describe('values', () => {
  it.each([
    ['1,234.50', 2, '.', 123450],
    ['1.234,50 €', 2, ',', 123450],
    ['EUR 12', 2, '.', 1200],
    ['-0.10', 2, '.', -10],
    ['(5.00)', 2, '.', -500],
    ['1200', 0, '.', 1200],
    ['1.2345', 3, '.', undefined],
    ['1.2340', 3, '.', 1234],
    ['12,34.5', 2, '.', undefined],
    ['99999999999999999', 2, '.', undefined],
    ['1e5', 2, '.', undefined],
    ['', 2, '.', undefined],
  ] as const)('%s of %i decimals is %s %s', (text, digits, mark, minor) => {
    expect(readMoney(text, digits, mark)).toBe(minor)
  })

  it('times are of their own zone, else of the plan’s, also across summer time', () => {
    const read = timeReader({ dates: 'mdy', zone: 'America/New_York' })
    expect(read('07/04/2026 3:30 PM')?.toISOString()).toBe('2026-07-04T19:30:00.000Z')
    expect(read('2026-01-04')?.toISOString()).toBe('2026-01-04T05:00:00.000Z')
    expect(read('2026-01-04T00:00:00+02:00')?.toISOString()).toBe('2026-01-03T22:00:00.000Z')
    for (const wrong of ['2026-02-30', '13/13/2026', 'yesterday', '0000-01-01', '2026-01-01 25:00'])
      expect(read(wrong)).toBeUndefined()
  })
})

describe('the API of imports', () => {
  it('takes a CSV with its mapping, once for one key, and shows the job to its end', async () => {
    const { db } = database
    const { send } = await anApi(db, { role: 'data_entry' })
    const mapping = encodeURIComponent(JSON.stringify({ kind: 'users', columns: { Nr: 'id', Mail: 'email' } }))
    const post = (body: string, type = 'text/csv') =>
      send('POST', `/shop/import?mapping=${mapping}`, body, { 'Content-Type': type, 'Idempotency-Key': 'one' })
    const csv = 'Nr,Mail\nA1,a1@own.example\nA2,bad\n'
    const first = await post(csv)
    expect(first.status).toBe(201)
    const { id } = first.body
    expect((await post(csv)).body.id).toBe(id)
    expect((await post('x', 'text/plain')).status).toBe(415)
    expect((await send('POST', '/shop/import', 'a,b\n1,2\n', { 'Content-Type': 'text/csv' })).status).toBe(422)
    await runNextImport(db)
    expect((await send('GET', `/shop/imports/${id}`)).body).toMatchObject({
      state: 'done',
      written: 1,
      badRows: 1,
      faults: [{ row: 3, field: 'email' }],
    })
    expect((await send('GET', '/shop/imports/999999')).status).toBe(404)
    expect((await send('POST', `/shop/imports/${id}/cancel`)).status).toBe(409)
  })
})

it('a file given to the command that nobody can read is named', async () => {
  const file = join(tmpdir(), `nonsense-${process.pid}.csv`)
  await writeFile(file, 'foo,bar\n1,2\n')
  const said: string[] = []
  expect(await importShop(database.db, file, { say: (text) => void said.push(text) })).toBe(false)
  expect(said.join()).toContain('/shop/import/')
})
