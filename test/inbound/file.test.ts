import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startFiling } from '../../inbound/filing.ts'
import { backlog, refileMail, releaseMail } from '../../src/mail/deliveries.ts'
import { getDelivery, listMail, rawMail } from '../../src/mail/ledger.ts'
import { compose, log, openDoor, openLine, outcome, secrets } from './door.ts'

type Line = Awaited<ReturnType<typeof openLine>>
const count = async (line: Line, table: 'interactions' | 'issues' | 'userIdentifications') =>
  (await line.db.selectFrom(table).select('id').execute()).length

async function until(done: () => Promise<boolean>) {
  for (let i = 0; i < 200 && !(await done()); i++) await new Promise((resolve) => setTimeout(resolve, 50))
}

test('twenty first mails of one sender, filed by four workers at once, make one person', async () => {
  const line = await openLine()
  const spellings = ['ada@customer.example', 'Ada@Customer.Example', 'ADA@CUSTOMER.EXAMPLE']
  for (let i = 0; i < 20; i++) await line.arrive({ from: spellings[i % 3]!, id: `m${i}@x.example`, text: `mail ${i}` })
  await Promise.all([1, 2, 3, 4].map(() => line.fileAll()))
  expect(await count(line, 'userIdentifications')).toBe(1)
  expect(await count(line, 'interactions')).toBe(20)
})

test('strangers without an address stay apart', async () => {
  const line = await openLine()
  for (const text of ['a', 'b', 'c']) await line.arrive({ from: 'undisclosed-recipients:;', text, id: `${text}@x` })
  await line.fileAll()
  expect(await count(line, 'userIdentifications')).toBe(3)
  expect(await line.db.selectFrom('userIdentificationEmails').select('addressKey').execute()).toEqual([])
})

test('the same mail again is filed as a copy, with the reason', async () => {
  const line = await openLine()
  const first = await line.arrive({ id: 'one@x.example' })
  await line.fileAll()
  const again = await line.arrive({ id: 'one@x.example' })
  const otherWay = await line.arrive({ raw: `Received: by another way\r\n${compose({ id: 'one@x.example' })}` })
  await line.fileAll()
  for (const id of [again, otherWay])
    expect(await outcome(line.db, id)).toMatchObject({
      state: 'filed',
      copyOfId: first,
      reason: expect.stringMatching(/same mail/),
    })
  expect(await count(line, 'interactions')).toBe(1)
})

test('a retry storm of one mail over twenty connections is one interaction', async () => {
  const line = await openDoor()
  const filing = startFiling({ ...line, secrets, log, concurrency: 3 })
  const clients = await Promise.all(Array.from({ length: 20 }, line.client))
  const envelope = { from: 'ada@customer.example', to: 'support@shop.test' }
  const replies = await Promise.all(clients.map((smtp) => smtp.send(envelope, compose({ id: 'storm@x.example' }))))
  expect(replies.every((reply) => reply.code === 250)).toBe(true)
  filing.wake()
  await until(async () => (await backlog(line.db)).mails === 0)
  await filing.stop()
  expect(await count(line, 'interactions')).toBe(1)
  expect((await listMail(line.db, { state: 'filed' }, { limit: 100 })).items).toHaveLength(20)
})

test('a script’s mail without id and date is a copy for fifteen minutes, then a new mail', async () => {
  const line = await openLine()
  const minutes = (n: number) => new Date(Date.UTC(2026, 0, 1, 12, n))
  for (const n of [0, 10, 30, 40]) await line.arrive({ text: 'disk full', receivedAt: minutes(n) })
  await line.fileAll()
  expect(await count(line, 'interactions')).toBe(2)
})

test('a mail that breaks the transaction fails alone, visibly, after five tries', async () => {
  const line = await openLine()
  await sql`alter table emails add check (subject <> 'poison')`.execute(line.db)
  const bad = await line.arrive({ subject: 'poison', id: 'p@x' })
  const good = await line.arrive({ subject: 'fine', id: 'g@x' })
  for (let i = 0; i < 5; i++) {
    await line.fileAll()
    await line.db.updateTable('deliveries').set({ leaseUntil: null }).execute()
  }
  expect(await outcome(line.db, good)).toMatchObject({ state: 'filed' })
  expect(await outcome(line.db, bad)).toMatchObject({ state: 'failed', reason: expect.stringContaining('5 times') })
  await sql`alter table emails drop constraint emails_subject_check`.execute(line.db)
  expect(await line.db.transaction().execute((tx) => refileMail(tx, bad))).toBe('refiled')
  await line.fileAll()
  expect(await outcome(line.db, bad)).toMatchObject({ state: 'filed', subject: 'poison' })
})

test('a mail under which the program ended twelve times is failed and not tried again', async () => {
  const line = await openLine()
  const id = await line.arrive({})
  await line.db.updateTable('deliveries').set({ attempts: 12 }).execute()
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'failed' })
})

test('a mail beyond the limits is held with its reason, shown in the ledger, and let in by a rep as a file', async () => {
  const line = await openLine()
  const headers = Array.from({ length: 600 }, (_, i) => `X-Field-${i}: x`).join('\r\n')
  const id = await line.arrive({ headers })
  await line.fileAll()
  expect(await getDelivery(line.db, id)).toMatchObject({
    state: 'held',
    from: 'ada@customer.example',
    subject: 'Where is my parcel?',
    reason: expect.stringContaining('more than 500'),
  })
  expect((await rawMail(line.db, id))!.toString()).toBe(compose({ headers }))
  await line.db.transaction().execute((tx) => releaseMail(tx, id))
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'filed', subject: 'Where is my parcel?' })
  expect(await line.db.selectFrom('attachments').select('filename').execute()).toEqual([{ filename: 'original.eml' }])
})

test('what a copy opens, types and shows is in the new issue', async () => {
  const line = await openLine()
  await line.db
    .updateTable('mailboxes')
    .set({ defaultTypes: ['support'] })
    .execute()
  await line.arrive({ to: 'support@shop.test, Bob <bob@customer.example>', text: '> old\r\n\r\nNew words.' })
  await line.fileAll()
  expect(await line.db.selectFrom('issues').select(['snippet', 'hasAttachment', 'origin']).execute()).toEqual([
    { snippet: 'New words.', hasAttachment: false, origin: 'human' },
  ])
  expect(await line.db.selectFrom('issueTypes').select('type').execute()).toEqual([{ type: 'support' }])
  const keys = await line.db.selectFrom('issueParticipants').select('addressKey').orderBy('addressKey').execute()
  expect(keys.map((row) => row.addressKey)).toEqual(['ada@customer.example', 'bob@customer.example'])
})
