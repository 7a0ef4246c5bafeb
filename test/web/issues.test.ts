import { beforeAll, expect, test } from 'vitest'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  return () => made.stop()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  desk.app.request(path, { headers: { cookie, ...headers } })
const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))

test('closing offers its undo, and undo reopens', async () => {
  const { issueId } = await fileMail(desk.db)
  const closed = await post(`/issues/${issueId}/status`, { status: 'closed' })
  const target = closed.headers.get('location')!
  const page = await (await get(target)).text()
  expect(page).toContain('Closed.')
  const undo = /action="(\/undo\/\d+)"/.exec(page)![1]!
  const undone = await post(undo, { back: `/issues/${issueId}` })
  expect(undone.headers.get('location')).toBe(`/issues/${issueId}?said=undone`)
  expect(
    (await desk.db.selectFrom('issues').select('closedAt').where('id', '=', issueId).executeTakeFirst())?.closedAt,
  ).toBeNull()
})

test('types, assignee and priority change by forms', async () => {
  const { issueId } = await fileMail(desk.db)
  await post(`/issues/${issueId}/types`, { add: 'Shipping, Damaged goods' })
  await post(`/issues/${issueId}/types`, { remove: 'Shipping' })
  await post(`/issues/${issueId}/assignee`, { rep: '1' })
  await post(`/issues/${issueId}/priority`, { priority: 'urgent' })
  const page = await (await get(`/issues/${issueId}`)).text()
  expect(page).toContain('Remove Damaged goods')
  expect(page).not.toContain('Remove Shipping')
  expect(page).toContain('Assignee: Ana Formica')
  expect(page).toContain('>Urgent</dd>')
})

test('a reply is recorded with its letter and can be taken back with its words', async () => {
  const { issueId } = await fileMail(desk.db)
  const sent = await post(`/issues/${issueId}/replies`, {
    text: 'A new lid\r\nis on its way.',
    mode: 'reply',
    deed: 'close',
    mark: 'm1',
  })
  const page = await (await get(sent.headers.get('location')!)).text()
  expect(page).toMatch(/Sending in \d+ s/)
  expect(page).toContain('data-taken="m1"')
  const cancel = /formaction="(\/letters\/\d+\/cancel)"/.exec(page)![1]!
  const back = await post(cancel, { text: '', compose: '1' })
  const again = await (await get(back.headers.get('location')!)).text()
  expect(again).toContain('A new lid\nis on its way.</textarea>')
  expect(again).toContain('It was taken back before it went.')
})

test('an empty or outdated reply comes back with everything typed', async () => {
  const { issueId } = await fileMail(desk.db)
  const empty = await post(`/issues/${issueId}/replies`, { text: '  ', mode: 'reply', deed: 'send' })
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('Write something first.')
  await fileMail(desk.db, { issueId, text: 'One more thing' })
  const late = await post(`/issues/${issueId}/replies`, {
    text: 'My <b>answer</b>',
    mode: 'reply',
    deed: 'send',
    seen: '1',
  })
  expect(late.status).toBe(409)
  const page = await late.text()
  expect(page).toContain('My &lt;b&gt;answer&lt;/b&gt;</textarea>')
  expect(page).toContain('wrote while you did')
})

test('a note stays inside and is yellow', async () => {
  const { issueId } = await fileMail(desk.db)
  const noted = await post(`/issues/${issueId}/replies`, { text: 'Lids of batch 14', mode: 'note', deed: 'note' })
  const page = await (await get(noted.headers.get('location')!)).text()
  expect(page).toContain('class="entry note"')
  expect(await desk.db.selectFrom('letters').selectAll().where('text', 'like', '%batch 14%').execute()).toEqual([])
})

test('the person can be edited, and a second edit on an old page is refused with its words', async () => {
  const { personId } = await fileMail(desk.db, { from: 'tobias@example.test', name: 'Tobias Ameise' })
  const fields = { firstNames: 'Tobias', lastName: 'Ameise', emails: 'tobias@example.test', phone: '123', version: '1' }
  expect((await post(`/people/${personId}`, fields)).status).toBe(303)
  const late = await post(`/people/${personId}`, { ...fields, phone: '456' })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('value="456"')
})

test('held mail shows its reason and can be filed', async () => {
  const { emailId } = await fileMail(desk.db, { subject: 'held one' })
  const { deliveryId } = await desk.db
    .selectFrom('emails')
    .select('deliveryId')
    .where('id', '=', emailId)
    .executeTakeFirstOrThrow()
  await desk.db
    .updateTable('deliveries')
    .set({ state: 'held', reason: 'Nothing proves who sent it.' })
    .where('id', '=', deliveryId)
    .execute()
  const page = await (await get('/mail?state=held')).text()
  expect(page).toContain('Nothing proves who sent it.')
  const source = await get(`/mail/${deliveryId}/source`)
  expect(source.headers.get('content-disposition')).toBe(`attachment; filename="mail-${deliveryId}.eml"`)
  expect(source.headers.get('content-type')).toContain('text/plain')
  const released = await post(`/mail/${deliveryId}/release`)
  expect(released.headers.get('location')).toMatch(/^\/mail\?state=held&done=\d+$/)
})

test('words typed while a letter waits stay when it is taken back', async () => {
  const { issueId } = await fileMail(desk.db)
  const sent = await post(`/issues/${issueId}/replies`, { text: 'First words', mode: 'reply', deed: 'send' })
  const page = await (await get(sent.headers.get('location')!)).text()
  const cancel = /formaction="(\/letters\/\d+\/cancel)"/.exec(page)![1]!
  const undone = await post(cancel, { text: 'Second words', compose: '1' })
  const back = await (await get(undone.headers.get('location')!)).text()
  expect(back).toContain('First words\n\nSecond words</textarea>')
})

test('a long conversation folds its middle and fetches it when opened', async () => {
  const { issueId } = await fileMail(desk.db, { text: 'The very first words' })
  for (let i = 0; i < 24; i++) await fileMail(desk.db, { issueId, text: `${'long '.repeat(50)} tail ${i}` })
  await desk.db.insertInto('issueReads').values({ repId: 1, issueId }).execute()
  const page = await (await get(`/issues/${issueId}`)).text()
  expect(page).toContain('The very first words')
  expect(page).toContain('tail 23')
  expect(page).not.toContain('tail 10')
  const later = [...page.matchAll(/hx-get="(\/issues\/\d+\/entries\/\d+)"/g)].map((m) => m[1]!)
  expect(later.length).toBe(22)
  expect(await (await get(later[10]!)).text()).toContain('tail 10')
  const link = /<a href="(\/issues\/\d+\?open=\d+#entry-\d+)"/.exec(page)![1]!
  expect(await (await get(link.replace(/#.*/, ''))).text()).toContain('tail 0')
})

test('a held answer stands in its place and asks whether it belongs there', async () => {
  const { issueId } = await fileMail(desk.db)
  const { emailId } = await fileMail(desk.db, {
    from: 'stranger@example.test',
    name: 'A Stranger',
    text: 'I am Maria too',
  })
  const held = { interactionId: null, heldForIssueId: issueId }
  await desk.db.updateTable('emails').set(held).where('id', '=', emailId).execute()
  const page = await (await get(`/issues/${issueId}`)).text()
  expect(page).toContain('I am Maria too')
  expect(page).toContain('Whose answer is this?')
  expect(page).toMatch(/name="answer" value="new issue"/)
})

test('a failed letter is red in its issue, in the rail and in its list', async () => {
  const { issueId } = await fileMail(desk.db, { subject: 'Will fail' })
  await post(`/issues/${issueId}/replies`, { text: 'Hello', mode: 'reply', deed: 'send' })
  const reason = 'The relay refused the address: no such user.'
  await desk.db.updateTable('letters').set({ state: 'failed', reason }).where('text', '=', 'Hello').execute()
  expect(await (await get(`/issues/${issueId}`)).text()).toContain(reason)
  const list = await (await get('/letters?trouble')).text()
  expect(list).toContain(reason)
  expect(list).toContain('A letter of yours was not delivered.')
  const dismiss = /action="(\/letters\/\d+\/dismiss)"/.exec(list)![1]!
  await post(dismiss, { back: '/letters?trouble' })
  expect(await (await get('/letters?trouble')).text()).not.toContain(reason)
})

test('a refused change in place answers with a toast', async () => {
  const { issueId } = await fileMail(desk.db)
  const request = form(cookie, { rep: '4711' })
  const headers = { ...(request.headers as Record<string, string>), 'hx-request': 'true' }
  const answer = await desk.app.request(`/issues/${issueId}/assignee`, { ...request, headers })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toMatch(/^<hx-partial hx-target="#toasts".*There is no rep 4711/s)
})

test('files go along with a reply, and stay uploaded when it is refused', async () => {
  const { issueId } = await fileMail(desk.db)
  await fileMail(desk.db, { issueId, text: 'newer' })
  const send = (body: FormData) =>
    desk.app.request(`/issues/${issueId}/replies`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      body,
    })
  const first = new FormData()
  for (const [name, value] of Object.entries({ text: 'See the plan', mode: 'reply', deed: 'send', seen: '1' }))
    first.set(name, value)
  first.append('files', new File(['plan'], 'plan.txt', { type: 'text/plain' }))
  const refused = await send(first)
  expect(refused.status).toBe(409)
  const upload = /name="upload" value="(\d+)" checked/.exec(await refused.text())![1]!
  const second = new FormData()
  for (const [name, value] of Object.entries({ text: 'See the plan', mode: 'reply', deed: 'send', upload }))
    second.set(name, value)
  const sent = await send(second)
  expect(sent.status).toBe(303)
  expect(await (await get(sent.headers.get('location')!)).text()).toContain('plan.txt')
})
