import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { businessHours } from '../../src/desk/held-answers.ts'
import { usualRecipients } from '../../src/letters/recipients.ts'
import { getPerson } from '../../src/people/people.ts'
import { conversation, filed, issuesOf, participants } from '../inbound/conversation.ts'
import { outcome } from '../inbound/door.ts'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { lineBelow } from './line.ts'

let desk: TestDesk
let line: Awaited<ReturnType<typeof lineBelow>>
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  line = await lineBelow(desk)
  cookie = await cookieOf(desk)
  return async () => {
    await line.stop()
    await made.stop()
  }
})

const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()
const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))

/** Posts, follows to the page, and answers it with the way to take it back. */
async function does(path: string, fields: Record<string, string> = {}) {
  const answer = await post(path, fields)
  expect(answer.status).toBe(303)
  const page = await get(answer.headers.get('location')!)
  const undo = /action="(\/undo\/\d+)"/.exec(page)?.[1]
  return { page, undo: async () => expect((await post(undo!, {})).status).toBe(303) }
}

const actionOf = async (delivery: number, issueId: number) =>
  (
    await desk.db
      .selectFrom('actions as a')
      .innerJoin('emails as e', 'e.interactionId', 'a.interactionId')
      .select('a.id')
      .where('e.deliveryId', '=', delivery)
      .where('a.issueId', '=', issueId)
      .executeTakeFirstOrThrow()
  ).id

async function heldMail() {
  const letter = await conversation(line, undefined, randomUUID())
  const delivery = await line.arrive({ from: `m${randomUUID()}@home.example`, recipient: letter.recipient })
  await line.fileAll()
  return { ...letter, delivery }
}

test('a held answer asks one question; the same person gets the address, and undo holds it again', async () => {
  const { issueId, delivery } = await heldMail()
  const page = await get(`/issues/${issueId}`)
  for (const words of ['Whose answer is this?', 'from another address', 'Someone else who takes part', 'Not theirs'])
    expect(page).toContain(words)
  const { undo } = await does(`/issues/${issueId}/held/${delivery}`, { answer: 'same person' })
  await line.fileAll()
  const now = await outcome(desk.db, delivery)
  expect(now).toMatchObject({ state: 'filed', issueId, why: { level: 'rep' } })
  const person = await getPerson(desk.db, now.personId!)
  expect(person!.emails.some((email) => email.endsWith('home.example'))).toBe(true)
  expect(await get(`/issues/${issueId}`)).not.toContain('Whose answer is this?')
  await undo()
  expect(await outcome(desk.db, delivery)).toMatchObject({ state: 'held', heldForIssueId: issueId })
  expect((await getPerson(desk.db, now.personId!))!.emails.some((email) => email.endsWith('home.example'))).toBe(false)
})

test('a held answer of another participant joins, one that is not theirs opens an issue', async () => {
  const one = await heldMail()
  await does(`/issues/${one.issueId}/held/${one.delivery}`, { answer: 'participant' })
  const two = await heldMail()
  await does(`/issues/${two.issueId}/held/${two.delivery}`, { answer: 'new issue' })
  await line.fileAll()
  expect((await outcome(desk.db, one.delivery)).issueId).toBe(one.issueId)
  expect(await participants(line, one.issueId)).toHaveLength(2)
  expect((await outcome(desk.db, two.delivery)).issueId).not.toBe(two.issueId)
  expect((await post(`/issues/${one.issueId}/held/${one.delivery}`, { answer: 'participant' })).status).toBe(404)
})

test('“Move there” takes a mail to the issue that was suggested, and undo brings it back', async () => {
  const id = `${randomUUID()}@customer.example`
  const first = await filed(line, { answers: id, text: '1' })
  const delivery = await line.arrive({ answers: id, text: '2' })
  await line.fileAll()
  const { issueId } = await outcome(desk.db, delivery)
  const page = await get(`/issues/${issueId}`)
  expect(page).toContain(`May belong to #${first.issueId}`)
  const accept = /action="([^"]*\/suggestions\/\d+\/accept)"/.exec(page)![1]!
  const { undo } = await does(accept)
  expect(await issuesOf(line, delivery)).toEqual([first.issueId])
  await undo()
  expect(await issuesOf(line, delivery)).toEqual([issueId])
  const dismissed = await does(accept.replace('accept', 'dismiss'))
  expect(await get(`/issues/${issueId}`)).not.toContain('May belong')
  await dismissed.undo()
  expect(await get(`/issues/${issueId}`)).toContain('May belong')
})

test('one of several mails is taken out into an issue of its own, or moved, each with undo', async () => {
  const { issueId, letterId } = await conversation(line, undefined, randomUUID())
  const delivery = await line.arrive({
    answers: letterId,
    text: 'quite another thing',
    subject: 'Re: Where is my parcel?',
  })
  await line.fileAll()
  const action = await actionOf(delivery, issueId)
  const detached = await does(`/issues/${issueId}/actions/${action}/detach`)
  const [own] = await issuesOf(line, delivery)
  expect(own).not.toBe(issueId)
  expect(detached.page).toContain(`a rep took this out of #${issueId}`)
  await detached.undo()
  expect(await issuesOf(line, delivery)).toEqual([issueId])
  expect((await outcome(desk.db, delivery)).why!.level).toBe('L2')
  const other = (await filed(line, { text: randomUUID() })).issueId!
  const moved = await does(`/issues/${issueId}/actions/${action}/move`, { into: `#${other}` })
  expect(await issuesOf(line, delivery)).toEqual([other])
  await moved.undo()
  expect(await issuesOf(line, delivery)).toEqual([issueId])
  expect((await post(`/issues/${issueId}/actions/${action}/move`, { into: '999999' })).status).toBe(422)
})

test('the first writer of a forward becomes the customer with one click, and no longer with another', async () => {
  const text = `FYI\r\n\r\nBegin forwarded message:\r\n\r\nFrom: Anna Bell <anna@bell.example>\r\nSubject: Hi\r\nTo: x@y.example\r\n\r\nHello`
  const { issueId } = await filed(line, { subject: 'Fwd: Hi', text })
  const page = await get(`/issues/${issueId}`)
  expect(page).toContain('Written by Anna Bell')
  const { page: after, undo } = await does(/action="([^"]*\/suggestions\/\d+\/accept)"/.exec(page)![1]!)
  expect(after).toContain('Anna Bell')
  expect(await usualRecipients(desk.db, issueId!)).toMatchObject({ to: [{ address: 'anna@bell.example' }], cc: [] })
  await undo()
  expect(await usualRecipients(desk.db, issueId!)).toMatchObject({ to: [{ address: 'ada@customer.example' }], cc: [] })
})

test('a changed Reply-To is shown and used only when a rep says so', async () => {
  const { issueId } = await filed(line, { headers: 'Reply-To: ada@other.example', text: randomUUID() })
  expect((await usualRecipients(desk.db, issueId!)).cc).toEqual([])
  expect(await get(`/issues/${issueId}`)).toContain('asks for answers at ada@other.example')
  const { undo } = await does(`/issues/${issueId}/participants`, { address: 'ada@other.example' })
  expect((await usualRecipients(desk.db, issueId!)).cc).toMatchObject([{ address: 'ada@other.example' }])
  expect(await get(`/issues/${issueId}`)).not.toContain('asks for answers')
  await undo()
  expect((await usualRecipients(desk.db, issueId!)).cc).toEqual([])
})

test('an issue that goes on with another says so on both pages', async () => {
  const { issueId, letterId } = await conversation(line, 91, randomUUID())
  const { issueId: later } = await filed(line, { answers: letterId, subject: 'Re: Where is my parcel?' })
  expect(await get(`/issues/${later}`)).toContain(`Goes on with #${issueId}`)
  expect(await get(`/issues/${issueId}`)).toContain(`Goes on in #${later}`)
})

test('an answer held for more than four business hours is on a banner of every page', async () => {
  const { delivery } = await heldMail()
  await desk.db
    .updateTable('emails')
    .set({ receivedAt: new Date(Date.now() - 7 * 86_400_000) })
    .where('deliveryId', '=', delivery)
    .execute()
  expect(await get('/people')).toContain('held for more than four business hours')
  const friday = new Date(2026, 0, 2, 16)
  expect(businessHours(friday, new Date(2026, 0, 5, 8), 4)).toBe(1)
  expect(businessHours(friday, new Date(2026, 0, 5, 11), 4)).toBe(3)
  expect(businessHours(friday, new Date(2026, 5, 5), 4)).toBe(4)
})
