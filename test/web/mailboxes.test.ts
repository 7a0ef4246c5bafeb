import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { imapTest } from '../inbound/imap-desk.ts'
import { startDovecot } from '../support/dovecot.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let admin: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  admin = await cookieOf(desk)
  await addRep(desk.db, { name: 'Rita Rep', email: 'rita@shop.test', password, role: 'rep' })
  return () => made.stop()
})

const page = async (path: string, cookie = admin) => {
  const answer = await desk.app.request(path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}

/** What the form posts for an account. */
const fields = {
  address: 'sales@shop.test',
  name: 'Sales',
  defaultTypes: 'sale, wholesale',
  reopenDays: '30',
  imap: 'yes',
  host: '127.0.0.1',
  port: '143',
  tls: 'none',
  user: 'support',
  auth: 'password',
  password: 'right-horse',
  folder: 'INBOX',
  takeOld: 'yes',
  processed: 'move',
  moveTo: 'Done',
}

imapTest('a mailbox is added, tested and deleted on its page', async () => {
  const dovecot = await startDovecot()
  try {
    const wrong = await desk.app.request('/settings/mailboxes', form(admin, { ...fields, port: '0', password: '' }))
    expect(wrong.status).toBe(422)
    const again = await wrong.text()
    expect(again).toContain('Write a port from 1 to 65535')
    expect(again).toContain('value="sale, wholesale"')
    const made = await desk.app.request('/settings/mailboxes', form(admin, { ...fields, port: String(dovecot.port) }))
    expect(made.status).toBe(303)
    const path = made.headers.get('location')!.split('?')[0]!
    expect((await page(path)).text).not.toContain('right-horse')
    const tested = await (await desk.app.request(`${path}/test`, form(admin))).text()
    expect(tested).toContain(`Signed in at 127.0.0.1:${dovecot.port} as support, without TLS`)
    expect(tested).toContain('The folder “INBOX” is there, with 0 mails.')
    const changed = { ...fields, port: String(dovecot.port), password: '', moveTo: 'Gone', version: '1' }
    expect((await desk.app.request(path, form(admin, changed))).status).toBe(303)
    expect(await (await desk.app.request(`${path}/test`, form(admin))).text()).toMatch(
      /no folder “Gone”. There are: .*Done/,
    )
    expect((await desk.app.request(`${path}/delete`, form(admin))).status).toBe(303)
    expect((await page(path)).status).toBe(404)
  } finally {
    await dovecot.stop()
  }
})

test('a mailbox that is behind is told to every rep, and its trouble to admins', async () => {
  await sql`insert into imap_accounts (mailbox_id, host, port, tls, user_name, auth, credentials, healthy_since, state, last_error)
    select id, 'imap.test', 993, 'tls', 'x', 'password', '\\x00', now() - interval '6 minutes', 'retrying', 'Nothing listens on imap.test:993.'
    from mailboxes where address = 'support@shop.test'`.execute(desk.db)
  const rep = await cookieOf(desk, 'rita@shop.test')
  expect((await page('/issues', rep)).text).toContain('more than 5 minutes behind')
  expect((await page('/settings/mailboxes')).text).toContain('Nothing listens on imap.test:993.')
  await sql`update imap_accounts set last_success_at = now()`.execute(desk.db)
  expect((await page('/issues', rep)).text).not.toContain('more than 5 minutes behind')
})

test('only admins see and change mailboxes, or undo their changes', async () => {
  const rep = await cookieOf(desk, 'rita@shop.test')
  expect((await page('/settings/mailboxes', rep)).status).toBe(403)
  expect((await desk.app.request('/settings/mailboxes/1/delete', form(rep))).status).toBe(403)
  expect((await page('/issues', rep)).text).not.toContain('/settings/mailboxes')
  const change = await desk.db.selectFrom('changes').select('id').where('kind', 'like', 'mailbox.%').executeTakeFirst()
  if (change) expect((await desk.app.request(`/undo/${change.id}`, form(rep))).status).toBe(403)
})
