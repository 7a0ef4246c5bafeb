import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Speller, startSpeller } from '../../src/letters/speller.ts'
import { createApp } from '../../src/web/app.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let browser: Browser
let speller: Speller

beforeAll(async () => {
  speller = startSpeller({ deadline: 60_000, suggest: 20_000 })
  const made = await testDesk()
  const parts = { ...made.parts, speller }
  desk = { ...made, parts, app: createApp(parts) }
  browser = await launch()
  return async () => {
    await browser.close()
    await speller.stop()
    await made.stop()
  }
})

const marks = '.spelling-mirror mark'

browserTest('misspellings are marked in place and settled by keyboard alone', { timeout: 60_000 }, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db)
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.keyboard.press('r')
  const field = page.locator('#composer textarea[name=text]')
  await field.pressSequentially('Thnak, we recieved the Zorbo and the Zorbo and teh Quxly, thank you. ')
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 6, marks)
  expect(await page.locator(marks).allTextContents()).toEqual(['Thnak', 'recieved', 'Zorbo', 'Zorbo', 'teh', 'Quxly'])
  const caret = () => field.evaluate((one: HTMLTextAreaElement) => one.selectionStart)
  expect(await caret()).toBe((await field.inputValue()).length)
  expect(await page.textContent('[data-spelling-said]')).toBe('6 misspellings')

  // From the end the next one is the first.
  await page.keyboard.press('F7')
  expect(
    await field.evaluate((one: HTMLTextAreaElement) => one.value.slice(one.selectionStart, one.selectionEnd)),
  ).toBe('Thnak')
  await page.waitForFunction(() => document.activeElement?.closest('[data-meant]'))
  await page.locator('.spelling-menu [data-meant] button', { hasText: /^Thank/ }).focus()
  await page.keyboard.press('Enter')
  expect(await field.inputValue()).toContain('Thank, we')
  expect(await page.textContent('[data-spelling-said]')).toContain('“Thnak” is now “Thank”')
  await page.keyboard.press('Alt+.')
  await page.waitForFunction(() => document.activeElement?.closest('[data-meant]'))
  await page.keyboard.press('1')
  expect(await field.inputValue()).toContain('we received the')

  // One Zorbo once, then the other, which ignores the word; then teaching, with its undo.
  await page.keyboard.press('F7')
  await page.keyboard.press('i')
  await page.keyboard.press('F7')
  await page.keyboard.press('l')
  expect(await page.inputValue('[data-spelling-ignored]')).toBe('Zorbo')
  await page.keyboard.press('F7')
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.keyboard.press('F7')
  await page.keyboard.press('t')
  const taught = () =>
    desk.db.selectFrom('spellingWords').select(['word', 'taughtBy']).where('removedAt', 'is', null).execute()
  await expect.poll(taught).toEqual([{ word: 'Quxly', taughtBy: 1 }])
  await page.locator('[data-spelling-undo]').press('Enter')
  await expect.poll(taught).toEqual([])
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 2, marks)
  expect(await page.locator(marks).allTextContents()).toEqual(['teh', 'Quxly'])

  // Typing in front moves the marks along, and never the cursor.
  await field.press('Control+Home')
  await field.pressSequentially('Dear Ana, ')
  expect(await page.locator(marks).allTextContents()).toEqual(['teh', 'Quxly'])
  expect(await caret()).toBe('Dear Ana, '.length)
  await page.selectOption('.spelling select', 'fr')
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length > 5, marks)
})

const reply = (cookie: string, issueId: number, fields: Record<string, string>) =>
  desk.app.request(
    `/issues/${issueId}/replies`,
    form(cookie, { mode: 'reply', deed: 'send', to: 'maria@example.test', seen: '99', ...fields }),
  )

test('without script the words stand there with what was meant, are corrected, read once more and sent', async () => {
  const { issueId } = await fileMail(desk.db)
  const cookie = await cookieOf(desk)
  const first = await reply(cookie, issueId, { text: 'We recieved your farm and the Zorbo.' })
  expect(first.status).toBe(422)
  const page = await first.text()
  expect(page).toContain('<select name="fix.3.recieved"')
  expect(page).toContain('<option value="received">')
  expect(page).toContain('Zorbo')
  const again = await reply(cookie, issueId, {
    ...{ text: 'We recieved your farm and the Zorbo.', anyway: '1' },
    ...{ 'fix.3.recieved': 'relieved', 'own.3.recieved': 'received', 'fix.30.Zorbo': 'Robot' },
  })
  expect(again.status).toBe(422)
  const reread = await again.text()
  expect(reread).toContain('We received your farm and the Robot.')
  expect(reread).toContain('2 words were corrected')
  const sent = await reply(cookie, issueId, { text: 'We received your farm and the Robot.', anyway: '1' })
  expect(sent.status).toBe(303)
  const asIs = await reply(cookie, issueId, { text: 'Yes, teh Zorbo.', anyway: '1' })
  expect(asIs.status).toBe(303)
})

test('the page says what languages cost, installs, teaches, prunes, for admins alone; each with an undo', async () => {
  const cookie = await cookieOf(desk)
  const read = async () => (await desk.app.request('/settings/spelling', { headers: { cookie } })).text()
  expect(await read()).toMatch(/French[\s\S]*28 MB/)
  const post = (path: string, fields: Record<string, string>) =>
    desk.app.request(`/settings/spelling/${path}`, form(cookie, fields))
  expect((await post('words', { word: 'Antdorf' })).status).toBe(303)
  expect(await read()).toMatch(/Antdorf[\s\S]*Taught by Ana Formica/)
  expect((await post('words', { word: 'two words' })).status).toBe(422)
  const { id } = await desk.db
    .selectFrom('spellingWords')
    .select('id')
    .where('word', '=', 'Antdorf')
    .executeTakeFirstOrThrow()
  const pruned = await post(`words/${id}/prune`, {})
  expect(await read()).not.toContain('Antdorf')
  const done = Number(new URL(pruned.headers.get('location')!, 'http://x').searchParams.get('done'))
  expect((await desk.app.request(`/undo/${done}`, form(cookie))).status).toBe(303)
  expect(await read()).toContain('Antdorf')
  const upload = (aff: string, dic: string) => {
    const data = new FormData()
    data.set('language', 'de')
    data.set('aff', new File([aff], 'de.aff'))
    data.set('dic', new File([dic], 'de.dic'))
    return desk.app.request('/settings/spelling/dictionaries', { ...form(cookie), body: data })
  }
  const bad = await upload('\0\0', '\0')
  expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining('no dictionary that can be used')])
  expect((await upload('SET UTF-8\n', '2\nund\nbau\n')).status).toBe(303)
  expect(await read()).toMatch(/German[\s\S]*2 words, installed by Ana Formica/)
  const chosen = new URLSearchParams([
    ['enabled', 'de'],
    ['enabled', 'en'],
    ['usual', 'de'],
  ])
  const saved = await desk.app.request('/settings/spelling/languages', { ...form(cookie), body: chosen })
  expect(saved.status).toBe(303)
  const checked = await desk.app.request('/spelling/check', form(cookie, { text: 'und bauu' }))
  expect(await checked.json()).toEqual({
    language: 'de',
    languages: [
      ['de', 'German'],
      ['en', 'English'],
    ],
    misspellings: [{ word: 'bauu', offset: 4 }],
  })
  expect((await post('dictionaries/remove', { language: 'de' })).status).toBe(303)
  const history = await desk.app.request('/settings/history?kind=spelling', { headers: { cookie } })
  expect(await history.text()).toMatch(/Spelling[\s\S]*Antdorf/)
  await addRep(desk.db, { name: 'Bo', email: 'bo@shop.test', password })
  const rep = await cookieOf(desk, 'bo@shop.test')
  expect((await desk.app.request(`/settings/spelling/words/${id}/prune`, form(rep))).status).toBe(403)
  expect((await desk.app.request('/spelling/words', form(rep, { word: 'Bobo' }))).status).toBe(200)
})
