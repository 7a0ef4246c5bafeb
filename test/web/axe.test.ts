import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { browserTest, launch, signedInPage } from './browser.ts'
import { served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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

for (const colorScheme of ['light', 'dark'] as const) {
  browserTest(`axe finds nothing in the ${colorScheme} pages`, { timeout: 90_000 }, async () => {
    const { url } = await served(desk)
    const { issueId } = await fileMail(desk.db, { html: '<p>hi</p>', text: 'New\n> old', folds: [4, 9] })
    await desk.db
      .insertInto('issueTypes')
      .values({ issueId, type: `Shipping ${colorScheme}` })
      .execute()
    await desk.db.updateTable('issues').set({ priority: 'urgent', needsLook: true }).where('id', '=', issueId).execute()
    // The page's own policy forbids foreign script; axe is one.
    const page = await signedInPage(browser, url, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
    for (const path of [
      '/sign-in',
      '/issues',
      `/issues/${issueId}`,
      '/people/1',
      '/mail',
      '/letters?trouble',
      '/shortcuts',
      '/nothing',
    ]) {
      await page.goto(url + path)
      expect(await faults(page), path).toEqual([])
    }
    await page.goto(`${url}/issues/${issueId}`)
    await page.keyboard.press('n')
    expect(await faults(page), 'note').toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await faults(page), 'phone').toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  })
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap((v: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
    )
  })
}
