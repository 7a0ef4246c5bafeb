import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedSearch } from '../../src/desk/search-feed.ts'
import { lexemesOf, searchVector } from '../../src/mail/lexemes.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { aRep } from '../support/desk.ts'
import { fileMail } from '../web/mail.ts'
import { type Api, anApi } from './support.ts'

let database: TestDatabase
let api: Api

beforeAll(async () => {
  database = await cloneDatabase()
  api = await anApi(database.db)
  await aRep(database.db)
})
afterAll(() => database.stop())

type Hit = {
  kind: string
  id: number
  issue: { id: number } | null
  excerpt: { text: string; marks: [number, number][] }
  actionId: number | null
  at: string
}
const find = async (q: string, more = '') => {
  const { status, body } = await api.send('GET', `/search?q=${encodeURIComponent(q)}${more}`)
  expect(status).toBe(200)
  return body as { items: Hit[]; next: string | null; unknown: string[]; short: boolean }
}
const issuesFound = async (q: string) =>
  (await find(q)).items.filter(({ kind }) => kind === 'mail').map(({ issue }) => issue!.id)

async function mail(facts: Parameters<typeof fileMail>[1] & object, files: readonly string[] = []) {
  const { subject = '', text = '', name = 'Maria Formica', from = 'maria@example.test' } = facts
  const filed = await fileMail(database.db, { ...facts, subject, text, name, from })
  const lexemes = lexemesOf([subject, name, from, ...files, text].join(' '))
  await database.db
    .updateTable('emails')
    .set({ search: searchVector(lexemes) })
    .where('id', '=', filed.emailId)
    .execute()
  for (const filename of files)
    await sql`insert into attachments (email_id, filename, content_type, size, sha256)
      select ${filed.emailId}, ${filename}, 'application/pdf', 1, raw_sha256 from deliveries limit 1`.execute(
      database.db,
    )
  return filed
}

test('a mail is found by a word, by a part of one, by a number and by a part of that', async () => {
  const { issueId } = await mail({ text: 'My terrarium from invoice 88417226 leaks.' })
  await feedSearch(database.db)
  for (const q of ['terrarium', 'TERRARIUM', 'errari', '88417226', '1722'])
    expect(await issuesFound(q), q).toEqual([issueId])
  expect(await issuesFound('terrarium -leaks')).toEqual([])
})

test('any script is found, by part too, with and without accents', async () => {
  const ids = []
  for (const text of [
    '荷物が割れていました',
    'Посылка пришла разбитая',
    'La fête était gâchée',
    'โถแตกแล้ว',
    'الطرد مكسور',
  ])
    ids.push((await mail({ text })).issueId)
  await feedSearch(database.db)
  const wanted = [['割れて', '物'], ['разбит', 'посылка'], ['fete', 'gâch', 'gachee'], ['แตก'], ['مكسور', 'كسو']]
  for (const [i, queries] of wanted.entries())
    for (const q of queries) expect(await issuesFound(q), q).toEqual([ids[i]])
})

test('a phrase wants its words in their order, across line ends and punctuation', async () => {
  const { issueId } = await mail({ text: 'the glass\nant, farm broke' })
  await mail({ text: 'the farm of an ant and a glass' })
  expect(await issuesFound('"ant farm broke"')).toEqual([issueId])
  expect(await issuesFound('"farm ant"')).toEqual([])
})

test('hits come newest first and by keyset, each with its place and its words marked', async () => {
  const made = []
  for (let n = 0; n < 5; n++)
    made.push(await mail({ text: `zebra number ${n}`, at: new Date(Date.UTC(2026, 0, 1 + n)) }))
  const first = await find('zebra', '&limit=2')
  const second = await find('zebra', `&limit=2&cursor=${first.next}`)
  const third = await find('zebra', `&limit=2&cursor=${second.next}`)
  const seen = [first, second, third].flatMap(({ items }) => items.map(({ issue }) => issue!.id))
  expect(seen).toEqual(made.map(({ issueId }) => issueId).reverse())
  expect(third.next).toBeNull()
  const [hit] = first.items
  expect(hit!.excerpt.marks.map(([start, end]) => hit!.excerpt.text.slice(start, end))).toEqual(['zebra'])
  expect(hit!.actionId).toBeGreaterThan(0)
})

test('operators narrow: from, subject, person, issue, order, type, is, has, filename, before and after', async () => {
  const facts = {
    subject: 'Quokka refund',
    text: 'quokka please',
    from: 'otto@quokka.example',
    name: 'Otto Quokka',
    at: new Date('2025-05-05'),
  }
  const { issueId, personId } = await mail(facts, ['Receipt May.pdf'])
  await mail({ subject: 'Other', text: 'quokka again', at: new Date('2025-06-06') })
  await sql`update issues set order_id = 'QK-77', closed_at = now() where id = ${issueId}`.execute(database.db)
  await database.db.insertInto('issueTypes').values({ issueId, type: 'Billing' }).execute()
  const narrow = [
    'from:otto',
    'from:quokka.example',
    'subject:refund',
    `person:${personId}`,
    'person:Otto',
    `issue:${issueId}`,
    'order:qk-77',
    'tag:billing',
    'is:closed',
    '-is:open',
    'has:attachment',
    'filename:receipt',
    'before:2025-06',
    'after:2025-05 before:2025-05-06',
  ]
  for (const q of narrow) expect(await issuesFound(`quokka ${q}`), q).toEqual([issueId])
  expect(await issuesFound('receipt')).toEqual([issueId])
  expect(await issuesFound(`order:QK-77`)).toEqual([issueId])
  expect(await issuesFound('quokka -has:attachment is:open')).toHaveLength(1)
})

test('an operator that nobody knows is said', async () => {
  expect((await find('form:otto is:blue')).unknown).toEqual(['form:otto', 'is:blue'])
})

test('notes are found at once and by parts; so are customers, issue numbers and orders', async () => {
  const { issueId, personId } = await mail({ text: 'hello', from: 'wilma@example.test', name: 'Wilma Yak' })
  await api.send('POST', `/issues/${issueId}/notes`, { text: 'She rang about the <b>xylophone</b>' })
  const fresh = (await find('xylophone')).items
  expect(fresh.map(({ kind }) => kind)).toEqual(['note'])
  await feedSearch(database.db)
  expect((await find('ylopho')).items.map(({ kind, issue }) => [kind, issue!.id])).toEqual([['note', issueId]])
  expect((await find('Wilma')).items).toContainEqual(expect.objectContaining({ kind: 'person', id: personId }))
  expect((await find(`#${issueId}`)).items[0]).toMatchObject({ kind: 'issue', id: issueId })
  await api.send('PUT', '/shop/orders/1', {
    email: 'wilma@example.test',
    number: 'YK-1',
    state: 'paid',
    placedAt: '2026-01-01T00:00:00Z',
    currency: 'EUR',
    totalMinor: 1,
    lines: [],
  })
  expect((await find('yk-1')).items.map(({ kind }) => kind)).toContain('order')
})

test('hostile queries answer, and quickly', async () => {
  for (const q of [
    "' | !",
    '\\',
    '%_%',
    '"',
    '((',
    ':*',
    "'a':*",
    'a'.repeat(300),
    '割'.repeat(150),
    'from:% to:_ subject:\\',
    '-',
  ])
    await find(q)
  expect((await api.send('GET', '/search?q=kettle&cursor=nonsense')).status).toBe(422)
})
