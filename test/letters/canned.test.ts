import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../src/database/connection.ts'
import { findCanned, getCanned } from '../../src/desk/canned.ts'
import { cannedVersions, restoreCanned } from '../../src/desk/canned-history.ts'
import { changeCanned, fillCanned, insertIntoLetter, makeCanned } from '../../src/letters/canned.ts'
import { checkLetter } from '../../src/letters/checks.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { keepUploads } from '../../src/mail/attachments.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { putOrders } from '../../src/shop/orders.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'
import { deskWith } from './desk.ts'

let database: TestDatabase
let rosa: number
let issueId: number
const act = <T>(deed: (tx: Tx) => Promise<T>) => database.db.transaction().execute(deed)
const as = (repId: number, admin = false) => ({ actor: { kind: 'rep', repId } as const, admin })

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  await ensureFirstMailbox(db, 'support@shop.test')
  rosa = await aRep(db, 'Rosa Rep', 'rosa@desk.test')
  issueId = await anIssue(db, { personId: await aPerson(db, 'maria@customer.test', '{{rep.email}} Lopez') })
  const lines = [{ product: 'farm', name: 'Ant farm', quantity: 2, amountMinor: 1900 }]
  const order = { externalId: 'o1', number: 'A-7', state: 'shipped', placedAt: new Date('2026-03-12'), currency: 'EUR' }
  await act((tx) => putOrders(tx, [{ ...order, totalMinor: 3800, lines }]))
})
afterAll(() => database.stop())

/** One with a title of its own, unless the test names it. */
async function made(wish: Parameters<typeof makeCanned>[2] = {}, writer = as(rosa)) {
  const done = await act((tx) => makeCanned(tx, writer, { title: `Text ${Math.random()}`, body: 'Hello', ...wish }))
  if (typeof done === 'string' || 'problem' in done) throw new Error(JSON.stringify(done))
  return (await getCanned(database.db, writer.actor.repId, done.id))!
}

describe('a response', () => {
  it('is filled in from the issue, the order in its own language, the rep and the shop', async () => {
    const body =
      'Dear {{ person.last_name }}, {{ order.items }} of {{ order.placed_on }}: {{ order.total }}. {{ rep.first_name }}, {{ shop.name }}'
    const response = await made({ body, language: 'fr' })
    const id = await anIssue(database.db, { personId: await aPerson(database.db, undefined, 'Ann Lee') })
    await database.db.updateTable('issues').set({ orderId: 'A-7' }).where('id', '=', id).execute()
    const filled = await fillCanned(database.db, response, { issueId: id, repId: rosa })
    expect(filled).toEqual({ text: expect.any(String), missing: [] })
    expect((filled as { text: string }).text.replace(/[\u00a0\u202f]/g, ' ')).toBe(
      'Dear Lee, 2 × Ant farm of 12 mars 2026: 38,00 €. Rosa, shop.test',
    )
  })

  it('never takes a value for a template', async () => {
    const response = await made({ body: 'Dear {{ person.name }}' })
    const about = { issueId, repId: rosa }
    expect(await fillCanned(database.db, response, about)).toEqual({ text: 'Dear {{rep.email}} Lopez', missing: [] })
    const draft = { ...about, subject: 'x', text: 'Dear {{rep.email}} Lopez', attachmentIds: [], alsoIssues: [] }
    expect(await checkLetter(database.db, draft, deskWith(undefined))).toEqual([])
  })

  it('asks for what is missing and takes what is given as data', async () => {
    const response = await made({ body: '{{ order.number }} {{ ask["Which day?"] }} {{ certificate.code }}' })
    const about = { issueId, repId: rosa }
    const first = await fillCanned(database.db, response, about)
    expect(first).toMatchObject({
      text: expect.stringContaining('{{ order.number }}'),
      missing: [
        { name: 'order.number', example: 'A-1042', asked: true },
        { name: "ask['Which day?']", asked: true },
        { name: 'certificate.code', asked: false },
      ],
    })
    const given = {
      'order.number': '{{ rep.email }}',
      "ask['Which day?']": 'Monday',
      'certificate.code': 'SECRET',
      __proto__: 'x',
    }
    const filled = await fillCanned(database.db, response, about, given)
    expect(filled).toMatchObject({ text: '{{ rep.email }} Monday {{ certificate.code }}' })
  })

  it.each([
    [
      { body: '\n{{ person.frist_name }}' },
      /no variable person.frist_name: take one of person.name, person.first_name/,
    ],
    [{ body: 'a\nb {{ person.name' }, /^Line 2: .* is not closed/],
    [{ body: '' }, /Write what/],
    [{ title: ' ' }, /title/],
    [{ language: 'Klingon!' }, /no language/],
  ])('that cannot be is refused with the remedy: %j', async (wish, problem) => {
    const done = await act((tx) => makeCanned(tx, as(rosa), { title: 'A', body: 'b', ...wish }))
    expect(done).toMatchObject({ problem: expect.stringMatching(problem) })
  })

  it('brings copies of its files along, and counts its uses', async () => {
    const file = { filename: 'map.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') }
    const attachmentIds = await act((tx) => keepUploads(tx, rosa, [file]))
    const response = await made({ attachmentIds })
    expect(response.files).toMatchObject([{ filename: 'map.pdf', size: 4 }])
    for (const n of [1, 2]) {
      const inserted = await act((tx) => insertIntoLetter(tx, response, { issueId, repId: rosa }))
      expect(inserted).toMatchObject({ text: 'Hello', attachmentIds: [expect.any(Number)] })
      expect((await getCanned(database.db, rosa, response.id))!.uses).toBe(n)
    }
  })
})

describe('what belongs to whom', () => {
  it('own responses are seen and changed by their owner alone, shared ones changed by admins', async () => {
    const olga = await aRep(database.db, 'Olga')
    const own = await made()
    expect(await getCanned(database.db, olga, own.id)).toBeUndefined()
    const change = (id: number, writer: ReturnType<typeof as>) =>
      act((tx) => changeCanned(tx, writer, id, { body: `by ${writer.actor.repId}` }))
    expect(await change(own.id, as(olga, true))).toBe('not found')
    const shared = await made({ shared: true }, as(olga, true))
    expect(await change(shared.id, as(rosa))).toBe('not yours')
    expect(await change(shared.id, as(rosa, true))).toMatchObject({ changeId: expect.any(Number) })
    expect(await act((tx) => makeCanned(tx, as(rosa), { title: 'S', body: 'b', shared: true }))).toBe('not yours')
  })

  it('a title stands once among what is shared and once among what is one’s own', async () => {
    await made({ title: 'Late parcel' })
    await made({ title: 'Late parcel', language: 'fr' })
    await made({ title: 'Late parcel', shared: true }, as(rosa, true))
    const again = await act((tx) => makeCanned(tx, as(rosa), { title: 'late  PARCEL', body: 'b' }))
    expect(again).toMatchObject({ problem: expect.stringContaining('already') })
  })
})

it('every change is in the history, can be undone and restored', async () => {
  const { id } = await made({ title: 'Before', body: 'one' })
  const change = (wish: object) => act((tx) => changeCanned(tx, as(rosa), id, wish)) as Promise<{ changeId: number }>
  await change({ body: 'two' })
  const { changeId } = await change({ body: 'three', title: 'After' })
  expect(await act((tx) => changeCanned(tx, as(rosa), id, { body: 'x', version: 1 }))).toBe('stale')
  const versions = await cannedVersions(database.db, id)
  expect(versions.map(({ values, rep }) => [values.body, rep])).toEqual([
    ['three', 'Rosa Rep'],
    ['two', 'Rosa Rep'],
    ['one', 'Rosa Rep'],
  ])
  await act((tx) => restoreCanned(tx, as(rosa), id, versions[2]!.changeId))
  expect(await getCanned(database.db, rosa, id)).toMatchObject({ title: 'Before', body: 'one' })
  expect(await act((tx) => undoAnything(tx, as(rosa).actor, changeId))).toMatchObject({ conflict: expect.any(String) })
  const gone = await change({ deleted: true })
  expect(await getCanned(database.db, rosa, id)).toBeUndefined()
  expect(await act((tx) => undoAnything(tx, as(rosa).actor, gone.changeId))).toMatchObject({
    changeId: expect.any(Number),
  })
  expect(await getCanned(database.db, rosa, id)).toMatchObject({ body: 'one' })
})

it('responses are found by words of title, folder and body, the best title first', async () => {
  const mia = await aRep(database.db, 'Mia')
  await made({ title: 'Zebra', body: 'we refund 100% of shipping' }, as(mia))
  await made({ title: 'Our refund rules', body: 'x' }, as(mia))
  await made({ title: 'Refund shipping', folder: 'Money', body: 'x' }, as(mia))
  const find = async (q: string) =>
    (await findCanned(database.db, mia, { q, whose: 'own' }, { limit: 9 })).map((c) => c.title)
  expect(await find('refund')).toEqual(['Refund shipping', 'Our refund rules', 'Zebra'])
  expect(await find('shipping refund')).toEqual(['Refund shipping', 'Zebra'])
  expect(await find('money')).toEqual(['Refund shipping'])
  expect(await find('100%')).toEqual(['Zebra'])
  expect(await find('')).toHaveLength(3)
})

it('variables that nobody filled in stop the letter where they stand', async () => {
  const text = 'Dear {{ person.name }}, `{{ sic }}` {% if x %} and {{'
  const draft = { issueId, repId: rosa, subject: '{{ order.number }}', text, attachmentIds: [], alsoIssues: [] }
  const found = await checkLetter(database.db, draft, deskWith(undefined))
  const places = found
    .filter(({ kind }) => kind === 'variable')
    .map(({ where, stop }) => [where!.field, where!.start, stop])
  expect(places).toEqual([
    ['subject', 0, true],
    ['text', 5, true],
    ['text', text.indexOf('{%'), true],
    ['text', text.length - 2, true],
  ])
})
