import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { putOrders } from '../../src/shop/orders.ts'
import { reportProblem } from '../../src/shop/problems.ts'
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
    await heldMail(desk.db)
    await shopData(desk.db)
    // The page's own policy forbids foreign script; axe is one.
    const page = await signedInPage(browser, url, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' })
    for (const path of [
      '/sign-in',
      '/issues',
      `/issues/${issueId}`,
      '/people/1',
      '/interactions/new',
      '/interactions/new?person=1',
      '/settings/postal-codes',
      '/people/1?tab=orders',
      '/people/1?tab=seen',
      '/people/1/erase',
      '/people/spent?over=1&currency=EUR&days=30',
      '/orders',
      '/orders/A-1',
      '/problems',
      '/mail',
      '/mail?state=held',
      '/mail/1',
      '/mail/release?id=2',
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

async function heldMail(db: TestDesk['db']) {
  await sql`insert into deliveries (mailbox_id, source, recipient, raw_sha256, state, reason, automatic)
    select 1, 'smtp', recipient, raw_sha256, s, 'Held: it could not be read whole.', true
    from deliveries, unnest('{held,failed}'::text[]) s order by id limit 2`.execute(db)
  await sql`insert into mail_recounts (took_ms, received, filed, held, failed, kept, missing, corrected, older_parser)
    values (900, 12345, 12345, 0, 0, 0, 0, 0, 17)`.execute(db)
}

async function shopData(db: TestDesk['db']) {
  const bought = { state: 'paid', placedAt: new Date(), currency: 'EUR', totalMinor: 4200, refundedMinor: 100 }
  const shipping = { addresses: [{ kind: 'Delivery', lines: ['Hill 1'] }], shipments: [{ carrier: 'Snail' }] }
  const lines = [{ product: 'p1', quantity: 1, amountMinor: 4200 }]
  await db.transaction().execute(async (tx) => {
    await putOrders(tx, [{ externalId: 'o1', email: 'maria@example.test', number: 'A-1', ...bought, shipping, lines }])
    await reportProblem(tx, { text: 'The card was declined twice.', order: 'A-1' })
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
