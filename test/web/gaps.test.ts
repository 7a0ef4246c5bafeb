import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { deleteIssue } from '../../src/desk/delete-issue.ts'
import { addNote } from '../../src/desk/notes.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let browser: Browser
let cookie: string
const ana = { kind: 'rep', repId: 1 } as const

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  await addRep(desk.db, { name: 'Bela Termite', email: 'bela@shop.test', password, role: 'rep' })
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()

async function post(path: string, fields: Record<string, string>) {
  const answer = await desk.app.request(path, form(cookie, fields))
  return { status: answer.status, at: answer.headers.get('location') ?? '', html: await answer.text() }
}

describe('a rep’s own language', () => {
  test('goes before the browser’s, whose region it keeps, until it is left to the browser again', async () => {
    const headers = { cookie, 'accept-language': 'fr-FR,de-AT;q=0.5' }
    const read = async () => (await desk.app.request('/account', { headers })).text()
    expect(await read()).toContain('<html lang="fr"')
    expect((await post('/account/language', { language: 'de' })).at).toContain('said=kept')
    const german = await read()
    expect(german).toContain('<html lang="de"')
    expect(german).toMatch(/<option value="de"[^>]* selected[^>]*>Deutsch</)
    await post('/account/language', { language: 'xx' })
    expect(await read()).toContain('<html lang="fr"')
  })
})

describe('deleted issues', () => {
  test('stand on a page of their own and come back by one button', async () => {
    const { issueId } = await fileMail(desk.db, { subject: 'Thrown away' })
    const done = await desk.db.transaction().execute((tx) => deleteIssue(tx, ana, issueId))
    expect(await get('/settings/deleted')).toMatch(/Thrown away[\s\S]*Deleted by Ana Formica/)
    const { changeId } = done as { changeId: number }
    expect((await post(`/undo/${changeId}`, { back: '/settings/deleted' })).at).toMatch(/deleted\?said=undone/)
    expect(await get('/settings/deleted')).not.toContain('Thrown away')
    expect(await get('/issues')).toContain('Thrown away')
  })
})

describe('match proposals', () => {
  test('are answered in bulk, with one undo for all; who is two users at once is left', async () => {
    const people: number[] = []
    for (const n of [1, 2, 3]) people.push((await fileMail(desk.db, { from: `p${n}@example.test` })).personId)
    const { rows } = await sql<{
      id: number
    }>`insert into shop_users (external_id, email, first_names, last_name, registered_at)
      select 'u' || n, 'u' || n || '@example.test', 'User', n::text, now() from generate_series(1, 4) n returning id`.execute(
      desk.db,
    )
    const users = rows.map(({ id }) => id)
    const pairs = [0, 1, 2].map((n) => `${people[n]}-${users[n]}`).concat(`${people[2]}-${users[3]}`)
    for (const pair of pairs)
      await sql`insert into match_proposals (user_identification_id, shop_user_id, reasons)
        select split_part(${pair}, '-', 1)::int, split_part(${pair}, '-', 2)::int, '{name}'`.execute(desk.db)
    expect((await get('/people/proposals')).match(/name="pair"/g)).toHaveLength(4)
    expect((await post('/people/proposals', { deed: 'confirm' })).status).toBe(422)
    const body = new URLSearchParams({ deed: 'confirm' })
    for (const pair of pairs) body.append('pair', pair)
    const answer = await desk.app.request('/people/proposals', { ...form(cookie), body })
    const changeId = Number(/done=(\d+)/.exec(answer.headers.get('location') ?? '')?.[1])
    expect(await matched(people)).toEqual([users[0], users[1], null])
    expect(await get(`/people/proposals?done=${changeId}`)).toContain('2 customers matched.')
    await post(`/undo/${changeId}`, {})
    expect(await matched(people)).toEqual([null, null, null])
    await post('/people/proposals', { deed: 'dismiss', pair: pairs[0]! })
    expect(await get('/people/proposals')).not.toContain(`value="${pairs[0]}"`)
  })
})

async function matched(people: readonly number[]) {
  const rows = await desk.db
    .selectFrom('userIdentifications')
    .select('shopUserId')
    .where('id', 'in', people)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.shopUserId)
}

describe('a follow-up', () => {
  test('gets other words and another time where it stands', async () => {
    const { issueId } = await fileMail(desk.db, { subject: 'Promise' })
    const toDo = { dueAt: null, assigneeId: 1 }
    const added = await desk.db.transaction().execute((tx) => addNote(tx, ana, issueId, '', { text: 'Call', toDo }))
    const path = `/follow-ups/${(added as { actionId: number }).actionId}`
    expect((await post(path, { text: ' ', due: '', back: '/follow-ups' })).status).toBe(422)
    await post(path, { text: 'Call on Monday', due: '2030-01-07T09:00', back: '/follow-ups' })
    expect(await get('/follow-ups')).toMatch(/Call on Monday[\s\S]*2030-01-07T09:00/)
    expect(await get('/follow-ups')).toContain('For Ana Formica')
  })
})

describe('keys of one’s own', () => {
  test('are refused with the name of the deed that has them', async () => {
    const twice = await post('/account/keys', { next: 'k' })
    expect(twice.status).toBe(422)
    expect(twice.html).toContain('“Previous issue” has this key')
    expect((await post('/account/keys', { next: 'g' })).html).toContain('begins with this key')
    expect((await post('/account/keys', { next: 'abc' })).html).toContain('one sign, or two')
  })

  browserTest(
    'do what they were given to, also in the sheet, and the usual key no more',
    { timeout: 40_000 },
    async () => {
      const { url } = await served(desk)
      const { issueId } = await fileMail(desk.db, { subject: 'Own keys' })
      const page = await signedInPage(browser, url)
      await page.goto(`${url}/account/keys`)
      await page.getByLabel('Assign to me').fill('w')
      await page.getByLabel('Go to People').fill('h p')
      await page.getByRole('button', { name: 'Save the keys' }).click()
      await page.getByText('Usually m').waitFor()
      await page.goto(`${url}/issues/${issueId}`)
      await page.keyboard.press('?')
      await page.locator('#sheet[open] dt', { hasText: 'w' }).first().waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('w')
      await page.locator('#toasts').getByText('Assigned to Ana Formica.').waitFor()
      await page.keyboard.press('h')
      await page.keyboard.press('p')
      await page.waitForURL(/\/people$/)
      await page.goto(`${url}/account/keys`)
      await page.getByRole('button', { name: 'All usual keys again' }).click()
      await page.getByText('Usually m').waitFor({ state: 'detached' })
    },
  )
})

browserTest(
  'an @ in a note offers colleagues, and Enter takes the one that is meant',
  { timeout: 40_000 },
  async () => {
    const { url } = await served(desk)
    const { issueId } = await fileMail(desk.db, { subject: 'Mention' })
    const page = await signedInPage(browser, url)
    await page.goto(`${url}/issues/${issueId}`)
    await page.keyboard.press('n')
    await page.keyboard.type('Please look, @be')
    await page.locator('#mentions').getByText('Bela Termite').waitFor()
    await page.keyboard.press('Enter')
    expect(await page.inputValue('#composer textarea[name=text]')).toBe('Please look, @Bela Termite ')
    await page.keyboard.press('Control+Enter')
    await page.locator('#entries').getByText('@Bela Termite').last().waitFor()
    const told = await desk.db.selectFrom('notices').select('kind').where('repId', '=', 2).execute()
    expect(told).toMatchObject([{ kind: 'mentioned' }])
  },
)

browserTest('the numbers of the board move by themselves', { timeout: 40_000 }, async () => {
  const { url } = await served(desk)
  await fileMail(desk.db, { subject: 'Counted' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/`)
  const number = page.locator('#board-part-types tr', { hasText: 'Uncategorized' }).locator('td').first()
  const before = Number(await number.textContent())
  await fileMail(desk.db, { subject: 'Counted too' })
  await expect.poll(() => number.textContent(), { timeout: 15_000 }).toBe(String(before + 1))
})

browserTest(
  'the next issue is fetched ahead, which marks nothing, and shown without another request',
  { timeout: 40_000 },
  async () => {
    const { url } = await served(desk)
    const { issueId: next } = await fileMail(desk.db, { subject: 'Ahead' })
    const { issueId: first } = await fileMail(desk.db, { subject: 'Now' })
    const page = await signedInPage(browser, url)
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
    const fetched = page.waitForResponse((answer) => new URL(answer.url()).pathname === `/issues/${next}`)
    await page.goto(`${url}/issues/${first}`)
    await (await fetched).finished()
    expect(asked).not.toContain(`POST /issues/${next}/read`)
    await page.evaluate(() => new Promise(requestAnimationFrame))
    await page.keyboard.press('j')
    await page.locator(`#pane[data-issue="${next}"]`).waitFor()
    await expect.poll(() => asked).toContain(`POST /issues/${next}/read`)
    expect(asked.filter((line) => line === `GET /issues/${next}`)).toHaveLength(1)
  },
)
