import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { askByLetter } from '../../src/letters/csat-letters.ts'
import { letterBytes } from '../../src/letters/letters.ts'
import { reply } from '../../src/letters/reply.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let admin: string
let people = 0

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  admin = await cookieOf(desk)
  return () => made.stop()
})

async function asks(way: string, choices = '3') {
  const fields = { 'way-1': way, 'choices-1': choices, 'question-1': 'How did we do?', 'quietDays-1': '30' }
  return desk.app.request('/settings/csat/1', form(admin, fields))
}

/** A person's mail, answered and closed by Ana. */
async function closed(facts: { automatic?: boolean; issueId?: number } = {}) {
  people += 1
  const { issueId } = await fileMail(desk.db, { from: `p${people}@example.test`, ...facts })
  if (facts.automatic)
    await sql`update emails set automatic = 'a list' where interaction_id in
    (select interaction_id from actions where issue_id = ${issueId})`.execute(desk.db)
  const parts = { secrets: desk.parts.secrets, config: desk.config }
  const actor = { kind: 'rep', repId: 1 } as const
  const input = { text: 'All is well.', to: [`p${people}@example.test`], close: true }
  const result = await desk.db.transaction().execute((tx) => reply(tx, parts, actor, issueId, input))
  if (result === 'not found' || !('letterId' in result)) throw new Error(JSON.stringify(result))
  return { issueId, letterId: result.letterId, raw: plainOf(await letterBytes(desk.db, result.letterId)) }
}

const plainOf = (raw: Buffer | undefined) => raw!.toString().replace(/=\r\n/g, '').replace(/=3D/g, '=')
const linkIn = (raw: string) => /csat\/(s[\w.]+)\?score=3/.exec(raw)?.[1]
const answers = () => desk.db.selectFrom('csatAnswers').selectAll().orderBy('questionId', 'desc').execute()
const stranger = (fields: Record<string, string>) => form('', fields)

test('nothing is asked until a mailbox is set to ask', async () => {
  expect(linkIn((await closed()).raw)).toBeUndefined()
  expect((await asks('sideways')).status).toBe(422)
  expect((await asks('line')).status).toBe(303)
})

test('the letter that closes asks; looking at its link counts nothing, a post counts once and may be changed', async () => {
  const { issueId, raw, letterId } = await closed()
  const token = linkIn(raw)!
  const { text } = await desk.db
    .selectFrom('letters')
    .select('text')
    .where('id', '=', letterId)
    .executeTakeFirstOrThrow()
  expect(text).toBe('All is well.')
  for (const method of ['GET', 'HEAD']) await desk.app.request(`/csat/${token}?score=3`, { method })
  expect(await answers()).toEqual([])
  const page = await desk.app.request(`/csat/${token}?score=3`)
  expect(page.status).toBe(200)
  expect(await page.text()).toMatch(/value="3" class="button chosen"/)
  const said = await desk.app.request(`/csat/${token}`, stranger({ score: '3', comment: 'Quick\u0000 & kind' }))
  expect(said.status).toBe(303)
  expect(await answers()).toMatchObject([{ issueId, repId: 1, score: 3, choices: 3, comment: 'Quick & kind' }])
  await desk.app.request(`/csat/${token}`, stranger({ score: '1', comment: '' }))
  expect(await answers()).toMatchObject([{ score: 1, comment: '' }])
  await desk.app.request(`/csat/${token}`, stranger({ score: '2', comment: 'So <b>it</b> goes' }))
  const issue = await (await desk.app.request(`/issues/${issueId}`, { headers: { cookie: admin } })).text()
  expect(issue).toContain('The customer says: So-so')
  expect(issue).toContain('So &lt;b&gt;it&lt;/b&gt; goes')
})

test('an answer is not taken with a wrong score, from a foreign page, by a forged link or after seven days', async () => {
  const token = linkIn((await closed()).raw)!
  const before = (await answers()).length
  const post = (path: string, score: string) => desk.app.request(path, stranger({ score }))
  for (const score of ['0', '4', '1.5', 'x', '']) expect((await post(`/csat/${token}`, score)).status).toBe(422)
  const foreign = {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ score: '1' }),
  }
  expect((await desk.app.request(`/csat/${token}`, foreign)).status).toBe(403)
  const forged = token.replace(/.$/, (c) => (c === '0' ? '1' : '0'))
  expect((await post(`/csat/${forged}`, '1')).status).toBe(404)
  expect(await answers()).toHaveLength(before)
  await post(`/csat/${token}`, '3')
  await sql`update csat_answers set at = now() - interval '8 days'`.execute(desk.db)
  expect((await post(`/csat/${token}`, '1')).status).toBe(410)
  expect((await answers())[0]).toMatchObject({ score: 3 })
})

test('nobody is asked twice in the quiet days, nor where a program wrote, a sender is blocked or a program opened it', async () => {
  const { issueId } = await closed()
  people -= 1
  await desk.db.updateTable('issues').set({ closedAt: null }).where('id', '=', issueId).execute()
  expect(linkIn((await closed({ issueId })).raw)).toBeUndefined()
  expect(linkIn((await closed({ automatic: true })).raw)).toBeUndefined()
  people += 1
  const { issueId: byProgram } = await fileMail(desk.db, { from: `p${people}@example.test` })
  await desk.db.updateTable('issues').set({ origin: 'automatic' }).where('id', '=', byProgram).execute()
  people -= 1
  expect(linkIn((await closed({ issueId: byProgram })).raw)).toBeUndefined()
  const sender = `p${people + 1}@example.test`
  await desk.db.insertInto('senderRules').values({ sender, verdict: 'block', repId: null }).execute()
  expect(linkIn((await closed()).raw)).toBeUndefined()
})

test('a mailbox may ask by a letter of its own, ten minutes after closing and once', async () => {
  await asks('letter', '5')
  const { issueId, raw } = await closed()
  expect(linkIn(raw)).toBeUndefined()
  const parts = { secrets: desk.parts.secrets, config: desk.config }
  await askByLetter(desk.db, parts)
  const asked = () => desk.db.selectFrom('csatQuestions').selectAll().where('issueId', '=', issueId).execute()
  expect(await asked()).toEqual([])
  await sql`update issues set closed_at = now() - interval '11 minutes' where id = ${issueId}`.execute(desk.db)
  await askByLetter(desk.db, parts)
  await askByLetter(desk.db, parts)
  const questions = await asked()
  expect(questions).toMatchObject([{ repId: 1, choices: 5, letterId: expect.any(Number) }])
  const letter = plainOf(await letterBytes(desk.db, questions[0]!.letterId!))
  expect(letter).toContain('Auto-Submitted: auto-generated')
  expect(letter.match(/csat\/s[\w.]+\?score=\d/g)!.length).toBeGreaterThanOrEqual(5)
  const issue = await desk.db
    .selectFrom('issues')
    .select('closedAt')
    .where('id', '=', issueId)
    .executeTakeFirstOrThrow()
  expect(issue.closedAt).not.toBeNull()
})

test('answers and settings are read and set by the API, and a change of settings is undone', async () => {
  const made = (await createApiKey(desk.db, { name: 'csat', role: 'admin' })) as { key: string }
  const api = createApi({ db: desk.db, config: desk.config, secrets: desk.parts.secrets, log: desk.parts.log })
  const send = async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${made.key}`, 'Content-Type': 'application/json' }
    const answer = await api.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return { status: answer.status, body: await answer.json() }
  }
  const all = await send('GET', '/csat-answers?limit=1')
  expect(all.body.items).toMatchObject([{ score: 3, rep: { name: 'Ana Formica' } }])
  expect(all.body.next).toEqual(expect.any(String))
  const { issueId } = all.body.items[0]
  expect((await send('GET', `/issues/${issueId}/csat`)).body.items).toHaveLength(1)
  const wish = { way: 'line', choices: 2, question: 'Happy?', quietDays: 7 }
  const set = await send('PUT', '/mailboxes/1/csat', wish)
  expect(set.body).toMatchObject(wish)
  expect((await send('PUT', '/mailboxes/1/csat', { ...wish, choices: 4 })).status).toBe(422)
  expect((await send('POST', `/undo/${set.body.changeId}`)).status).toBe(200)
  expect((await send('GET', '/mailboxes/1/csat')).body).toMatchObject({ way: 'letter', choices: 5 })
})

test('a template of automatic e-mail is previewed, tested, changed and restored on its pages', async () => {
  const get = async (path: string) => (await desk.app.request(path, { headers: { cookie: admin } })).text()
  expect(await get('/settings/automatic')).toContain('Order shipped')
  const preview = await get('/settings/automatic/3?v.system_url=https%3A%2F%2Fshop.test%2Fbasket')
  expect(preview).toContain('Your basket waits for you at https://shop.test/basket where')
  expect(await get('/settings/automatic/3')).toContain('No value yet: system_url')
  const tested = await desk.app.request('/settings/automatic/3/test', form(admin, { 'v.system_url': 'x' }))
  expect(await tested.text()).toContain('The relay did not take it.')
  const fields = {
    slug: 'delayed-credit-denied',
    title: 'Denied',
    subject: 'Your order',
    text: 'Try again.',
    version: '1',
  }
  const wrong = await desk.app.request('/settings/automatic/3', form(admin, { ...fields, text: '{% if x %}' }))
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('{% if x %}')
  const saved = await desk.app.request('/settings/automatic/3', form(admin, { ...fields, active: 'yes' }))
  expect(await get(saved.headers.get('location')!)).toContain('/undo/')
  expect((await desk.app.request('/settings/automatic/3', form(admin, fields))).status).toBe(409)
  expect(await get('/settings/automatic/3/versions')).toContain('<ins>Try again.</ins>')
  await desk.app.request('/settings/automatic/3/versions/1', form(admin))
  expect(await get('/settings/automatic/3')).toContain('We are sorry')
})
