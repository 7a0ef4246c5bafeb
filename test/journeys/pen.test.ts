import type { Browser, BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished } from 'vitest'
import { loadBlob } from '../../src/database/blobs.ts'
import { getIssue } from '../../src/desk/issues.ts'
import { makeCanned } from '../../src/letters/canned.ts'
import { getDraft } from '../../src/letters/drafts.ts'
import { startSpeller } from '../../src/letters/speller.ts'
import { createApp } from '../../src/web/app.ts'
import { browserTest, closed, launch, signedInPage } from '../web/browser.ts'
import { served, type TestDesk, testDesk } from '../web/desk.ts'
import { fileMail } from '../web/mail.ts'

let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const speller = startSpeller({ deadline: 60_000, suggest: 20_000 })
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

const slow = { timeout: 120_000 }
const soon = { timeout: 15_000 }
const words = (page: Page) => page.inputValue('textarea[name=text]')
const draftOf = async (issueId: number) => (await getDraft(desk.db, 1, `issue-${issueId}`))?.fields.text

async function letters(issueId: number) {
  return desk.db
    .selectFrom('letters as l')
    .innerJoin('actions as a', 'a.interactionId', 'l.interactionId')
    .selectAll('l')
    .where('a.issueId', '=', issueId)
    .orderBy('l.id')
    .execute()
}

function cannedResponse(title: string, body: string) {
  const writer = { actor: { kind: 'rep', repId: 1 } as const, admin: true }
  return desk.db.transaction().execute((tx) => makeCanned(tx, writer, { title, body, shared: true }))
}

/** A rep at work in a browser of their own, with an issue open. */
async function at(url: string, issueId: number): Promise<Page> {
  const page = await signedInPage(browser, url)
  page.context().setDefaultTimeout(20_000)
  await page.goto(`${url}/issues/${issueId}`)
  await page.locator('[data-chip-input=to]').waitFor()
  return page
}

/** The same rep in a second browser. */
async function elsewhere(page: Page, url: string, issueId: number): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    storageState: { cookies: await page.context().cookies(), origins: [] },
  })
  context.setDefaultTimeout(20_000)
  onTestFinished(() => closed(context))
  const other = await context.newPage()
  await other.goto(`${url}/issues/${issueId}`)
  await other.locator('[data-chip-input=to]').waitFor()
  return other
}

browserTest(
  'ten issues are answered with canned responses and corrections, without touching the mouse',
  slow,
  async () => {
    const { url } = await served(desk)
    const ids: number[] = []
    for (let n = 0; n < 10; n++)
      ids.unshift((await fileMail(desk.db, { subject: `Pen ${n}`, from: `p${n}@example.test` })).issueId)
    await cannedResponse('Sorry', 'Dear {{ person.name | default: "friend" }},')
    const page = await signedInPage(browser, url)
    page.context().setDefaultTimeout(20_000)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    for (const [n, id] of ids.entries()) {
      const composer = page.locator(`#composer[data-issue="${id}"]`)
      await composer.locator('[data-chip-input=to]').waitFor({ state: 'attached' })
      await page.keyboard.press('r')
      await page.keyboard.type('/')
      await page.locator('#canned').waitFor()
      await page.keyboard.type('sorry')
      await page.locator('#canned-list [role=option]').waitFor()
      await page.keyboard.press('Enter')
      await expect.poll(() => words(page), soon).toMatch(/^Dear /)
      await page.keyboard.type(`\nwe recieved **${n}** and send another today. `)
      await page.locator('.spelling-mirror mark', { hasText: 'recieved' }).waitFor()
      await page.keyboard.press('F7')
      await page.waitForFunction(() => document.activeElement?.closest('[data-meant]'))
      await page.keyboard.press('1')
      await expect.poll(() => words(page), soon).toContain('we received')
      await page.keyboard.press('Control+Alt+Shift+Enter')
      await expect.poll(async () => (await letters(id)).length, soon).toBe(1)
    }
    for (const [n, id] of ids.entries()) {
      const [letter] = await letters(id)
      expect(letter!.text).toBe(`Dear Maria Formica,\nwe received **${n}** and send another today.`)
      expect(letter).toMatchObject({ state: 'queued' })
      expect(letter!.html).toContain(`<strong>${n}</strong>`)
      expect(await getIssue(desk.db, id)).toMatchObject({ status: 'closed' })
    }
    expect(await desk.db.selectFrom('drafts').selectAll().execute()).toEqual([])
  },
)

browserTest('a draft follows the rep to another browser, and where both wrote, both stand there', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Two desks' })
  const page = await at(url, issueId)
  await page.fill('textarea[name=text]', 'Begun here')
  await expect.poll(() => draftOf(issueId), soon).toBe('Begun here')
  const other = await elsewhere(page, url, issueId)
  expect(await words(other)).toBe('Begun here')
  await other.fill('textarea[name=text]', 'Begun here, gone on there')
  await expect.poll(() => draftOf(issueId), soon).toBe('Begun here, gone on there')
  await fileMail(desk.db, { issueId, text: 'Are you there?' })
  await page.fill('textarea[name=text]', 'Begun here, gone on here')
  await page.locator('.draft-conflict pre', { hasText: 'gone on there' }).waitFor()
  expect(await words(page)).toBe('Begun here, gone on here')
  await page.getByRole('button', { name: 'Take the other one' }).click()
  expect(await words(page)).toBe('Begun here, gone on there')
  await page.goto(`${url}/drafts`)
  await page.getByRole('link', { name: 'Two desks' }).waitFor()
})

browserTest('what is typed offline or after the session ended stays, and is saved later', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Tunnel' })
  const page = await at(url, issueId)
  await page.context().setOffline(true)
  await page.fill('textarea[name=text]', 'Written in a tunnel')
  await page.getByText('Kept in this browser').waitFor()
  await page.context().setOffline(false)
  await expect.poll(() => draftOf(issueId), { timeout: 40_000 }).toBe('Written in a tunnel')
  await desk.db.deleteFrom('sessions').execute()
  await page.fill('textarea[name=text]', 'Written when signed out')
  await page.getByText('Kept in this browser').waitFor()
  await page.goto(`${url}/sign-in?next=%2Fissues%2F${issueId}`)
  await page.fill('#email', 'ana@shop.test')
  await page.fill('#password', 'correct horse')
  await page.click('button.primary')
  await page.locator('[data-chip-input=to]').waitFor()
  await expect.poll(() => words(page), soon).toBe('Written when signed out')
})

browserTest('undo brings a letter back as it was typed, in every tab', slow, async () => {
  const { url } = await served(desk, { undoSeconds: 60 })
  const { issueId } = await fileMail(desk.db, { subject: 'Oops' })
  const page = await at(url, issueId)
  await page.keyboard.press('r')
  await page.keyboard.type('Too **early**')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Sending in \d+ s/).waitFor()
  const other = await elsewhere(page, url, issueId)
  await other.getByText(/Sending in \d+ s/).waitFor()
  await page.close() // a closed page changes nothing
  await other.locator('h1').click()
  await other.keyboard.press('z')
  await expect.poll(() => words(other), soon).toBe('Too **early**')
  expect(await letters(issueId)).toMatchObject([{ state: 'cancelled' }])
})

browserTest('recipients are chips, files are dropped and pasted, too large ones say why', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Files' })
  await fileMail(desk.db, { from: 'bela@colony.test', name: 'Bela Colony' })
  const page = await at(url, issueId)
  await page.locator('.composer-more > summary').click()
  await page.locator('[data-chip-input=cc]').pressSequentially('colony')
  await page.getByRole('option', { name: 'bela@colony.test' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.who.new', { hasText: 'Bela Colony' }).waitFor()
  await page.keyboard.press('Backspace')
  expect(await page.inputValue('[name=cc]')).toBe('')
  await page.locator('textarea[name=text]').focus()
  await give(page, 'drop', [{ name: '../<b>x</b>".txt', type: 'text/plain', size: 20 }])
  await give(page, 'paste', [{ name: 'ant.png', type: 'image/png', size: 30 }])
  await give(page, 'drop', [{ name: 'film.mov', type: 'video/quicktime', size: 25 << 20 }])
  await page.getByText('film.mov has 26.2 MB: a letter takes at most 18 MB in all.').waitFor()
  await expect.poll(() => page.locator('[data-upload]').count(), soon).toBe(2)
  expect(await words(page)).toMatch(/^!\[ant\.png\]\(attachment:\d+\)$/)
  await page.locator('textarea[name=text]').press('End')
  await page.keyboard.type(' look')
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await letters(issueId)).length, soon).toBe(1)
  const [letter] = await letters(issueId)
  const raw = (await loadBlob(desk.db, letter!.rawSha256))!.toString('latin1')
  expect(raw).toMatch(/Content-ID: <file-\d+@shop\.test>/)
  expect(raw).not.toContain('../')
})

browserTest('f forwards a mail to somebody new, seen once before it goes', slow, async () => {
  const { url } = await served(desk)
  const { issueId } = await fileMail(desk.db, { subject: 'Lost parcel' })
  const page = await at(url, issueId)
  await page.keyboard.press('f')
  await expect
    .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.chipInput), soon)
    .toBe('to')
  await page.keyboard.type('carrier@far.test,')
  await page.locator('textarea[name=text]').fill('Where is it?')
  await page.keyboard.press('Control+Enter')
  await page.getByText('carrier@far.test is new to this desk').waitFor()
  await page.getByRole('button', { name: 'Send anyway' }).click()
  await expect.poll(async () => (await letters(issueId))[0]?.subject, soon).toBe('Fwd: Lost parcel')
  expect((await letters(issueId))[0]!.toList).toEqual([{ name: '', address: 'carrier@far.test' }])
})

browserTest('c writes a letter that makes an issue, later, and its time is changed there', slow, async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  page.context().setDefaultTimeout(20_000)
  await page.keyboard.press('c')
  await page.waitForURL(/letters\/new/)
  await page.locator('[data-chip-input=to]').waitFor()
  await page.keyboard.type('maria@example.test,')
  await page.fill('#composer-subject', 'Spring offer')
  await page.fill('textarea[name=text]', 'The queens are here.')
  await page.locator('.later > summary').click()
  await page.getByRole('button', { name: 'Schedule' }).click()
  await page.waitForURL(/issues\/\d+/)
  await page.getByText('unless they write first').first().waitFor()
  const id = Number(/issues\/(\d+)/.exec(page.url())![1])
  expect(await letters(id)).toMatchObject([{ state: 'scheduled', cancelIfReplied: true }])
  await page.getByRole('button', { name: 'Cancel and edit' }).click()
  await expect.poll(() => words(page), soon).toBe('The queens are here.')
  expect(await letters(id)).toMatchObject([{ state: 'cancelled' }])
})

type Given = { name: string; type: string; size: number }

/** What the hand does with files from outside, as the browser tells the page. */
function give(page: Page, kind: 'drop' | 'paste', files: Given[]) {
  return page.evaluate(
    ([kind, files]) => {
      const data = new DataTransfer()
      for (const { name, type, size } of files) data.items.add(new File([new Uint8Array(size)], name, { type }))
      const target = document.querySelector('textarea[name=text]')!
      const options = { bubbles: true, cancelable: true }
      target.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data }),
      )
    },
    [kind, files] as const,
  )
}
