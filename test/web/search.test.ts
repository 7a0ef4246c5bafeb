import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { lexemesOf, searchVector } from '../../src/mail/lexemes.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { cookieOf, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()

async function mail(text: string, subject = 'About <i>my</i> farm') {
  const filed = await fileMail(desk.db, { text, subject })
  const search = searchVector(lexemesOf(`${subject} Maria maria@example.test ${text}`))
  await desk.db.updateTable('emails').set({ search }).where('id', '=', filed.emailId).execute()
  return filed.issueId
}

test('hits are marked, and nothing of a mail or a query becomes HTML', async () => {
  await mail('a <script>alert(1)</script> & the wombat <b>runs</b>')
  const page = await get(`/search?q=${encodeURIComponent('wombat -"<img src=x>"')}`)
  expect(page).toContain('<mark class="found">wombat</mark>')
  expect(page).toContain('a &lt;script&gt;alert(1)&lt;/script&gt; &amp; the ')
  expect(page).toContain('value="wombat -&quot;&lt;img src=x&gt;&quot;"')
  expect(page).not.toMatch(/<script>alert|<b>runs|<img src=x/)
})

test('a hit opens its issue at the entry, with the words marked there', async () => {
  const issueId = await mail('the platypus leaks')
  const link = /href="(\/issues\/[^"]+)"/.exec(await get('/search?q=platypus'))![1]!.replaceAll('&amp;', '&')
  expect(link).toMatch(new RegExp(`^/issues/${issueId}\\?find=platypus&open=(\\d+)#entry-\\1$`))
  const page = await get(link)
  expect(page).toContain('the <mark class="found">platypus</mark> leaks')
  expect(page).toContain(`id="${link.split('#')[1]}"`)
})

test('what was not understood is said, and the grammar stands beside it', async () => {
  const page = await get('/search?q=form:ada')
  expect(page).toContain('Not understood, and not looked for: form:ada')
  expect(page).toContain('<code>before:2026-03-01</code>')
})

test("the list's own box reads the same grammar", async () => {
  const issueId = await mail('an echidna')
  await mail('another echidna of another day', 'Second')
  expect(await get(`/issues?q=${encodeURIComponent(`echidna issue:${issueId}`)}`)).toContain(`id="row-${issueId}"`)
  expect((await get('/issues?q=echidna+-subject:second')).match(/class="row /g)).toHaveLength(1)
})

browserTest('the slash leads to the box on every page, and operators are offered while typing', async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  for (const path of ['/issues', '/people', '/mail']) {
    await page.goto(url + path)
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.closest("form").action')).toBe(`${url}/search`)
  }
  await page.keyboard.type('wombat fr')
  await page.getByRole('option', { name: 'from:' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('maria')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\?q=wombat\+from%3Amaria/)
  expect(await page.locator('mark.found').first().textContent()).toMatch(/maria|wombat/i)
})
