import { sql } from 'kysely'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import { beforeAll, expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { addCampaign, getCampaign } from '../../src/campaigns/campaigns.ts'
import { estimateCampaign, takeSnapshot } from '../../src/campaigns/snapshot.ts'
import { unsubscribeLinks } from '../../src/campaigns/unsubscribe.ts'
import { checkDkimKey, createDkimKey } from '../../src/letters/dkim-changes.ts'
import { dkimRecord } from '../../src/letters/dkim-keys.ts'
import { languageOfPerson } from '../../src/letters/known-words.ts'
import { signId } from '../../src/letters/signed-ids.ts'
import { listMailboxes } from '../../src/mail/mailboxes.ts'
import { actor, aDraft, aShop, launched, until, worker } from '../campaigns/desk.ts'
import { arrive, log } from '../inbound/door.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { cookieOf, form, secrets, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
const taken: RelayedLetter[] = []
let dns: (name: string) => Promise<string[][]>
let relayUrl = ''
let campaignId = 0
let mailboxId = 0

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  const relay = await startRelay((letter) => taken.push(letter))
  relayUrl = relay.url
  mailboxId = (await aShop(desk.db, 9)).id
  await sql`update mailing_lists set name = 'Ämsen “News”'`.execute(desk.db)
  await sql`update mailboxes set plus_addresses = true`.execute(desk.db)
  dns = await aKey()
  campaignId = await launched(desk.db, relayUrl, aDraft(mailboxId), 9)
  const sending = worker(desk.db, relayUrl, { secrets, instance: 'this one' })
  await until(desk.db, campaignId, 'finished')
  await sending.stop()
  return async () => {
    await relay.stop()
    await made.stop()
  }
}, 60_000)

async function aKey() {
  const made = await createDkimKey(desk.db, actor, secrets, { domain: 'shop.test', algorithm: 'ed25519' })
  if ('problem' in made) throw new Error(made.problem)
  const { name, value } = dkimRecord(made.key)
  const txt = async (asked: string) =>
    asked === name ? [[value]] : Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
  await checkDkimKey(desk.db, actor, txt, made.key.id)
  return txt
}

const headerOf = (raw: Buffer, name: string) =>
  new RegExp(`^${name}: ((?:.*\\r\\n[ \\t])*.*)\\r\\n`, 'im')
    .exec(raw.toString('latin1'))?.[1]
    ?.replace(/\r\n[ \t]/g, ' ')
const letterTo = (n: number) => taken.find(({ to }) => to[0] === `buyer${n}@customer.test`)!.raw
const pathsOf = (n: number) => {
  const [url, mail] = headerOf(letterTo(n), 'List-Unsubscribe')!.split(', ')
  return { path: new URL(url!.slice(1, -1)).pathname, mailto: mail!.slice(8, -1).split('?')[0]! }
}

/** A digest of every table. */
async function digest(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`.execute(
    desk.db,
  )
  const sums = await Promise.all(
    rows.map(({ name }) =>
      sql<{
        sum: string
      }>`select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from ${sql.table(name)} t`.execute(
        desk.db,
      ),
    ),
  )
  return sums.map(({ rows: [row] }, i) => `${rows[i]!.name} ${row!.sum}`).join('\n')
}

const state = async (n: number) =>
  (
    await sql<{ state: string; suppressions: number; events: number }>`
    select m.state, (select count(*)::int from suppressions s where s.address_key = m.address_key and s.lifted_at is null) as suppressions,
      (select count(*)::int from campaign_events e join campaign_recipients r on r.id = e.recipient_id
        where r.address_key = m.address_key and e.kind = 'unsubscribe') as events
    from mailing_list_members m where m.address_key = ${`buyer${n}@customer.test`}`.execute(desk.db)
  ).rows[0]!
const listed = { state: 'confirmed', suppressions: 0, events: 0 }
const left = { state: 'removed', suppressions: 1, events: 1 }
const oneClick = (path: string, body: BodyInit = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })) =>
  desk.app.request(path, { method: 'POST', body })

test('a letter on the wire bears the list headers of RFC 2369, 2919 and 8058, and DKIM signs them', async () => {
  expect(taken).toHaveLength(9)
  const raw = letterTo(1)
  const count = (name: string) => raw.toString('latin1').match(new RegExp(`^${name}:`, 'gim'))?.length
  for (const name of [
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'List-Id',
    'Feedback-ID',
    'Precedence',
    'Message-ID',
    'Date',
    'From',
  ])
    expect([name, count(name)]).toEqual([name, 1])
  expect(headerOf(raw, 'List-Unsubscribe')).toMatch(
    /^<https?:\/\/[^>\s]+\/unsubscribe\/u[\w.]+>, <mailto:news\+u[0-9a-z.]+@shop\.test\?subject=unsubscribe>$/,
  )
  expect(headerOf(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  expect(headerOf(raw, 'List-Id')).toMatch(/ <news\.lists\.shop\.test>$/)
  const [, name] = /^=\?UTF-8\?B\?(\S+)\?= /.exec(headerOf(raw, 'List-Id')!)!
  expect(Buffer.from(name!, 'base64').toString()).toBe('Ämsen “News”')
  expect(headerOf(raw, 'Precedence')).toBe('bulk')
  expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated')
  expect(headerOf(raw, 'X-Auto-Response-Suppress')).toBe('OOF, AutoReply')
  expect(headerOf(raw, 'Feedback-ID')).toMatch(/^c\d+:l\d+:promo:[a-z0-9]{5,15}$/)
  expect(headerOf(raw, 'Feedback-ID')).toBe(headerOf(letterTo(2), 'Feedback-ID'))
  const { results } = await dkimVerify(raw, { resolver: dns as never })
  expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([['pass', 'shop.test']])
  const signed = headerOf(raw, 'DKIM-Signature')!
    .replace(/\s/g, '')
    .match(/h=([^;]+)/)![1]!
    .toLowerCase()
    .split(':')
  expect(signed).toEqual(
    expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'feedback-id']),
  )
  const text = (await simpleParser(raw)).text!
  expect(text).toContain(pathsOf(1).path)
})

test('GET and HEAD on every mailed address change nothing at all', async () => {
  const { html, text } = await simpleParser(letterTo(1))
  const urls = [
    ...`${html} ${text} ${headerOf(letterTo(1), 'List-Unsubscribe')} ${headerOf(letterTo(1), 'List-Help')}`.matchAll(
      /https?:\/\/[^\s"'<>)\]]+/g,
    ),
  ]
  const member = await desk.db.selectFrom('mailingListMembers').select('id').limit(1).executeTakeFirstOrThrow()
  const paths = new Set([...urls.map(([url]) => new URL(url).pathname), `/confirm/${signId(secrets, 'm', member.id)}`])
  expect([...paths].filter((path) => /unsubscribe|preferences/.test(path))).toHaveLength(2)
  const before = await digest()
  for (const path of paths)
    for (const method of ['GET', 'HEAD']) expect((await desk.app.request(path, { method })).status).toBe(200)
  expect(await digest()).toBe(before)
})

test('one click in either encoding takes somebody off at once, with no cookie and from anywhere, and twice is once', async () => {
  const urlencoded = await oneClick(pathsOf(1).path)
  expect([urlencoded.status, await urlencoded.text()]).toEqual([200, 'unsubscribed\n'])
  expect(urlencoded.headers.get('set-cookie')).toBe(null)
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')
  expect((await oneClick(pathsOf(2).path, multipart)).status).toBe(200)
  expect([await state(1), await state(2), await state(3)]).toEqual([left, left, listed])
  const before = await digest()
  const foreign = {
    'sec-fetch-site': 'cross-site',
    origin: 'https://mail.example',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const again = await desk.app.request(pathsOf(1).path, {
    method: 'POST',
    headers: foreign,
    body: 'List-Unsubscribe=One-Click',
  })
  expect(again.status).toBe(200)
  expect(await digest()).toBe(before)
  const { rows } = await sql<{ kind: string }>`select c.kind from changes c join user_identification_emails e
    on e.user_identification_id = c.user_identification_id where e.address_key = 'buyer1@customer.test'`.execute(
    desk.db,
  )
  expect(rows).toEqual([{ kind: 'suppression.add' }])
})

test('a post that is neither one click nor the button, and a forged token, change nothing', async () => {
  const { path } = pathsOf(3)
  const before = await digest()
  expect((await oneClick(path, new URLSearchParams({ x: 'y' }))).status).toBe(400)
  const forged = `${path.slice(0, -1)}${path.endsWith('0') ? '1' : '0'}`
  expect((await oneClick(forged)).status).toBe(200)
  expect((await desk.app.request(forged)).status).toBe(404)
  expect((await oneClick(`/unsubscribe/${signId(secrets, 'c', 3)}`)).status).toBe(200)
  for (const page of ['preferences', 'confirm'])
    expect((await desk.app.request(`/${page}/${signId(secrets, 's', 3)}`)).status).toBe(404)
  const test0 = unsubscribeLinks(desk.parts, { address: 'support@shop.test', name: '', plusAddresses: true }, 0)
  expect(await (await desk.app.request(new URL(test0.unsubscribe).pathname)).text()).toContain('test letter')
  expect((await oneClick(new URL(test0.unsubscribe).pathname)).status).toBe(200)
  expect(await digest()).toBe(before)
})

test('pages for customers speak their browser’s language where the desk knows none of their own', async () => {
  const wanted = { de: 'de-AT', es: 'fr;q=0.4, es;q=0.9', fr: 'nl, fr-aaaaa-aaaaa', en: 'nl, de;q=0' }
  for (const [language, header] of Object.entries(wanted))
    for (const path of [
      '/gift',
      '/csat/none',
      '/unsubscribe/none',
      '/preferences/none',
      '/confirm/none',
      '/archive/none',
    ]) {
      const page = await desk.app.request(path, { headers: { 'accept-language': header } })
      expect([path, await page.text()]).toEqual([path, expect.stringContaining(`<html lang="${language}"`)])
    }
})

test('the page’s button unsubscribes with a page to answer, in the language that the shop knows', async () => {
  const { path } = pathsOf(3)
  expect(await (await desk.app.request(path)).text()).toContain('b…@customer.test')
  const done = await desk.app.request(path, form('', { confirm: '1' }))
  expect(await done.text()).toContain('Sie sind abgemeldet')
  expect(await state(3)).toEqual(left)
})

test('the preference page switches lists, all of marketing and the language, and back', async () => {
  const path = pathsOf(4).path.replace('unsubscribe', 'preferences')
  const save = (fields: Record<string, string>) => desk.app.request(path, form('', fields))
  expect((await desk.app.request(path, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(
    403,
  )
  const french = await save({ marketing: 'yes', language: 'fr-CA' })
  expect([french.status, await french.text()]).toEqual([200, expect.stringContaining('<html lang="fr"')])
  expect(await state(4)).toMatchObject({ state: 'removed', suppressions: 1 })
  const chosen = await desk.db.selectFrom('mailPreferences').selectAll().executeTakeFirstOrThrow()
  expect(chosen).toMatchObject({ addressKey: 'buyer4@customer.test', language: 'fr-CA' })
  const { userIdentificationId: personId } = await desk.db
    .selectFrom('userIdentificationEmails')
    .select('userIdentificationId')
    .where('addressKey', '=', 'buyer4@customer.test')
    .executeTakeFirstOrThrow()
  expect(await languageOfPerson(desk.db, { personId })).toBe('fr-CA')
  const german = { headers: { 'accept-language': 'de' } }
  const page = await desk.app.request(pathsOf(4).path, german)
  expect(await page.text()).toMatch(/<html lang="fr".*Se désinscrire/s)
  expect((await save({ marketing: 'yes', 'list-news': 'yes', language: '' })).status).toBe(200)
  expect(await state(4)).toMatchObject({ state: 'confirmed', suppressions: 0 })
  await save({ all: 'off' })
  const [off] = await desk.db
    .selectFrom('suppressions')
    .select(['scope', 'reason'])
    .where('addressKey', '=', 'buyer4@customer.test')
    .where('liftedAt', 'is', null)
    .execute()
  expect(off).toEqual({ scope: 'marketing', reason: 'unsubscribed' })
  expect((await save({ marketing: 'yes', 'list-news': 'yes', language: 'x' })).status).toBe(422)
  await save({ marketing: 'yes', 'list-news': 'yes' })
  expect(await state(4)).toMatchObject({ state: 'confirmed', suppressions: 0 })
})

test('a mail to the unsubscribe address counts by its token alone and opens nothing; automatic mail there counts for nothing', async () => {
  const { db } = desk
  const parser = startParser()
  const [mailbox] = await listMailboxes(db)
  const from = (name: string) => `${name} <${name}@elsewhere.example>`
  const bye = { subject: 'unsubscribe', text: '' }
  const vacation = { ...bye, from: from('away'), recipient: pathsOf(6).mailto, headers: 'Auto-Submitted: auto-replied' }
  await arrive(db, mailbox!, { ...bye, from: from('other'), recipient: pathsOf(5).mailto })
  await arrive(db, mailbox!, vacation)
  const more =
    'Please take me off. And where is my order of last week? It should have come on Monday, and nobody answers the phone.'
  await arrive(db, mailbox!, { from: from('talker'), recipient: pathsOf(7).mailto, text: more })
  while ((await fileWaiting({ db, secrets, log, parser })) > 0);
  await parser.stop()
  expect([await state(5), await state(6), await state(7)]).toEqual([left, listed, left])
  const { rows } = await sql<{ from: string; open: boolean }>`
    select e.from_address as from, i.closed_at is null as open from emails e join actions a on a.interaction_id = e.interaction_id
      join issues i on i.id = a.issue_id order by e.id`.execute(db)
  expect(rows).toEqual([
    { from: 'other@elsewhere.example', open: false },
    { from: 'away@elsewhere.example', open: false },
    { from: 'talker@elsewhere.example', open: true },
  ])
})

/** Also who is on no list any more. */
const everybody = { audience: { country: 'DE' } }

test('who left is skipped by the next snapshot, and in the last moment before a hand-off', async () => {
  const id = await desk.db.transaction().execute((tx) => addCampaign(tx, aDraft(mailboxId, everybody), null))
  const { skips } = await estimateCampaign(desk.db, secrets, (await getCampaign(desk.db, id))!)
  expect(skips).toEqual({ unsubscribed: 5 })
  const sent = taken.length
  const next = await launched(desk.db, relayUrl, aDraft(mailboxId, everybody), 4)
  const waiting = sql`update campaign_recipients set next_at = now() + interval '1 hour' where campaign_id = ${next}`
  await sql`update campaigns set state = 'snapshotting' where id = ${next}`.execute(desk.db)
  expect(await takeSnapshot(desk.db, secrets, next)).toBe('done')
  await waiting.execute(desk.db)
  await oneClick(pathsOf(8).path)
  await sql`update campaign_recipients set next_at = now() where campaign_id = ${next}`.execute(desk.db)
  const sending = worker(desk.db, relayUrl, { secrets, instance: 'this one' })
  const { counts } = await until(desk.db, next, 'finished')
  await sending.stop()
  expect(counts.states).toMatchObject({ sent: 3, skipped: 6 })
  expect(
    taken
      .slice(sent)
      .map(({ to }) => to[0])
      .sort(),
  ).toEqual([4, 6, 9].map((n) => `buyer${n}@customer.test`))
})

test('staff see the lists and who left, lift it, and take that back', async () => {
  const cookie = await cookieOf(desk)
  const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()
  const { id, personId } = (
    await sql<{ id: number; personId: number }>`
    select s.id, e.user_identification_id as person_id from suppressions s join user_identification_emails e using (address_key)
    where address_key = 'buyer1@customer.test'`.execute(desk.db)
  ).rows[0]!
  expect(await get('/lists')).toContain('Ämsen')
  expect(await get('/lists/news?state=removed')).toContain('buyer1@customer.test')
  expect(await get('/settings/suppressions?q=buyer1@customer.test')).toContain('unsubscribed · one-click')
  expect(await get(`/people/${personId}`)).toContain('unsubscribed · one-click')
  const lifted = await desk.app.request(
    `/settings/suppressions/${id}/lift`,
    form(cookie, { back: `/people/${personId}` }),
  )
  expect(lifted.headers.get('location')).toMatch(new RegExp(`^/people/${personId}\\?done=\\d+`))
  expect(await state(1)).toMatchObject({ suppressions: 0 })
  const changeId = /done=(\d+)/.exec(lifted.headers.get('location')!)![1]!
  expect((await desk.app.request(`/undo/${changeId}`, form(cookie))).status).toBe(303)
  expect(await state(1)).toMatchObject({ suppressions: 1 })
})
