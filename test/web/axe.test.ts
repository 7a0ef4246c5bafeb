import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { grantCertificate } from '../../src/certificates/issue.ts'
import { redeem } from '../../src/certificates/ledger.ts'
import { deleteIssue } from '../../src/desk/delete-issue.ts'
import { createGroup } from '../../src/desk/groups.ts'
import { addNote } from '../../src/desk/notes.ts'
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

/** Routes that answer no page of their own: fragments for a script, files, streams, redirects, machines. */
const parts = [
  /^\/(assets|events|live|missed|palette|mentions|recipients|canned|healthz|readyz|metrics)(\/|$)/,
  /^\/(pictures|remote-pictures|attachments|emails|api)\//,
  /^\/(drafts\/:place|interactions\/(candidates|issues)|issues\/:id\/find|sign-in\/provider.*)$/,
  /^\/campaigns\/:id\/preview\/html$/,
  /^\/(archive\/:token\/html|open\/:token|click\/:token\/:link)$/,
  /\/(export|source|matches|entries\/:action|files\/:file)$|\.csv$/,
]

/** Every page by its route, with addresses that show the most of it: a route without a line fails. */
const pages = (n: Made): Readonly<Record<string, readonly string[]>> => ({
  '/sign-in': [],
  '/sign-in/forgot': [],
  '/sign-in/second': [],
  '/welcome/:token': [],
  '/join/:token': [],
  '/': ['/'],
  '/find': ['/find?who=users&q=ma', '/find?who=people&q=ma'],
  '/issues': ['/issues', '/issues?view=closed'],
  '/issues/:id': [`/issues/${n.issueId}`],
  '/issues/:id/history': [`/issues/${n.issueId}/history`],
  '/people': ['/people'],
  '/people/spent': ['/people/spent?over=1&currency=EUR&days=30'],
  '/people/proposals': ['/people/proposals'],
  '/people/:id': ['/people/1', '/people/1?tab=orders', '/people/1?tab=seen', '/people/1?tab=certificates'],
  '/people/:id/erase': ['/people/1/erase'],
  '/interactions/new': ['/interactions/new', '/interactions/new?person=1'],
  '/interactions/:id/more': ['/interactions/1/more'],
  '/settings/postal-codes': ['/settings/postal-codes'],
  '/certificates': ['/certificates', '/certificates?status=void'],
  '/certificates/redeemed': ['/certificates/redeemed'],
  '/certificates/liability': ['/certificates/liability'],
  '/certificates/:id': ['/certificates/1'],
  '/people/:id/certificates/new': ['/people/1/certificates/new'],
  '/settings/gift-programs': ['/settings/gift-programs'],
  '/settings/gift-programs/new': ['/settings/gift-programs/new'],
  '/settings/gift-programs/:id': ['/settings/gift-programs/1'],
  '/reports': ['/reports'],
  '/reports/service': [], // looked at in service.test.ts, with numbers
  '/reports/:name': ['/reports/issues', '/reports/mail?sort=from', '/reports/orders?refund=whole'],
  '/gift': ['/gift'],
  '/orders': ['/orders'],
  '/shop/import': ['/shop/import'],
  '/shop/import/:id': [], // looked at in shop-import.test.ts, state by state
  '/shop/import/:id/progress': [],
  '/settings/shop-rules': ['/settings/shop-rules'],
  '/settings/start': ['/settings/start'],
  '/settings/start/helpdesk': ['/settings/start/helpdesk'],
  '/settings/hours': ['/settings/hours'],
  '/settings/hours/:id': ['/settings/hours/1'],
  '/orders/:number': ['/orders/A-1'],
  '/audiences': ['/audiences'],
  '/audiences/new': ['/audiences/new?over=1&currency=EUR&days=30'],
  '/audiences/:id': [],
  '/campaigns': ['/campaigns'],
  '/campaigns/new': ['/campaigns/new'],
  '/campaigns/:id': ['/campaigns/1', '/campaigns/2'],
  '/campaigns/:id/edit': ['/campaigns/1/edit'],
  '/campaigns/:id/preview': ['/campaigns/1/preview'],
  '/campaigns/:id/launch': ['/campaigns/1/launch'],
  '/campaigns/:id/recipients': ['/campaigns/2/recipients'],
  '/campaigns/:id/void-certificates': ['/campaigns/2/void-certificates'],
  '/campaigns/:id/sure/:deed': ['/campaigns/2/sure/cancel'],
  '/campaigns/:id/again/:state': ['/campaigns/2/again/uncertain'],
  '/problems': ['/problems'],
  '/search': ['/search?q=ants', '/search?q=zzzz', '/search'],
  '/mail': ['/mail', '/mail?state=held'],
  '/mail/:id': ['/mail/1'],
  '/mail/release': ['/mail/release?id=2'],
  '/letters': ['/letters', '/letters?trouble'],
  '/follow-ups': ['/follow-ups?show=all'],
  '/notices': ['/notices'],
  '/views': ['/views?query=view%3Dmine'],
  '/saved-reports': ['/saved-reports'],
  '/saved-reports/:id': ['/saved-reports/1'],
  '/shortcuts': ['/shortcuts'],
  '/account': ['/account'],
  '/account/keys': ['/account/keys'],
  '/settings': ['/settings'],
  '/settings/deleted': ['/settings/deleted'],
  '/settings/groups': ['/settings/groups'],
  '/settings/history': ['/settings/history'],
  '/settings/audit': ['/settings/audit'],
  '/settings/keeping': ['/settings/keeping'],
  '/settings/mailboxes': ['/settings/mailboxes'],
  '/settings/mailboxes/new': ['/settings/mailboxes/new'],
  '/settings/mailboxes/:id': ['/settings/mailboxes/1'],
  '/settings/acknowledgements': ['/settings/acknowledgements'],
  '/settings/senders': ['/settings/senders'],
  '/settings/picklists': ['/settings/picklists'],
  '/settings/picklists/items/:id': [`/settings/picklists/items/${n.itemId}`],
  '/settings/staff': ['/settings/staff'],
  '/settings/staff/new': ['/settings/staff/new'],
  '/settings/staff/:id': ['/settings/staff/1'],
  '/settings/sign-in': ['/settings/sign-in'],
  '/settings/api-keys': ['/settings/api-keys'],
  '/drafts': ['/drafts'],
  '/letters/new': ['/letters/new'],
  '/account/signature': ['/account/signature'],
  '/settings/signatures': ['/settings/signatures'],
  '/settings/relays': ['/settings/relays'],
  '/settings/relays/new': ['/settings/relays/new'],
  '/settings/relays/:id': ['/settings/relays/1'],
  '/settings/domains': ['/settings/domains'],
  '/settings/canned': ['/settings/canned'],
  '/settings/canned/new': ['/settings/canned/new'],
  '/settings/canned/:id': ['/settings/canned/1'],
  '/settings/spelling': ['/settings/spelling'],
  '/csat/:token': ['/csat/none'],
  '/unsubscribe/:token': ['/unsubscribe/none'],
  '/archive/:token': [], // looked at in unsubscribe.test.ts
  '/preferences/:token': [],
  '/confirm/:token': [],
  '/lists': ['/lists'],
  '/lists/:slug': ['/lists/news'],
  '/settings/suppressions': ['/settings/suppressions'],
  '/settings/bulk-sender': ['/settings/bulk-sender'],
  '/reports/statistics': ['/reports/statistics?period=year&origin=all&whole=yes'],
  '/reports/mine': ['/reports/mine'],
  '/settings/csat': ['/settings/csat'],
  '/settings/webhooks': ['/settings/webhooks'],
  '/settings/webhooks/new': ['/settings/webhooks/new'],
  '/settings/webhooks/:id': ['/settings/webhooks/1'],
  '/settings/contact-forms': ['/settings/contact-forms'],
  '/settings/contact-forms/new': ['/settings/contact-forms/new'],
  '/settings/contact-forms/:id': ['/settings/contact-forms/1'],
  '/contact/:slug': ['/contact/abcdefghijkl'],
  '/settings/automatic': ['/settings/automatic'],
  '/settings/automatic/new': ['/settings/automatic/new'],
  '/settings/automatic/:id': ['/settings/automatic/1'],
  '/settings/automatic/:id/versions': ['/settings/automatic/1/versions'],
})

type Made = Readonly<{ issueId: number; itemId: number }>

function routes(): string[] {
  const gets = desk.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*'))
  return [...new Set(gets.map(({ path }) => path.replace(/\{[^}]*\}/g, '')))].filter(
    (path) => !parts.some((part) => part.test(path)),
  )
}

test('every page that there is has a line here', () => {
  expect(routes().filter((path) => !pages({ issueId: 1, itemId: 1 })[path])).toEqual([])
})

/** Before the sign-in, and what is refused. */
const outside = ['/sign-in', '/sign-in/forgot', '/sign-in/second', '/welcome/none', '/join/none']

browserTest('axe finds nothing in any page, light and dark', { timeout: 420_000 }, async () => {
  const { url } = await served(desk)
  const made = await fill(desk.db)
  // The page's own policy forbids foreign script; axe is one.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' })
  const stranger = await context.newPage()
  for (const path of outside) await check(stranger, url, path)
  await context.close()
  const page = await signedInPage(browser, url, { bypassCSP: true, reducedMotion: 'reduce' })
  for (const path of [...Object.values(pages(made)).flat(), '/nothing', '/issues/999999']) await check(page, url, path)
})

browserTest(
  'axe finds nothing on a phone, in a note and in what opens over the page',
  { timeout: 120_000 },
  async () => {
    const { url } = await served(desk)
    const { issueId } = await fileMail(desk.db, { text: 'On a phone' })
    const page = await signedInPage(browser, url, { bypassCSP: true, reducedMotion: 'reduce' })
    await page.goto(`${url}/issues/${issueId}`)
    await page.keyboard.press('n')
    await page.keyboard.type('Ask @an')
    await page.locator('#mentions [role=option]').waitFor()
    expect(await inBoth(page), 'a note').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.locator('#palette[open] [role=option]').first().waitFor()
    expect(await inBoth(page), 'the palette').toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.composer textarea').focus()
    await page.keyboard.press('Control+.')
    await page.locator('#canned[open] [role=option]').first().waitFor()
    expect(await inBoth(page), 'canned responses').toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/issues', `/issues/${issueId}`, '/', '/account/keys', '/people/1', '/settings/mailboxes']) {
      await page.goto(url + path)
      expect(await inBoth(page), `${path} on a phone`).toEqual([])
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(over, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  },
)

/** All rules in light; in dark the colours are other ones, all else is the same. */
async function check(page: Page, url: string, path: string) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(url + path)
  expect.soft(await inBoth(page), path).toEqual([])
}

async function inBoth(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const light = await faults(page, {})
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const dark = await faults(page, { runOnly: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return [...light, ...dark.map((fault) => `dark: ${fault}`)]
}

/** Something of everything, so that no page is looked at empty. */
async function fill(db: TestDesk['db']): Promise<Made> {
  const { issueId, personId } = await fileMail(db, { html: '<p>hi</p>', text: 'New\n> old', folds: [4, 9] })
  await db.insertInto('issueTypes').values({ issueId, type: 'Shipping' }).execute()
  await db.updateTable('issues').set({ priority: 'urgent', needsLook: true }).where('id', '=', issueId).execute()
  await heldMail(db)
  await shopData(db)
  await campaigns(db)
  const ana = { kind: 'rep', repId: 1 } as const
  await fillLists(db)
  await savedReports(db)
  await webhooksAndForms(db)
  const { issueId: gone } = await fileMail(db, { subject: 'Deleted' })
  await db.transaction().execute(async (tx) => {
    await deleteIssue(tx, ana, gone)
    await addNote(tx, ana, issueId, 'A note', { text: 'Call back', toDo: { dueAt: new Date(), assigneeId: 1 } })
    await createGroup(tx, ana, { name: 'Shipping', members: [1], types: ['Shipping'] })
  })
  await sql`with u as (insert into shop_users (external_id, email, first_names, last_name, registered_at)
      values ('u1', 'mf@example.test', 'Maria', 'Formica', now()) returning id)
    insert into match_proposals (user_identification_id, shop_user_id, reasons)
    select ${personId}, id, '{email,name}' from u`.execute(db)
  await sql`insert into relays (name, host, port, tls) values ('One', 'relay.shop.test', 587, 'starttls')`.execute(db)
  await sql`insert into canned_responses (title, body, uses) values ('Thanks', 'Thank you, {{ customer.first_name }}.', 3)`.execute(
    db,
  )
  const { id: itemId } = await db.selectFrom('picklistItems').select('id').limit(1).executeTakeFirstOrThrow()
  return { issueId, itemId }
}

/** One that failed for long, with a message that was not taken; and a form. */
async function webhooksAndForms(db: TestDesk['db']) {
  await sql`insert into webhooks (url, events, failing_since, disabled_at, disabled_why)
    values ('https://shop.example/hook', '{issue.opened}', now(), now(), 'It took nothing for 5 days.'),
      ('https://shop.example/other', '{issue.closed,letter.sent}', now(), null, null)`.execute(db)
  await sql`insert into webhook_events (type, data, body) values ('issue.opened', '{}', '{"type": "issue.opened"}')`.execute(
    db,
  )
  await sql`insert into webhook_deliveries (webhook_id, event_id, state, attempts) values (1, 1, 'failed', 10), (2, 1, 'waiting', 1)`.execute(
    db,
  )
  await sql`insert into webhook_attempts (delivery_id, status, ms, answer, why)
    values (1, 500, 12, 'It broke', ''), (2, null, 15000, '', 'it takes too long')`.execute(db)
  await sql`insert into contact_forms (slug, name, mailbox_id, sites, types)
    values ('abcdefghijkl', 'Write to us', 1, '{https://www.shop.example}', '{Shipping}')`.execute(db)
}

/** A draft, and one that sent, skipped and is unsure. */
async function campaigns(db: TestDesk['db']) {
  await sql`insert into campaigns (name, state, subject, text, mailbox_id, basis, audience, certificate, types, started_at)
    select name, state, 'Ants', 'Dear {{ person.first_name }}', 1, 'softOptIn', '{"all": []}',
      '{"amountMinor": 1000, "currency": "EUR", "expiresOn": "2036-12-31"}', '{spam}', now()
    from (values ('Spring', 'draft'), ('Summer', 'paused')) c (name, state)`.execute(db)
  await sql`insert into campaign_versions (campaign_id, subject, text, from_name, from_address, plus_addresses, basis, audience, types)
    values (2, 'Ants', 'Dear', 'Shop', 'support@shop.test', true, 'softOptIn', '{"all": []}', '{spam}')`.execute(db)
  await sql`update campaigns set version_id = 1, pause_reason = 'Paused by hand.' where id = 2`.execute(db)
  await sql`insert into campaign_recipients (campaign_id, address_key, address, domain, vars, state, skip_reason, reply, done_at)
    select 2, s || '@customer.test', s || '@customer.test', 'customer.test', '{"firstNames": "Bea"}', s,
      case s when 'skipped' then 'unsubscribed' end, '250 OK', now()
    from unnest('{sent,skipped,failed,uncertain,deferred,pending}'::text[]) s`.execute(db)
  await sql`insert into campaign_counts (campaign_id, name, delta) values (2, 'total', 6), (2, 'sent', 1), (2, 'failed', 1),
    (2, 'uncertain', 1), (2, 'deferred', 1), (2, 'skipped:unsubscribed', 1)`.execute(db)
  await sql`insert into campaign_log (campaign_id, deed, detail) values (2, 'paused', 'Paused by hand.')`.execute(db)
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
    const grant = { personId: 1, amountMinor: 2500, currency: 'EUR', repId: 1 }
    const id = (await grantCertificate(tx, { current: 's'.repeat(40), old: [] }, grant)) as number
    await redeem(tx, id, { orderNumber: 'A-1', amountMinor: 500, currency: 'EUR' })
  })
}

async function faults(page: Page, how: object): Promise<string[]> {
  return page.evaluate(async (how) => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run(document, { resultTypes: ['violations'], ...how })
    return violations.flatMap((v: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
    )
  }, how)
}

/** One that goes by mail, and went, was refused and was changed. */
async function savedReports(db: TestDesk['db']) {
  await sql`insert into saved_reports (rep_id, name, address, shared, cadence, on_day, rep_ids)
    values (1, 'Open ones', '/reports/issues?period=week&status=open', true, 'weekly', 1, '{1}')`.execute(db)
  await sql`insert into saved_report_sends (saved_report_id, rep_id, due_at, state, reason, finished_at, total, attached)
    values (1, 1, now() - interval '1 day', 'sent', null, now(), 12, true), (1, 1, now(), 'skipped', 'stopped', now(), null, false)`.execute(
    db,
  )
  await sql`insert into changes (actor, rep_id, kind, before, after) values ('rep', 1, 'saved_report',
    '{"id": 1, "name": "Open ones", "shared": false}', '{"id": 1, "name": "Open ones", "shared": true}')`.execute(db)
}

async function fillLists(db: TestDesk['db']) {
  const consent = { kind: 'form', source: 'shop.test', wording: 'Send me news', at: new Date().toISOString() }
  await sql`with l as (insert into mailing_lists (slug, name) values ('news', 'News') returning id)
    insert into mailing_list_members (list_id, address_key, address, state, consent)
    select id, 'maria@example.test', 'maria@example.test', 'confirmed', ${JSON.stringify(consent)}::jsonb from l`.execute(
    db,
  )
  await sql`insert into suppressions (address_key, address, scope, reason, evidence)
    values ('maria@example.test', 'maria@example.test', 'marketing', 'unsubscribed', '{"way": "one-click"}')`.execute(
    db,
  )
}
