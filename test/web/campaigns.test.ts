import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { getCampaign } from '../../src/campaigns/campaigns.ts'
import { countsOf } from '../../src/campaigns/recipients.ts'
import { startCampaigns } from '../../src/campaigns/send.ts'
import { redeem } from '../../src/certificates/ledger.ts'
import { writeSetting } from '../../src/settings/settings.ts'
import { anApi } from '../api/support.ts'
import { type Relay, type RelayedLetter, startRelay } from '../support/relay.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { addRep, cookieOf, form, password, served, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let browser: Browser
let relay: Relay
let url: string
const taken: RelayedLetter[] = []

beforeAll(async () => {
  relay = await startRelay((letter) => taken.push(letter))
  const made = await testDesk({ RELAY_URL: relay.url })
  desk = made
  await addRep(desk.db, { name: 'Mara Ket', email: 'mara@shop.test', password, role: 'marketing' })
  await addRep(desk.db, { name: 'Rosa Rep', email: 'rosa@shop.test', password, role: 'rep' })
  await shopData()
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
    await relay.stop()
  }
})

/** Fourteen customers by the API, two of them without an order; a saved audience of all. */
async function shopData() {
  await writeSetting(desk.db, 'sender_identity', {
    postalAddress: 'Ant Shop, Hill 1, Formica',
    legalText: 'You get this as a customer.',
    optOutOfferedSince: '2020-01-01T00:00:00Z',
    optOutWording: 'No news, please',
  })
  const shop = await anApi(desk.db, { role: 'data_entry' })
  const at = '2026-02-03T04:05:06Z'
  for (let n = 1; n <= 14; n++) {
    const names =
      n === 3 ? { firstNames: '', lastName: '' } : { firstNames: n === 2 ? 'Bea<b>' : `Bea${n}`, lastName: 'Buyer' }
    await shop.send('PUT', `/shop/users/u${n}`, { email: `buyer${n}@customer.test`, ...names, registeredAt: at })
    const order = {
      user: `u${n}`,
      number: `A-${n}`,
      state: 'paid',
      placedAt: at,
      currency: 'EUR',
      totalMinor: 5000,
      lines: [],
    }
    if (n <= 12) expect((await shop.send('PUT', `/shop/orders/o${n}`, order)).status).toBe(200)
  }
  const marketing = await anApi(desk.db, { role: 'marketing' })
  const saved = await marketing.send('POST', '/audiences', { name: 'All customers', audience: { all: [] } })
  expect(saved.status).toBe(201)
}

browserTest('marketing launches a campaign with certificates and watches it finish', { timeout: 120_000 }, async () => {
  url = (await served(desk)).url
  const page = await signedInPage(browser, url, { reducedMotion: 'reduce' }, 'mara@shop.test')
  await page.click('.rail-link:has-text("Spam System")')
  await page.click('text=New campaign')
  await write(page)
  await page.click('.campaign-rows a:has-text("Strange signs")')
  expect(await page.textContent('.campaign-letter pre')).toContain('Dear Bea<b>,')
  expect(await page.frameLocator('.campaign-letter iframe').locator('body').innerText()).toContain('Dear Bea<b>,')
  await page.click('text=Send a test to me')
  await page.waitForSelector('text=The relay took the test for mara@shop.test.')
  expect(taken.map(({ to }) => to)).toEqual([['mara@shop.test']])
  expect(String(taken[0]!.raw)).toContain('XXXX-XXXX-XXXX-XXXXX')
  await page.click('nav.tabs >> text=Launch')
  expect(await page.textContent('#pane')).toMatch(/Send to 12 people[\s\S]*€120\.00[\s\S]*No order since[^\d]*2/)
  await page.fill('#recipients', '11')
  await page.click('.campaign-go button')
  await page.waitForSelector('[role=alert]:has-text("not to 11")')
  await page.fill('#recipients', '12')
  await page.click('.campaign-go button')
  await page.waitForSelector('#campaign-state:has-text("Scheduled")')
  await watch(page)
})

async function write(page: Page) {
  await page.fill('#name', 'Spring')
  await page.fill('#subject', 'Ants for {{ person.first_name | default: "you" }}')
  await page.fill(
    '#text',
    'Dear {{ person.first_name | default: "customer" }},\n\nhere are **{{ certificate.amount }}** for you: {{ certificate.code }}',
  )
  await page.selectOption('#audience', { label: 'All customers' })
  expect(await page.isChecked('input[name=basis][value=softOptIn]'), 'there is no list to consent to').toBe(true)
  await page.fill('#amount', '10.00')
  await page.fill('#expiresOn', '2036-12-31')
  await page.click('text=Save and preview')
  await page.waitForSelector('.campaign-rows')
}

/** Nothing is reloaded: the page tells by itself. */
async function watch(page: Page) {
  const { db, config, parts } = desk
  const { secrets, instance, log } = parts
  const worker = startCampaigns({ db, config, secrets, instance, log })
  await page.waitForSelector('#campaign-state:has-text("Finished")', { timeout: 60_000 })
  await worker.stop()
  expect(await page.textContent('#campaign-numbers')).toContain('14 of 14 recipients are settled.')
  expect(new Set(taken.slice(1).map(({ to }) => to[0])).size).toBe(12)
  await page.click('.campaign-outcomes >> text=No order since')
  await page.waitForSelector('td:has-text("buyer13@customer.test")')
  await page.fill('#pane [name=q]', 'bea4')
  await page.selectOption('#pane [name=state]', 'sent')
  await page.selectOption('#pane [name=reason]', '')
  await page.click('.ledger-filters button')
  await page.waitForURL(/q=bea4/)
  await page.waitForSelector('td:has-text("buyer4@customer.test")')
  expect(await page.locator('tbody tr').count()).toBe(1)
}

test('the file of recipients holds everybody, no code, and no formula', async () => {
  const cookie = await cookieOf(desk)
  const answer = await desk.app.request('/campaigns/1/recipients.csv', { headers: { cookie } })
  const lines = (await answer.text()).trim().split('\r\n')
  expect(lines).toHaveLength(15)
  expect(lines[0]).toMatch(/^address,name,state,skipReason/)
  const codes = taken.slice(1).map(({ raw }) => /[A-Z0-9]{4}(-[A-Z0-9]{4,5}){3}/.exec(String(raw))?.[0])
  expect(new Set(codes).size).toBe(12)
  for (const code of codes) expect(lines.join()).not.toContain(code)
})

test('orders and certificates spent after the letter are told, each once', async () => {
  const { db } = desk
  const shop = await anApi(db, { role: 'data_entry' })
  const [placedAt, currency] = [new Date().toISOString(), 'EUR']
  const order = { user: 'u1', number: 'B-1', state: 'paid', placedAt, currency, totalMinor: 7000, lines: [] }
  for (const rest of [{}, { email: 'buyer1@customer.test' }])
    expect((await shop.send('PUT', '/shop/orders/b1', { ...order, ...rest })).status).toBe(200)
  const { rows } = await sql<{ id: number }>`select g.id from gift_certificates g join campaign_recipients r
    on r.id = g.campaign_recipient_id where r.address_key = 'buyer1@customer.test'`.execute(db)
  await db.transaction().execute((tx) => redeem(tx, rows[0]!.id, { amountMinor: 400, currency, orderNumber: 'B-1' }))
  await sql`update campaign_figures set counted_at = now() - interval '2 minutes'`.execute(db)
  const cookie = await cookieOf(desk)
  const read = async (path: string) =>
    (await (await desk.app.request(path, { headers: { cookie } })).text()).replace(/<[^>]*>/g, ' ')
  expect(await read('/campaigns/1')).toMatch(/Redeemed\s+1\s[\s\S]*Orders since\s+1\s+Revenue since\s+€70\.00/)
  expect(await read('/campaigns')).toContain('€70.00')
})

test('who failed is tried again with a new certificate, who is uncertain gets the very letter again', async () => {
  const { db, parts, config } = desk
  const to = (address: string) => taken.filter((letter) => letter.to.includes(address))
  const codeOf = ({ raw }: RelayedLetter) => /[A-Z0-9]{4}(-[A-Z0-9]{4,5}){3}/.exec(String(raw))?.[0]
  const idOf = ({ raw }: RelayedLetter) => /^Message-ID: .*/im.exec(String(raw))?.[0]
  await sql`update campaign_recipients set state = case address_key when 'buyer4@customer.test' then 'failed' else 'uncertain' end
    where campaign_id = 1 and address_key in ('buyer4@customer.test', 'buyer5@customer.test')`.execute(db)
  await sql`insert into campaign_counts (campaign_id, name, delta) values (1, 'sent', -2), (1, 'failed', 1), (1, 'uncertain', 1)`.execute(
    db,
  )
  await sql`update gift_certificates g set status = 'void', balance_minor = 0 from campaign_recipients r
    where r.id = g.campaign_recipient_id and r.address_key = 'buyer4@customer.test'`.execute(db)
  const cookie = await cookieOf(desk, 'mara@shop.test')
  const asked = await desk.app.request('/campaigns/1/again/uncertain', { headers: { cookie } })
  expect(await asked.text()).toContain('may have got it already, and then gets it twice')
  for (const state of ['failed', 'uncertain'])
    expect((await desk.app.request(`/campaigns/1/again/${state}`, form(cookie, { sure: 'yes' }))).status).toBe(303)
  expect((await desk.app.request('/campaigns/1/again/failed', form(cookie))).status).toBe(409)
  const { secrets, instance, log } = parts
  const worker = startCampaigns({ db, config, secrets, instance, log })
  await expect.poll(async () => (await getCampaign(db, 1))?.state, { timeout: 25_000 }).toBe('finished')
  await worker.stop()
  const [four, five] = [to('buyer4@customer.test'), to('buyer5@customer.test')]
  expect([four.length, five.length]).toEqual([2, 2])
  expect(codeOf(four[0]!)).not.toBe(codeOf(four[1]!))
  expect([codeOf(five[0]!), idOf(five[0]!)]).toEqual([codeOf(five[1]!), idOf(five[1]!)])
  expect((await countsOf(db, 1)).states).toMatchObject({ sent: 12, failed: 0, uncertain: 0, pending: 0 })
})

test('a rep looks at campaigns and changes none; a draft says what is wrong with it and keeps what was typed', async () => {
  const rep = await cookieOf(desk, 'rosa@shop.test')
  const see = async (path: string) => (await desk.app.request(path, { headers: { cookie: rep } })).status
  expect([await see('/campaigns'), await see('/campaigns/1'), await see('/campaigns/1/recipients')]).toEqual([
    200, 200, 200,
  ])
  expect([await see('/campaigns/new'), await see('/campaigns/1/recipients.csv')]).toEqual([403, 403])
  expect((await desk.app.request('/campaigns/new', form(rep, { name: 'x' }))).status).toBe(403)
  const cookie = await cookieOf(desk, 'mara@shop.test')
  const wrong = {
    name: 'Half done',
    subject: '',
    text: 'Hello',
    mailbox: '1',
    basis: 'consent',
    amount: 'ten',
    rate: '-1',
  }
  const answer = await desk.app.request('/campaigns/new', form(cookie, wrong))
  const page = await answer.text()
  expect(answer.status).toBe(422)
  for (const part of [
    'Half done',
    'Write a subject',
    'Consent is given to a mailing list',
    'Write a sum like',
    'Write a number',
  ])
    expect(page).toContain(part)
})

test('above the limit the one who wrote it cannot launch it, a second person approves, an edit takes that back', async () => {
  await writeSetting(desk.db, 'campaigns', { approvalRecipients: 5 })
  const [mara, ana] = [await cookieOf(desk, 'mara@shop.test'), await cookieOf(desk)]
  const post = (cookie: string, path: string, fields: Record<string, string>) =>
    desk.app.request(path, form(cookie, fields))
  const draft = {
    name: 'Large',
    subject: 'Hi',
    text: 'Hello',
    mailbox: '1',
    basis: 'softOptIn',
    audience: '1',
    policy: 'hold',
  }
  const id = Number((await post(mara, '/campaigns/new', draft)).headers.get('location')?.match(/\d+/)?.[0])
  const go = () => post(mara, `/campaigns/${id}/launch`, { recipients: '12' })
  expect((await go()).status).toBe(409)
  expect((await post(mara, `/campaigns/${id}/approve`, {})).status).toBe(409)
  expect((await post(ana, `/campaigns/${id}/approve`, {})).status).toBe(303)
  await post(mara, `/campaigns/${id}/edit`, { ...draft, audience: '', subject: 'Hello' })
  expect(await getCampaign(desk.db, id)).toMatchObject({ subject: 'Hello', approvedAt: null, state: 'draft' })
  expect((await go()).status).toBe(409)
  expect((await post(ana, `/campaigns/${id}/approve`, {})).status).toBe(303)
  expect((await go()).status).toBe(303)
  for (const [deed, state] of [
    ['pause', 'paused'],
    ['resume', 'scheduled'],
    ['cancel', 'cancelled'],
  ] as const) {
    expect((await post(mara, `/campaigns/${id}/sure/${deed}`, { sure: 'yes' })).status).toBe(303)
    expect((await getCampaign(desk.db, id))?.state).toBe(state)
  }
  expect((await post(mara, `/campaigns/${id}/sure/resume`, { sure: 'yes' })).status).toBe(409)
})
