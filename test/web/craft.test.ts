import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { conversation } from '../../src/desk/conversation.ts'
import { getIssue } from '../../src/desk/issues.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, password, served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  await addRep(desk.db, { name: 'Bela Termite', email: 'bela@shop.test', password, role: 'rep' })
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

const slow = { timeout: 40_000 }

browserTest('five issues are sorted by keyboard alone, and one undo brings the last back', slow, async () => {
  const { url } = await served(desk)
  const ids: number[] = []
  for (let n = 0; n < 6; n++) ids.unshift((await fileMail(desk.db, { subject: `Triage ${n}` })).issueId)
  const page = await signedInPage(browser, url)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  for (const id of ids.slice(0, 5)) {
    await page.waitForURL(new RegExp(`/issues/${id}\\b`))
    await page.locator(`#pane[data-issue="${id}"]`).waitFor()
    await page.keyboard.press('e')
  }
  await page.locator(`#pane[data-issue="${ids[5]}"]`).waitFor()
  expect(await statuses(ids)).toEqual(['closed', 'closed', 'closed', 'closed', 'closed', 'open'])
  expect(await page.locator('.row', { hasText: 'Triage 1' }).count()).toBe(0)
  await page.keyboard.press('z')
  await page.waitForURL(new RegExp(`/issues/${ids[4]}\\b`))
  expect((await statuses(ids)).slice(3)).toEqual(['closed', 'open', 'open'])
})

async function statuses(ids: readonly number[]) {
  return Promise.all(ids.map(async (id) => (await getIssue(desk.db, id))?.status))
}

browserTest('two reps at one issue see each other look, write and leave', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Shared' })
  const ana = await signedInPage(browser, url)
  const bela = await belaPage(url)
  await ana.goto(`${url}/issues/${issueId}`)
  await bela.goto(`${url}/issues/${issueId}`)
  await bela.locator('#issue-head').getByText('Ana Formica is looking at this').waitFor()
  await ana.locator('#issue-head').getByText('Bela Termite is looking at this').waitFor()
  await bela.fill('#composer textarea', 'I have this')
  await ana.locator('#issue-head').getByText('Bela Termite is replying').waitFor()
  expect(await ana.locator(`#row-${issueId} .present-mark.typing`).count()).toBe(1)
  await bela.goto(`${url}/people`)
  await ana.locator('#issue-head .present-mark').waitFor({ state: 'detached' })
})

browserTest('a letter that is stale is refused, and nothing typed is lost', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Stale' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('#composer textarea').fill('My long answer')
  await fileMail(desk.db, { issueId, text: 'Never mind, I found it.' })
  await page.getByRole('button', { name: '1 new message' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Send anyway' }).waitFor()
  expect(await page.inputValue('#composer textarea')).toBe('My long answer')
  expect((await conversation(desk.db, issueId)).length).toBe(2)
  await page.getByRole('button', { name: 'Send anyway' }).click()
  await page.getByText(/Sending in/).waitFor()
})

browserTest('a marked sentence becomes an issue by one key, marked where it came from', slow, async () => {
  const { url } = await served(desk)
  const text = 'The sand is wet. Where is my order? The queen is fine.'
  const { issueId } = await fileMail(desk.db, { subject: 'Two matters', text })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('#composer textarea').fill('Half an answer')
  await page.locator('h1').click()
  await page.evaluate(() => {
    const words = document.querySelector('.mail-text div')!.firstChild!
    document.getSelection()!.setBaseAndExtent(words, 17, words, 35)
  })
  await page.locator('#from-selection').waitFor()
  await page.keyboard.press('i')
  const mark = page.locator('a.excerpt', { hasText: 'Where is my order?' })
  await mark.waitFor()
  expect(await page.inputValue('#composer textarea')).toBe('Half an answer')
  await mark.click()
  await page.locator('mark.excerpt', { hasText: 'Where is my order?' }).waitFor()
  expect(await page.locator('h1').textContent()).toBe('Where is my order?')
})

browserTest('ten tabs share one connection, and all hear of new mail', slow, async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  const streams = new Set<object>()
  const ended = (request: object) => streams.delete(request)
  page
    .context()
    .on('request', (request) => new URL(request.url()).pathname.endsWith('/events') && streams.add(request))
    .on('requestfailed', ended)
    .on('requestfinished', ended)
  const tabs: Page[] = []
  for (let n = 0; n < 9; n++) tabs.push(await page.context().newPage())
  await Promise.all(tabs.map((tab) => tab.goto(`${url}/issues`)))
  await page.reload()
  await expect.poll(() => streams.size, { timeout: 15_000 }).toBe(1)
  await fileMail(desk.db, { subject: 'For all ten' })
  await Promise.all([page, ...tabs].map((tab) => tab.getByText('For all ten').waitFor()))
})

browserTest('the palette does what the page can, finds issues, and single keys can be turned off', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Findable honey' })
  const page = await signedInPage(browser, url)
  await page.keyboard.press('Control+k')
  await page.keyboard.type(`#${issueId}`)
  await page.keyboard.press('Enter') // before anything is found
  await page.locator(`#pane[data-issue="${issueId}"]`).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('assign to me')
  await page.keyboard.press('Enter')
  await page.getByText('Assigned to Ana Formica.').waitFor()
  await page.goto(`${url}/shortcuts`)
  await page.getByRole('button', { name: 'Turn single keys off' }).click()
  await page.getByRole('button', { name: 'Turn single keys on' }).waitFor()
  await page.goto(`${url}/issues/${issueId}`)
  await page.keyboard.press('e')
  await page.keyboard.press('Control+k')
  await page.locator('#palette[open]').waitFor()
  expect(await getIssue(desk.db, issueId)).toMatchObject({ status: 'open' })
  await page.goto(`${url}/shortcuts`)
  await page.getByRole('button', { name: 'Turn single keys on' }).click()
  await page.getByRole('button', { name: 'Turn single keys off' }).waitFor()
})

browserTest('what is typed before the page has its script is done when it has', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Slow net' })
  const page = await signedInPage(browser, url)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/\/assets\/app\.\w+\.js/, (route) => held.then(() => route.continue()))
  await page.goto(`${url}/issues/${issueId}`, { waitUntil: 'commit' })
  await page.locator(`#pane[data-issue="${issueId}"]`).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('assign to me')
  await page.keyboard.press('Enter')
  letGo()
  await page.getByText('Assigned to Ana Formica.').waitFor()
  expect(await getIssue(desk.db, issueId)).toMatchObject({ assignee: { name: 'Ana Formica' } })
})

browserTest('a live update while an answer is on its way takes neither its words nor its undo', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Overtaken' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.route('**/assignee', async (route) => {
    const answer = await route.fetch()
    await page.locator('#issue-head .assignee-name', { hasText: 'Ana Formica' }).waitFor()
    await route.fulfill({ response: answer })
  })
  await page.keyboard.press('m')
  await page.locator('#toasts').getByText('Assigned to Ana Formica.').waitFor()
  await page.locator('#toasts').getByRole('button', { name: 'Undo' }).waitFor()
})

async function belaPage(url: string): Promise<Page> {
  const context = await browser.newContext()
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(`${url}/sign-in?next=%2Fissues`)
  await page.fill('#email', 'bela@shop.test')
  await page.fill('#password', password)
  await page.click('button.primary')
  await page.waitForURL(/\/issues/)
  return page
}
