import { sql } from 'kysely'
import type { Browser } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { movedChannel } from '../../src/campaigns/flusher.ts'
import { notify } from '../../src/database/listen.ts'
import { issueTouched } from '../../src/desk/notices.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

browserTest('the first mail appears in the open, empty inbox by itself', async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  await page.getByText('Send a test mail').waitFor()
  await fileMail(desk.db, { subject: 'Hello from Maria' })
  await page.getByText('Hello from Maria').waitFor()
  expect(await page.locator('.rail-link', { hasText: 'Open' }).locator('.count').textContent()).toBe('1')
})

browserTest('a new mail joins the open conversation and leaves composer, caret and draft alone', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Draft test' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('textarea[name=text]').fill('Half a sentence')
  await page.locator('textarea[name=text]').press('ArrowLeft')
  await fileMail(desk.db, { issueId, text: 'One more thing from Maria' })
  await page.getByText('One more thing from Maria').last().waitFor()
  const composer = () =>
    page.evaluate(() => [
      document.activeElement?.getAttribute('name'),
      (document.activeElement as HTMLTextAreaElement).selectionStart,
    ])
  expect(await composer()).toEqual(['text', 14])
  await page.reload()
  await expect.poll(() => page.inputValue('textarea[name=text]')).toBe('Half a sentence')
})

browserTest('a draft that was saved while its page was made anew stands there', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Draft in between' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  const made = await (await page.request.get(`${url}/issues/${issueId}`)).text()
  await page.locator('textarea[name=text]').fill('Half a sentence')
  await page.waitForFunction(() => Object.keys(sessionStorage).some((name) => name.startsWith('draft ')))
  await page.goto(`${url}/`)
  await page.route(`**/issues/${issueId}`, (route) => route.fulfill({ body: made, contentType: 'text/html' }))
  await page.goto(`${url}/issues/${issueId}`)
  await expect.poll(() => page.inputValue('textarea[name=text]')).toBe('Half a sentence')
  expect(await page.locator('.draft-conflict').count()).toBe(0)
})

browserTest('a row under the pointer stays where it is, the new one waits behind a button', async () => {
  const { url } = await served(desk)
  await fileMail(desk.db, { subject: 'Under the pointer' })
  const page = await signedInPage(browser, url)
  await page.locator('.row').first().hover()
  await fileMail(desk.db, { subject: 'Came meanwhile' })
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await page.locator('.row .subject').first().textContent()).toBe('Under the pointer')
  await page.getByRole('button', { name: '1 new' }).click()
  await page.getByText('Came meanwhile').waitFor()
  expect(await page.locator('.row .subject').first().textContent()).toBe('Came meanwhile')
})

browserTest('the main job goes by keyboard alone', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'By keyboard' })
  const page = await signedInPage(browser, url)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/issues/${issueId}`))
  await page.locator('#composer').waitFor()
  await page.keyboard.press('m')
  await page.getByText('Assigned to Ana Formica.').waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('On its way.')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Sending in \d+ s/).waitFor()
  expect(await page.inputValue('textarea[name=text]')).toBe('')
  await page.keyboard.press('z')
  await page.getByText('The letter is not sent.').waitFor()
  expect(await page.inputValue('textarea[name=text]')).toBe('On its way.')
  await page.keyboard.press('e')
  await page.getByText('Closed.', { exact: true }).waitFor()
  await page.keyboard.press('?')
  await page.locator('#sheet[open]').getByText('Next issue').waitFor()
})

browserTest('a draft survives a refused reply and goes when it was taken', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Refused' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.route('**/replies*', (route) => route.abort())
  await page.fill('textarea[name=text]', 'Precious words')
  await Promise.all([
    page.waitForEvent('requestfailed', (one) => one.url().includes('/replies')),
    page.click('button[value=send]'),
  ])
  await page.unroute('**/replies*')
  await page.goto(`${url}/issues/${issueId}`)
  await expect.poll(() => page.inputValue('textarea[name=text]'), { timeout: 8000 }).toBe('Precious words')
  await page.click('button[value=send]')
  await page.getByText(/Sending in/).waitFor()
  await page.goto(`${url}/issues/${issueId}`)
  expect(await page.inputValue('textarea[name=text]')).toBe('')
})

browserTest('a second open tab hears of new mail through the first one', async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  const second = await page.context().newPage()
  await second.goto(`${url}/issues`)
  await fileMail(desk.db, { subject: 'For both tabs' })
  await second.getByText('For both tabs').waitFor()
  await page.getByText('For both tabs').waitFor()
})

browserTest('without script a rep reads, answers, takes back, assigns, closes and signs out', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'No script', text: 'New words\n> old words', folds: [10, 21] })
  const page = await signedInPage(browser, url, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.getByText('No script').click()
  await page.getByLabel('Show quoted text').click()
  await page.getByText('> old words', { exact: true }).waitFor()
  await page.fill('textarea[name=text]', 'An answer without script')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.locator('.sending').getByRole('button', { name: 'Undo' }).click()
  await page.waitForURL(/compose=/)
  expect(await page.inputValue('textarea[name=text]')).toBe('An answer without script')
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('summary[title^=Assignee]').click()
  await page.getByRole('button', { name: 'Assign to me' }).click()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
  await page.goto(`${url}/shortcuts`)
  await page.locator('.person-menu > summary').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('Sign in to the desk').waitFor()
})

browserTest('a letter whose state changes stays in its place, and a reopened issue no longer says closed', async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'In order', text: 'The first word' })
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('textarea[name=text]').fill('The second word')
  await page.getByRole('button', { name: 'Send and close' }).click()
  await page.locator('#entry-closed').waitFor()
  const texts = async () => (await page.locator('#entries > li').allInnerTexts()).join(' ')
  await sql`update letters set state = 'sent' where subject like '%In order'`.execute(desk.db)
  await issueTouched(desk.db, issueId)
  await page.locator('#entries').getByText('Sent').first().waitFor()
  expect(await texts()).toMatch(/The first word[\s\S]*The second word[\s\S]*Closed/)
  await sql`update issues set closed_at = null where id = ${issueId}`.execute(desk.db)
  await fileMail(desk.db, { issueId, text: 'The third word' })
  await page.locator('#entries').getByText('The third word').last().waitFor()
  expect(await texts()).toMatch(/The first word[\s\S]*The second word[\s\S]*The third word/)
  expect(await page.locator('#entry-closed').count()).toBe(0)
})

browserTest('the list is where it was when the rep comes back by history', async () => {
  const { url } = await served(desk)
  for (let n = 0; n < 30; n++) await fileMail(desk.db, { subject: `Long list ${n}` })
  const page = await signedInPage(browser, url)
  await page.locator('#list').evaluate((list) => list.scrollTo(0, 700))
  await page.waitForFunction(() => Object.values(sessionStorage).some((place) => place.startsWith('[700')))
  await page.locator('.row a').nth(14).click()
  await page.locator('#pane[data-issue]').waitFor()
  await page.goto(`${url}/people`)
  await page.goBack()
  await page.goBack()
  await page.locator('.row').first().waitFor()
  await expect.poll(() => page.locator('#list').evaluate((list) => list.scrollTop), { timeout: 8000 }).toBe(700)
})

browserTest('the numbers of a campaign move by themselves when its sender tells of them', async () => {
  const { url } = await served(desk)
  const { rows } = await sql<{ id: number }>`
    insert into campaigns (name, state, subject, text, mailbox_id, basis, audience)
    select 'Spring', 'running', 'Ants', 'Ants', min(id), 'consent', '{}' from mailboxes returning id`.execute(desk.db)
  const { id } = rows[0]!
  await sql`insert into campaign_counts (campaign_id, name, delta) values (${id}, 'total', 9)`.execute(desk.db)
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/campaigns/${id}`)
  await page.getByText('0 of 9 recipients').waitFor()
  await sql`insert into campaign_counts (campaign_id, name, delta) values (${id}, 'sent', 4)`.execute(desk.db)
  await notify(desk.db, movedChannel, String(id))
  await page.getByText('4 of 9 recipients').waitFor()
})
