import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { onTestFinished, test } from 'vitest'
import { password } from './desk.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const here = existsSync(executablePath)
if (!here && process.env.CI === 'true')
  throw new Error(`There is no Chromium at ${executablePath}: install it or set CHROMIUM.`)
if (!here) console.warn(`Skipped: there is no Chromium at ${executablePath}.`)

/** A test that needs a real browser; skipped, with a word, where there is none. */
export const browserTest = test.skipIf(!here)

export function launch(): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] })
}

/** A page of a rep who is signed in, closed when the test is over. */
export async function signedInPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context: BrowserContext = await browser.newContext(options)
  context.setDefaultTimeout(8000) // a stuck step names itself before the test's own time is over
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.fill('#email', 'ana@shop.test')
  await page.fill('#password', password)
  await page.click('button.primary')
  await page.waitForURL(/\/issues/)
  return page
}
