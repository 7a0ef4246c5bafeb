import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type App, freePort, startApp } from '../support/app.ts'
import { hasBrowser, startBrowser } from '../support/browser.ts'
import { startProxy } from '../support/proxy.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { connectSmtp } from '../support/smtp-client.ts'

/** A desk in a folder of its own, the relay behind it and the way in that a browser takes. */
type Journey = { app: App; letters: RelayedLetter[]; home: string; page: Page; script: boolean }

const basePath = '/admin/ecommerce/customer-service/'
let browser: Browser

describe.runIf(hasBrowser)('mail, answer, answer again', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  test('a newcomer makes the first admin, mail appears in the open page, and the thread holds', async () => {
    await walk(await begin({}))
  })

  test('the same holds under a base path behind a proxy that strips it', async () => {
    await walk(await begin({ proxy: 'stripping' }))
  })

  test('the same holds under a base path behind a proxy that does not', async () => {
    await walk(await begin({ proxy: 'plain' }))
  })

  test('the same holds without JavaScript', async () => {
    await walk(await begin({ javaScript: false }))
  })
})

async function walk(journey: Journey) {
  const { app, letters, home, page } = journey
  await becomeAdmin(page, app, home)
  await mail(app, 'm1@example.test', 'My ant farm leaks', 'The sand comes out at a corner.')
  await appears(journey, 'My ant farm leaks')
  await page.getByRole('link', { name: /My ant farm leaks/ }).click()
  await sees(page, 'The sand comes out at a corner.')

  await page.locator('textarea[name=text]').fill('We send you a new pane today.')
  await page.getByRole('button', { name: 'Send and close' }).click()
  const letter = await arrival(letters)
  const bytes = letter.raw.toString('utf8')
  expect(letter.to).toEqual(['maria@example.test'])
  expect(bytes).toMatch(/^Subject: Re: My ant farm leaks/m)
  expect(bytes).toContain('We send you a new pane today.')

  const messageId = /^Message-ID: (<[^>]+>)/im.exec(bytes)?.[1] ?? ''
  await mail(app, 'm2@example.test', 'Re: My ant farm leaks', 'It is still leaking!', messageId)
  await page.goto(`${home}issues`)
  await appears(journey, 'My ant farm leaks')
  await page.getByRole('link', { name: /My ant farm leaks/ }).click()
  await sees(page, 'It is still leaking!')
  await sees(page, 'We send you a new pane today.')
}

async function begin({
  proxy,
  javaScript = true,
}: {
  proxy?: 'stripping' | 'plain'
  javaScript?: boolean
}): Promise<Journey> {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-journey-'))
  chmodSync(dataDir, 0o755)
  const letters: RelayedLetter[] = []
  const relay = await startRelay((letter) => void letters.push(letter))
  const httpPort = await freePort()
  const front = proxy ? await startProxy(httpPort, basePath, proxy === 'stripping') : undefined
  const origin = `http://localhost:${front?.port ?? httpPort}`
  const settings = {
    DATA_DIR: dataDir,
    HTTP_PORT: String(httpPort),
    RELAY_URL: relay.url,
    UNDO_SECONDS: '1',
    PUBLIC_URL: origin,
  }
  const app = await startApp({ ...settings, ...(proxy ? { BASE_PATH: basePath } : {}) })
  const context = await browser.newContext({ javaScriptEnabled: javaScript })
  context.setDefaultTimeout(15_000)
  onTestFinished(async () => {
    await context.close()
    await app.stop()
    await front?.stop()
    await relay.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { app, letters, home: `${origin}${proxy ? basePath : '/'}`, page: await context.newPage(), script: javaScript }
}

async function becomeAdmin(page: Page, app: App, home: string) {
  const link = /http:\S+welcome\/\S+/.exec(app.output())?.[0] ?? ''
  expect(link.startsWith(home)).toBe(true)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Ana')
  await page.getByLabel('E-mail address').fill('ana@shop.test')
  await page.getByLabel('Password').fill('seven quiet ants')
  await page.getByRole('button', { name: 'Make the account and sign in' }).click()
  await sees(page, 'support@localhost')
}

async function mail(app: App, id: string, subject: string, text: string, answers = '') {
  const head = `From: Maria <maria@example.test>\r\nTo: support@localhost\r\nMessage-ID: <${id}>\r\nSubject: ${subject}\r\n`
  const client = await connectSmtp(app.smtpPort)
  const threading = answers ? `In-Reply-To: ${answers}\r\nReferences: ${answers}\r\n` : ''
  const reply = await client.send(
    { from: 'maria@example.test', to: 'support@localhost' },
    `${head}${threading}\r\n${text}\r\n`,
  )
  client.quit()
  expect(reply.code).toBe(250)
}

function sees(page: Page, text: string) {
  return page.getByText(text).filter({ visible: true }).first().waitFor()
}

/** With script the open page shows it by itself; without, after a reload. */
async function appears({ page, script }: Journey, subject: string) {
  const row = page.getByRole('link', { name: new RegExp(subject) })
  if (script) return row.waitFor() // how soon is measured in test/bench/calm.ts
  for (let tries = 0; tries < 50; tries++) {
    await sleep(200)
    await page.reload()
    if (await row.count()) return
  }
  throw new Error(`no row of ${subject} appears`)
}

async function arrival(letters: readonly RelayedLetter[]): Promise<RelayedLetter> {
  for (let tries = 0; tries < 100; tries++) {
    if (letters[0]) return letters[0]
    await sleep(100)
  }
  throw new Error('the letter did not reach the relay within ten seconds')
}
