import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, password, served, type TestDesk, testDesk } from './desk.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  await addRep(desk.db, { name: 'Bo Bee', email: 'bo@shop.test', password })
  await desk.db.insertInto('groups').values({ name: 'Returns' }).execute()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  browserTest(
    `axe finds nothing in the ${colorScheme} pages of settings, and nothing is cut on a phone`,
    { timeout: 90_000 },
    async () => {
      const { url } = await served(desk)
      const page = await signedInPage(browser, url, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
      for (const path of [
        '/settings',
        '/account',
        '/settings/staff',
        '/settings/staff/new',
        '/settings/staff/2',
        '/settings/sign-in',
        '/settings/spelling',
      ]) {
        await page.goto(url + path)
        await sound(page, path)
      }
      await page.goto(`${url}/settings/api-keys`)
      await page.fill('#name', `shop ${colorScheme}`)
      await page.click('text=Make a key')
      await sound(page, 'a key')
      await page.click('text=I have copied it')
      await sound(page, 'keys')
      await page.click('text=Revoke')
      await sound(page, 'are you sure')
      await page.goto(`${url}/account`)
      await page.fill('#password', password)
      await page.click('text=Set up')
      await sound(page, 'second step')
      await page.context().clearCookies()
      for (const path of ['/sign-in', '/sign-in/second', '/sign-in/forgot', '/join/x']) {
        await page.goto(url + path)
        await sound(page, path)
      }
    },
  )
}

async function sound(page: Page, what: string) {
  await page.evaluate(axe)
  const faults = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap((v: { id: string; nodes: { html: string }[] }) =>
      v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)}`),
    )
  })
  expect(faults, what).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), what).toBeLessThanOrEqual(
    0,
  )
  await page.setViewportSize({ width: 1280, height: 800 })
}
