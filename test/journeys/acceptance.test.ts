import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { createRep } from '../../src/reps/reps.ts'
import { type App, startApp } from '../support/app.ts'
import { hasBrowser, startBrowser } from '../support/browser.ts'
import { cloneDatabase } from '../support/database.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { connectSmtp } from '../support/smtp-client.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever came back
type Answer = Readonly<{ status: number; body: any }>

let app: App
let page: Page
let browser: Browser
let key = ''
const letters: RelayedLetter[] = []
const rep = { name: 'Ana', email: 'ana@shop.test', password: 'seven quiet ants' }

/**
 * What made the ancestor the ancestor, by a browser and by the API, over real sockets. Bulk mail and certificates, and
 * the statistics with their lists, come with campaigns and reports; here the board stands for them.
 */
describe.runIf(hasBrowser)('the desk as its ancestor promised it', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-acceptance-'))
    chmodSync(dataDir, 0o755)
    const database = await cloneDatabase()
    expect(await createRep(database.db, { ...rep, role: 'admin' })).toHaveProperty('rep')
    key = ((await createApiKey(database.db, { name: 'the shop', role: 'admin' })) as { key: string }).key
    const relay = await startRelay((letter) => void letters.push(letter))
    const env = { DATA_DIR: dataDir, DATABASE_URL: database.url, RELAY_URL: relay.url, UNDO_SECONDS: '0' }
    ;[app, browser] = await Promise.all([startApp(env), startBrowser()])
    page = await signIn()
    return async () => {
      await browser.close()
      await app.stop()
      await relay.stop()
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })

  test('an answer to an automatic mail reopens its issue, which was closed at once', async () => {
    const mail = { to: 'olga@customer.test', subject: 'Your order has shipped', text: 'It left today.' }
    const { body } = await send('POST', '/automatic-emails', { ...mail, types: ['order shipped'] })
    expect((await send('GET', `/issues/${body.issueId}`)).body).toMatchObject({ status: 'closed', origin: 'automatic' })
    expect(await listed('status=open')).not.toContain(body.issueId)
    await answer(await letterTo('olga@customer.test'), 'Olga <olga@customer.test>', 'The box was empty!')
    await expect.poll(() => statusOf(body.issueId), patience).toBe('open')
    await page.goto(`${app.base}issues`)
    await page.getByRole('link', { name: /Your order has shipped/ }).click()
    await page.getByText('The box was empty!').filter({ visible: true }).first().waitFor()
    await page.getByText('It left today.').first().waitFor({ state: 'attached' })
  })

  test('a mail with somebody else’s token never joins their issue: it becomes its sender’s own', async () => {
    const mine = await send('POST', '/letters', {
      to: 'maria@customer.test',
      subject: 'Your pane',
      text: 'It is here.',
    })
    const letter = await letterTo('maria@customer.test')
    await answer(letter, 'Mallory <mallory@evil.test>', 'Send it to me instead.')
    const issue = `/issues/${mine.body.issueId}`
    await expect.poll(async () => (await send('GET', issue)).body.held.length, patience).toBe(1)
    const seen = (await send('GET', issue)).body
    expect([seen.actions.length, seen.participants.length]).toEqual([1, 1])
    await page.goto(`${app.base}issues/${mine.body.issueId}`)
    await page.getByRole('button', { name: 'Not theirs: a new issue' }).click()
    await expect.poll(() => issuesOf('mallory@evil.test'), patience).toHaveLength(1)
    expect((await send('GET', issue)).body).toMatchObject({ held: [], actions: [{}] })

    const tampered = replyTo(letter).replace(/\+(.*)@/, (_, token: string) => `+${bent(token)}@`)
    await mail({ from: 'Maria <maria@customer.test>', to: tampered, text: 'Numbers changed.' })
    await expect.poll(() => issuesOf('maria@customer.test'), patience).toHaveLength(2)
    expect((await send('GET', issue)).body.actions).toHaveLength(1)
  })

  test('one call about two issues is one interaction with two actions, and each page shows its half', async () => {
    await page.goto(`${app.base}interactions/new`)
    await page.fill('#firstNames', 'Carla')
    await page.fill('#lastName', 'Zimmer')
    await describeIssue('The lid does not fit', 'Wants another lid.')
    await page.getByRole('button', { name: 'Save and another issue' }).click()
    await page.waitForURL(/interactions\/\d+\/more/)
    const id = /interactions\/(\d+)/.exec(page.url())![1]
    await page.getByText('The person stays the same').waitFor()
    await describeIssue('A wrong bill', 'Was charged twice.')
    await page.click('.record-foot .primary')
    await page.waitForURL(/issues\/\d+/)
    const { body } = await send('GET', `/interactions/${id}`)
    expect(body.actions.map((one: { details: string }) => one.details)).toEqual([
      'Wants another lid.',
      'Was charged twice.',
    ])
    expect(await page.textContent('#pane')).not.toContain('Wants another lid.')

    const call = { personId: body.person.id, channel: 'phone', originator: 'customer' }
    const [lid, bill] = body.actions.map((one: { issue: { id: number } }) => one.issue.id)
    const actions = [
      { issueId: lid, details: 'The lid went out.', close: true },
      { issueId: bill, details: 'The money comes back.' },
    ]
    const again = await send('POST', '/interactions', { ...call, actions })
    expect(again).toMatchObject({ status: 201, body: { actions: [{ issueId: lid }, { issueId: bill }] } })
    await page.goto(`${app.base}issues/${bill}`)
    await page.getByText('The money comes back.').filter({ visible: true }).first().waitFor()
    expect(await page.textContent('#pane')).not.toContain('The lid went out.')
    expect(await statusOf(lid)).toBe('closed')
  })

  test('an address of a registered user is positive, a last name lists candidates, nothing known makes a record', async () => {
    await register('u1', 'peter@shop.test', 'Peter', 'Ameise')
    await page.goto(`${app.base}interactions/new`)
    await page.fill('#lastName', 'Ameise')
    await page.locator('.candidate input[value^=u]').waitFor()
    expect(await page.locator('.candidate.sure').count()).toBe(0)
    await page.fill('#email', 'PETER@shop.test')
    await page.locator('.candidate.sure').waitFor()
    const known = async (query: string) => (await send('GET', `/people/candidates?${query}`)).body
    expect(await known('email=peter@shop.test')).toMatchObject({ positive: { shopUser: { email: 'peter@shop.test' } } })
    const byName = await known('lastName=ameise')
    expect([byName.positive, byName.candidates.length]).toEqual([undefined, 1])

    await page.goto(`${app.base}interactions/new`)
    await page.fill('#firstNames', 'Quirin')
    await page.fill('#lastName', 'Neumann')
    await page.fill('#email', 'quirin@new.test')
    await page.getByText('A new customer is made').waitFor()
    await describeIssue('Asks for a catalogue', 'Sent him one.')
    await page.click('.record-foot .primary')
    await page.waitForURL(/issues\/\d+/)
    const [person] = (await send('GET', '/people?email=quirin@new.test')).body.items
    expect(person.shopUser).toBeUndefined()
    await register('u2', 'quirin@new.test', 'Quirin', 'Neumann')
    const { matches } = (await send('GET', `/people/${person.id}`)).body
    expect(matches).toMatchObject([{ shopUser: { email: 'quirin@new.test' } }])
    await page.goto(`${app.base}people/${person.id}`)
    await page.getByText('Is this the registered user Quirin Neumann?').waitFor()
    await page.getByRole('button', { name: 'Yes, the same person' }).click()
    await expect
      .poll(async () => (await send('GET', `/people/${person.id}`)).body.shopUser, patience)
      .toMatchObject({ email: 'quirin@new.test' })
  })

  test('a type that leaves the picklist folds into “all others”, and its issues are found there', async () => {
    const made = await send('POST', '/picklists/issue_type/items', { label: 'Leaking sand' })
    expect(made.status).toBe(201)
    const person = { email: 'sandra@customer.test' }
    const issue = await send('POST', '/issues', { person, subject: 'Sand everywhere', types: ['Leaking sand'] })
    expect(await counts()).toMatchObject({ 'Leaking sand': 1 })
    const others = (await counts())['All others'] ?? 0
    await page.goto(`${app.base}settings/picklists`)
    await page.locator(`[data-item="${made.body.itemId}"]`).getByRole('link').first().click()
    await page.getByRole('button', { name: 'Retire Leaking sand' }).click()
    await expect.poll(async () => (await counts())['All others'], patience).toBe(others + 1)
    expect(await counts()).not.toHaveProperty('Leaking sand')
    await page
      .getByRole('row', { name: /All others/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('link', { name: /Sand everywhere/ }).waitFor()
    expect(await listed('offList=true')).toContain(issue.body.id)
  })

  test('each number of the board is the number of rows of the list that it leads to', async () => {
    for (const [label, open] of Object.entries(await counts())) {
      const query =
        { 'All others': 'offList=true', Uncategorized: 'type=none' }[label] ?? `type=${encodeURIComponent(label)}`
      expect((await listed(query)).length, label).toBe(open)
      await page.goto(app.base)
      await page
        .getByRole('row', { name: new RegExp(label) })
        .getByRole('link')
        .first()
        .click()
      await page.waitForURL(/\/issues/)
      expect(await page.locator('#list .row').count(), label).toBe(open)
    }
  })

  test('a letter, a call and a mail that are submitted twice have one effect', async () => {
    const { body } = await send('POST', '/issues', { person: { email: 'dora@customer.test' }, subject: 'Two clicks' })
    const once = { 'Idempotency-Key': 'answer-dora' }
    const sent = [1, 2].map(() => send('POST', `/issues/${body.id}/replies`, { text: 'Once by the API.' }, once))
    const ids = (await Promise.all(sent)).filter(({ status }) => status === 201).map((one) => one.body.letterId)
    expect(new Set(ids).size).toBe(1)
    await page.goto(`${app.base}issues/${body.id}`)
    await page.locator('textarea[name=text]').fill('Once by the page.')
    await twice('[data-composer]', { deed: 'send' })
    await page.goto(`${app.base}interactions/new`)
    await page.fill('#email', 'dora@customer.test')
    await page.locator('.candidate input[value^=p]').check()
    await describeIssue('Rang us', 'Once by phone.')
    await twice('form[action$="/interactions"]')
    const texts = (await send('GET', '/letters')).body.items.map((one: { text: string }) => one.text)
    expect(texts.filter((text: string) => text.startsWith('Once by')).sort()).toEqual([
      expect.stringContaining('Once by the API.'),
      expect.stringContaining('Once by the page.'),
    ])
    const said = (await send('GET', `/people/${body.person.id}/history`)).body.items.flatMap(detailsOf)
    expect(said.filter((text: string) => text === 'Once by phone.')).toHaveLength(1)

    const raw = { from: 'Dora <dora@customer.test>', to: 'support@localhost', text: 'Once by mail.', id: 'same@x.test' }
    await mail(raw)
    await mail(raw)
    await expect.poll(async () => (await send('GET', '/mail?state=kept')).body.items, patience).toEqual([])
    expect((await listed('q=%22Once%20by%20mail%22&status=all')).length).toBe(1)
  })
})

const patience = { timeout: 20_000, interval: 100 }

async function signIn(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(15_000)
  const fresh = await context.newPage()
  await fresh.goto(`${app.base}sign-in?next=%2Fissues`)
  await fresh.fill('#email', rep.email)
  await fresh.fill('#password', rep.password)
  await fresh.click('button.primary')
  await fresh.waitForURL(/\/issues/)
  return fresh
}

async function send(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...more }
  const answer = await fetch(`${app.base}api/v1${path}`, {
    ...{ method, headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}

type Item = { id: number }
type Told = { actions: { details: string | null }[] }
const detailsOf = ({ actions }: Told) => actions.map((one) => one.details)
const listed = async (query: string) =>
  (await send('GET', `/issues?limit=500&${query}`)).body.items.map(({ id }: Item) => id) as number[]
const statusOf = async (id: number) => (await send('GET', `/issues/${id}`)).body.status as string

async function issuesOf(email: string): Promise<number[]> {
  const [person] = (await send('GET', `/people?email=${encodeURIComponent(email)}`)).body.items
  return person ? listed(`status=all&person=${person.id}`) : []
}

async function register(externalId: string, email: string, firstNames: string, lastName: string) {
  const user = { email, firstNames, lastName, registeredAt: '2026-01-02T03:04:05Z' }
  expect((await send('PUT', `/shop/users/${externalId}`, user)).status).toBe(200)
}

async function describeIssue(subject: string, details: string) {
  await page.fill('#subject', subject)
  await page.fill('#details', details)
}

/** What the board says of each type. */
async function counts(): Promise<Record<string, number>> {
  await page.goto(app.base)
  const rows = await page.locator('.board-types tbody tr').allInnerTexts()
  return Object.fromEntries(rows.map((row) => row.split('\t')).map(([label, open]) => [label!.trim(), Number(open)]))
}

/** Posts a form of the page twice at the same moment, as two clicks do on a slow line. */
async function twice(form: string, more: Record<string, string> = {}) {
  await page.locator(form).evaluate(async (element, extra) => {
    const data = new FormData(element as HTMLFormElement)
    for (const [name, value] of Object.entries(extra)) data.set(name, value)
    const post = () => fetch((element as HTMLFormElement).action, { method: 'POST', body: data })
    await Promise.all([post(), post()])
  }, more)
}

async function letterTo(address: string): Promise<string> {
  await expect.poll(() => letters.some(({ to }) => to.includes(address)), patience).toBe(true)
  return letters.find(({ to }) => to.includes(address))!.raw.toString('utf8')
}

const replyTo = (letter: string) => /^Reply-To:.*?([^\s<]+@[^\s>]+)/im.exec(letter)![1]!

/** Another character where the signature is. */
const bent = (token: string) => `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`

async function answer(letter: string, from: string, text: string) {
  const subject = /^Subject: (.*)$/im.exec(letter)![1]!.trim()
  await mail({ from, to: replyTo(letter), text, subject: `Re: ${subject}` })
}

type Mail = Readonly<{ from: string; to: string; text: string; subject?: string; id?: string }>

async function mail({ from, to, text, subject = 'About my farm', id = `${Math.random()}@x.test` }: Mail) {
  const head = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${id}>\r\nSubject: ${subject}\r\n`
  const client = await connectSmtp(app.smtpPort)
  const reply = await client.send({ from: /[^<]+@[^>]+/.exec(from)![0], to }, `${head}\r\n${text}\r\n`)
  client.quit()
  expect(reply.code).toBe(250)
}
