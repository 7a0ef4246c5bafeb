import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { keepForm } from '../../inbound/keep-form.ts'
import { startParser } from '../../inbound/parser.ts'
import { contactToken, dropOldTokens } from '../../src/desk/contact-forms.ts'
import { createApp } from '../../src/web/app.ts'
import { type Api, anApi } from '../api/support.ts'
import { secrets, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let app: TestDesk['app']
let api: Api
let form: { id: number; slug: string; changeId: number }
let parser: ReturnType<typeof startParser>

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  app = createApp({ ...desk.parts, keepMail: keepForm })
  parser = startParser()
  api = await anApi(desk.db, { role: 'admin' })
  await desk.db.insertInto('picklistItems').values({ picklist: 'issue_type', label: type, position: 1 }).execute()
  const wish = { name: 'Write to us', mailboxId: 1, sites: ['https://www.shop.example'], types: [type] }
  form = (await api.send('POST', '/contact-forms', wish)).body
  return async () => {
    await parser.stop()
    await made.stop()
  }
})

const type = 'Broken on arrival'
const filed = async () => {
  const log = desk.parts.log
  while ((await fileWaiting({ db: desk.db, secrets, log, parser })) > 0);
}
const tokenIn = (html: string) => /name="token" value="([^"]+)"/.exec(html)![1]!

async function served() {
  const answer = await app.request(`/contact/${form.slug}`)
  return { answer, html: await answer.text() }
}

type Fields = Record<string, string | File>
const usual = {
  email: 'maria@customer.example',
  name: 'Maria Formica',
  subject: 'My kettle',
  text: 'It leaks.\r\nA lot.',
}

/** As a browser sends it from a frame of the shop's page: no cookie, from another site. */
async function post(fields: Fields, slug = form.slug) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://www.shop.example' }
  const answer = await app.request(`/contact/${slug}`, { method: 'POST', headers, body })
  return { status: answer.status, html: await answer.text() }
}

async function deliveries() {
  return desk.db.selectFrom('deliveries').select(['id', 'state', 'source', 'reason']).orderBy('id').execute()
}

describe('a contact form', () => {
  test('comes without script, for frames of its sites alone', async () => {
    const { answer, html } = await served()
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<script')
    expect(html).not.toContain('Antfarm')
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://www.shop.example")
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await app.request('/contact/zzzzzzzzzzzz')).status).toBe(404)
  })

  test('makes an issue like mail does: person, words, type, file and bytes, with a sender that nobody vouches for', async () => {
    const token = tokenIn((await served()).html)
    const file = new File(['a picture'], '../kettle.png', { type: 'image/png' })
    const sent = await post({ ...usual, token, type, order: 'A-77', files: file })
    expect([sent.status, sent.html]).toEqual([200, expect.stringContaining('Your message is here')])
    await filed()
    const [issue] = (await api.send('GET', '/issues?status=all')).body.items
    expect(issue).toMatchObject({ subject: 'My kettle', status: 'open', types: [type], origin: 'human' })
    expect(issue.person).toMatchObject({ email: 'maria@customer.example', name: 'Maria Formica' })
    const [action] = (await api.send('GET', `/issues/${issue.id}`)).body.actions
    const { email } = action.interaction
    expect(email.text.trim()).toBe('Order number: A-77\n\nIt leaks.\nA lot.')
    expect(email.verified).toBe('none')
    expect(email.attachments).toMatchObject([
      { filename: expect.stringMatching(/kettle\.png$/), contentType: 'image/png' },
    ])
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ source: 'api', state: 'filed' })
    const source = await api.send('GET', `/mail/${delivery!.id}/source`)
    expect(source.body).toContain(`X-Antfarm-Contact-Form: ${form.slug}`)
  })

  test('sends no acknowledgement, also where the mailbox does', async () => {
    const set = { acknowledge: true, ackSubject: 'Here', ackText: 'We have it.' }
    await desk.db.updateTable('mailboxes').set(set).where('id', '=', 1).execute()
    await post({ ...usual, email: 'ines@customer.example', token: contactToken(secrets, form.slug) })
    await filed()
    await desk.db.updateTable('mailboxes').set({ acknowledge: false }).where('id', '=', 1).execute()
    expect(await desk.db.selectFrom('letters').select('id').execute()).toEqual([])
  })

  test('does not reopen another’s issue, whatever its subject and its sender claim', async () => {
    const issue = (await api.send('GET', '/issues?status=all')).body.items.at(-1)
    await api.send('PATCH', `/issues/${issue.id}`, { status: 'closed' })
    await post({ ...usual, subject: `Re: [#${issue.id}] My kettle`, token: contactToken(secrets, form.slug) })
    await filed()
    expect((await api.send('GET', `/issues/${issue.id}`)).body).toMatchObject({ status: 'closed' })
    const all = await deliveries()
    expect(all.every(({ state }) => state === 'filed')).toBe(true)
  })

  test('is sent once: a token that was used, is too old, forged or another form’s keeps nothing and loses no word', async () => {
    const before = (await deliveries()).length
    const used = contactToken(secrets, form.slug)
    const both = await Promise.all([post({ ...usual, token: used }), post({ ...usual, token: used })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422])
    const old = contactToken(secrets, form.slug, Date.now() - 2 * 3_600_000 - 5000)
    const bad = [used, old, contactToken(secrets, 'abcdefghijkl'), `${used.slice(0, -2)}xx`, '', 'x'.repeat(5000)]
    for (const token of bad) {
      const { status, html } = await post({ ...usual, token })
      expect(status).toBe(422)
      expect(html).toContain('It leaks.')
      expect(html).toContain('maria@customer.example')
    }
    expect((await deliveries()).length).toBe(before + 1)
    await desk.db
      .updateTable('contactTokens')
      .set({ expiresAt: new Date(0) })
      .execute()
    await dropOldTokens(desk.db)
    expect(await desk.db.selectFrom('contactTokens').selectAll().execute()).toEqual([])
  })
})

describe('what is wrong with it', () => {
  test('is said in place: fields, the trap for programs, our own address, too many files', async () => {
    await sql`delete from rate_limits`.execute(desk.db)
    const before = (await deliveries()).length
    const token = () => contactToken(secrets, form.slug)
    const wrong: [Fields, RegExp][] = [
      [{ email: 'maria' }, /Write your address/],
      [{ email: 'support@shop.test' }, /our own address/],
      [{ email: 'a@b.example, c@d.example' }, /Write your address/],
      [{ subject: 'a\r\nBcc: x@y.example' }, /Write a subject/],
      [{ subject: '' }, /Write a subject/],
      [{ text: 'x'.repeat(20_001) }, /Write a message/],
      [{ website: 'https://buy.example' }, /Leave this field empty/],
      [{ name: 'x'.repeat(101) }, /Write a name/],
      [{ files: new File([Buffer.alloc((5 << 20) + 1)], 'a.bin') }, /5 MB/],
    ]
    for (const [fields, said] of wrong) {
      const { status, html } = await post({ ...usual, token: token(), ...fields })
      expect([status, html]).toEqual([422, expect.stringMatching(said)])
    }
    expect((await post({ ...usual, token: token(), files: new File([Buffer.alloc(7 << 20)], 'a') })).status).toBe(413)
    expect((await deliveries()).length).toBe(before)
  })

  test('keeps what it can of hostile words, and one network sends twenty an hour at most', async () => {
    await sql`delete from rate_limits`.execute(desk.db)
    const text = 'nul \0 and ‮ and 🐜\ud800'
    const hostile = { ...usual, name: '"><script>alert(1)</script>', text, type: 'made up' }
    expect((await post({ ...hostile, token: contactToken(secrets, form.slug) })).status).toBe(200)
    for (let i = 0; i < 19; i++) await post({ email: 'x' })
    const last = await post({ ...usual, token: contactToken(secrets, form.slug) })
    expect([last.status, last.html]).toEqual([429, expect.stringContaining('Too many messages')])
    expect(last.html).toContain('It leaks.')
    await filed()
    expect((await deliveries()).every(({ state }) => state === 'filed')).toBe(true)
  })
})

test('a form is changed, deleted and taken back by the API', async () => {
  const path = `/contact-forms/${form.id}`
  for (const site of ['https://x.example/path', "https://x.example; script-src 'x'", 'javascript:alert(1)', '*'])
    expect((await api.send('PATCH', path, { sites: [site] })).status).toBe(422)
  const changed = await api.send('PATCH', path, { sites: ['https://B.example/'], name: 'Hello' })
  expect(changed.body).toMatchObject({ sites: ['https://b.example'], name: 'Hello' })
  await api.send('POST', `/undo/${changed.body.changeId}`)
  expect((await api.send('GET', '/contact-forms')).body.items[0]).toMatchObject({ name: 'Write to us' })
  const gone = await api.send('DELETE', path)
  expect((await served()).answer.status).toBe(404)
  await api.send('POST', `/undo/${gone.body.changeId}`)
  expect((await served()).answer.status).toBe(200)
})
