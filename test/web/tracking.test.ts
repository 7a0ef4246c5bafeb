import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { beforeAll, expect, test } from 'vitest'
import { addCampaign, getCampaign } from '../../src/campaigns/campaigns.ts'
import { launchCampaign } from '../../src/campaigns/launch.ts'
import { countsOf } from '../../src/campaigns/recipients.ts'
import { setCampaignOptions } from '../../src/desk/campaign-options.ts'
import { undo } from '../../src/desk/undo.ts'
import { actor, aDraft, aShop, config, until, worker } from '../campaigns/desk.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { cookieOf, form, secrets, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let id = 0
const taken: RelayedLetter[] = []
const reader = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }
const text =
  'Dear {{ person.first_name | default: "friend" }},\n\n[the farm](https://shop.test/farm?a=1&b=2) and [the lamp](https://shop.test/lamp), [here]({{ archive_url }}).'

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  const relay = await startRelay((letter) => taken.push(letter))
  const mailbox = await aShop(desk.db, 3)
  const values = aDraft(mailbox.id, { text, name: 'Tracked' })
  await desk.db.transaction().execute(async (tx) => {
    id = await addCampaign(tx, values, null)
    const launch = () =>
      launchCampaign(tx, { secrets, config: config(relay.url) }, actor, { id, expectedRecipients: 3 })
    expect(await launch()).toMatchObject({ problem: expect.stringContaining('public copy') })
    await setCampaignOptions(tx, actor, id, { archive: true, tracking: true })
    expect(await launch()).toMatchObject({ changeId: expect.any(Number) })
  })
  const sending = worker(desk.db, relay.url, { secrets, instance: 'this one' })
  await until(desk.db, id, 'finished')
  await sending.stop()
  return async () => {
    await relay.stop()
    await made.stop()
  }
}, 60_000)

const htmlOf = async (n: number) =>
  (await simpleParser(taken.find(({ to }) => to[0] === `buyer${n}@customer.test`)!.raw)).html || ''
const paths = async (n: number) =>
  [...(await htmlOf(n)).matchAll(/http:\/\/localhost:3000(\/(?:click|open)\/[^"]+)/g)].map(([, path]) => path!)
const get = (path: string, init: RequestInit = {}) => desk.app.request(path, { headers: reader, ...init })
const looks = async () => (await countsOf(desk.db, id)).looks
const older = () => sql`update campaign_recipients set done_at = now() - interval '1 hour'`.execute(desk.db)

test('links of the template lead over the desk, the way out does not', async () => {
  const html = await htmlOf(1)
  expect(await paths(1)).toHaveLength(3)
  expect(html).toMatch(/href="http:\/\/localhost:3000\/unsubscribe\/u/)
  expect(html).not.toContain('shop.test/farm')
  expect((await simpleParser(taken[0]!.raw)).text).toContain('https://shop.test/farm?a=1&b=2')
})

test('what comes within ten seconds, asks for the head or names itself is a machine; a person is counted once, apart', async () => {
  const [farm, , open] = await paths(1)
  await sql`update campaign_recipients set done_at = now() + interval '1 minute'`.execute(desk.db)
  expect((await get(open!)).headers.get('content-type')).toBe('image/gif')
  expect(await looks()).toEqual({ open: 0, openMachine: 1, click: 0, clickMachine: 0 })
  await older()
  await get(open!, { method: 'HEAD' })
  await get(open!, { headers: { 'user-agent': 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)' } })
  expect(await looks()).toEqual({ open: 0, openMachine: 1, click: 0, clickMachine: 0 })
  for (const path of [open!, open!]) await get(path)
  const went = await get(farm!)
  expect([went.status, went.headers.get('location')]).toEqual([302, 'https://shop.test/farm?a=1&b=2'])
  expect(await looks()).toEqual({ open: 1, openMachine: 0, click: 1, clickMachine: 0 })
})

test('who follows all links at once is a machine', async () => {
  await older()
  const [farm, lamp] = await paths(2)
  await Promise.all([get(farm!), get(lamp!)])
  expect(await looks()).toMatchObject({ click: 1, clickMachine: 1 })
})

test('a forged id, another link and a letter without tracking lead nowhere', async () => {
  const [farm] = await paths(3)
  for (const path of [farm!.replace(/\/\d+$/, '/99'), farm!.replace(/\/\d+$/, '/x'), '/click/k1.0000000000000000/0'])
    expect((await get(path)).status).toBe(404)
  await sql`update campaigns set tracking = false where id = ${id}`.execute(desk.db)
  expect((await get(farm!)).status).toBe(404)
  await sql`update campaigns set tracking = true where id = ${id}`.execute(desk.db)
  expect((await looks()).click).toBe(1)
})

test('the public copy names nobody and is gone when it is off', async () => {
  const path = /http:\/\/localhost:3000(\/archive\/[^"]+)/.exec(await htmlOf(1))![1]!
  const page = await desk.app.request(path)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Ants for …')])
  const frame = await desk.app.request(`${path}/html`)
  const html = await frame.text()
  expect(html).toContain('https://shop.test/farm')
  expect(html).not.toMatch(/buyer\d|Bea\d|\/(click|open)\//)
  expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'")
  const cookie = await cookieOf(desk)
  await desk.app.request(`/campaigns/${id}/options`, form(cookie))
  expect((await desk.app.request(path)).status).toBe(404)
  expect((await getCampaign(desk.db, id))!).toMatchObject({ archive: false, tracking: true })
  const last = await desk.db.selectFrom('changes').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  await desk.db.transaction().execute((tx) => undo(tx, actor, last.id))
  expect((await desk.app.request(path)).status).toBe(200)
})

test('the page of the campaign tells people and machines apart, and says what is off', async () => {
  const headers = { cookie: await cookieOf(desk) }
  const page = await (await desk.app.request(`/campaigns/${id}`, { headers })).text()
  expect(page).toMatch(/Opened[\s\S]*Clicked[\s\S]*and 1 by machines/)
  expect(page).toContain('take these numbers as hints')
})
