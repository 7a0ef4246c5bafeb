import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { onTestFinished, test } from 'vitest'
import { hasBrowser, startBrowser } from '../support/browser.ts'
import { password } from './desk.ts'

/** A test that needs a real browser; skipped, with a word, where there is none. */
export const browserTest = test.skipIf(!hasBrowser)

export const launch = startBrowser

/** A page of a rep who is signed in, closed when the test is over. */
export async function signedInPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  email = 'ana@shop.test',
) {
  const context: BrowserContext = await browser.newContext(options)
  context.setDefaultTimeout(15_000) // a stuck step names itself before the test's own time is over
  onTestFinished(() => closed(context))
  const page = await context.newPage()
  await page.goto(`${url}/sign-in?next=%2Fissues`)
  await page.fill('#email', email)
  await page.fill('#password', password)
  await page.click('button.primary')
  await page.waitForURL(/\/issues/)
  return page
}

/** Closes what a test opened; a browser that will not is left to the file's end, for its test is over already. */
export async function closed(context: BrowserContext) {
  await Promise.race([context.close(), setTimeout(10_000, undefined, { ref: false })])
}
