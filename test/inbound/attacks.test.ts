import { expect, test } from 'vitest'
import { file } from '../../inbound/file.ts'
import { loadBlob } from '../../src/database/blobs.ts'
import type { Tx } from '../../src/database/connection.ts'
import type { Verified } from '../../src/database/tables.ts'
import { aroundIssue } from '../../src/desk/around.ts'
import { acceptSuggestion } from '../../src/desk/suggestions.ts'
import { undo } from '../../src/desk/undo.ts'
import { usualRecipients } from '../../src/letters/recipients.ts'
import { reply } from '../../src/letters/reply.ts'
import { signId } from '../../src/letters/signed-ids.ts'
import { loadDeliveries } from '../../src/mail/deliveries.ts'
import { createRep } from '../../src/reps/reps.ts'
import { conversation, filed, issuesOf, participants, stranger } from './conversation.ts'
import { openLine, outcome, secrets } from './door.ts'

type Line = Awaited<ReturnType<typeof openLine>>
type Mail = Parameters<Line['arrive']>[0]

/** Files a mail with what the sender's domain is said to say of it. */
async function vouched(line: Line, verified: Verified, mail: Mail) {
  const id = await line.arrive(mail)
  const [delivery] = await loadDeliveries(line.db, [id])
  const { raw, mailFrom, receivedAt } = delivery!
  const parsed = await line.parser.parse({ raw, mailFrom, receivedAt })
  await file(line.db, secrets, [
    { delivery: delivery!, parsed, verified, authentication: null, again: false, withheld: null },
  ])
  return outcome(line.db, id)
}

const state = async (line: Line, id: number) =>
  line.db.selectFrom('issues').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('T3: a From that its domain disowns is held in the issue that a token or any known id names', async () => {
  const line = await openLine()
  const { issueId, recipient, letterId } = await conversation(line, 1)
  const known = [{ recipient }, { answers: letterId }, { answers: 'first@customer.example' }]
  for (const [at, mail] of known.entries()) {
    const row = await vouched(line, 'fail', { ...mail, headers: 'Cc: eve@evil.example', text: `forged ${at}` })
    expect(row).toMatchObject({ state: 'held', heldForIssueId: issueId, issueId: null })
  }
  expect(await state(line, issueId)).toMatchObject({ closedAt: expect.any(Date), needsLook: true })
  expect(await participants(line, issueId)).toEqual(['ada@customer.example'])
})

test('T3: a domain that vouches reopens by another’s id at any age that the mailbox allows', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line, 60)
  const mail = { answers: 'first@customer.example', subject: 'Re: Where is my parcel?' }
  expect(await vouched(line, 'none', { ...mail, text: '1' })).toMatchObject({ continuesId: issueId })
  expect(await vouched(line, 'pass', { ...mail, text: '2' })).toMatchObject({ issueId, closedAt: null })
})

test('a proven sender is put beside his own answer to the same unknown mail, a stranger is not', async () => {
  const line = await openLine()
  const first = await vouched(line, 'pass', { answers: 'unseen@customer.example', text: '1' })
  const second = await vouched(line, 'pass', { answers: 'unseen@customer.example', text: '2' })
  expect(second).toMatchObject({ issueId: first.issueId, why: { level: 'L5' } })
  const other = await vouched(line, 'pass', { ...stranger, answers: 'unseen@customer.example', text: '3' })
  expect(other.issueId).not.toBe(first.issueId)
})

test('T3: who is copied in by a mail that nobody vouches for takes part only when a rep says so', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line)
  const mail = { answers: letterId, headers: 'Cc: Eve <eve@evil.example>' }
  expect(await vouched(line, 'none', { ...mail, text: 'forged' })).toMatchObject({ issueId, why: { level: 'L2' } })
  await vouched(line, 'none', { ...mail, text: 'forged once more' })
  expect(await participants(line, issueId)).toEqual(['ada@customer.example'])
  expect((await usualRecipients(line.db, issueId)).cc).toEqual([])
  const eves = await vouched(line, 'pass', { from: 'eve@evil.example', answers: letterId, text: 'mine' })
  expect(eves.issueId).not.toBe(issueId)
  const [asked, ...more] = (await aroundIssue(line.db, issueId)).suggestions
  expect([asked, more]).toMatchObject([
    { kind: 'participant', writer: { name: 'Eve', address: 'eve@evil.example' } },
    [],
  ])
  const ana = { kind: 'rep', repId: null } as const
  const accept = { issueId, suggestionId: asked!.id }
  const done = await line.db.transaction().execute((tx) => acceptSuggestion(tx, ana, accept))
  expect(await participants(line, issueId)).toEqual(['ada@customer.example', 'eve@evil.example'])
  await line.db.transaction().execute((tx) => undo(tx, ana, (done as { changeId: number }).changeId))
  expect(await participants(line, issueId)).toEqual(['ada@customer.example'])
  await vouched(line, 'pass', { answers: letterId, headers: 'Cc: bob@customer.example', text: 'really' })
  expect(await participants(line, issueId)).toContain('bob@customer.example')
})

test('T4: a mail from a rep’s own address is an ordinary stranger’s', async () => {
  const line = await openLine()
  await createRep(line.db, { name: 'Rosa', email: 'rosa@desk.example', password: 'correct horse', role: 'admin' })
  const { issueId, recipient, letterId } = await conversation(line, 1)
  const held = await vouched(line, 'pass', { from: 'Rosa <rosa@desk.example>', recipient })
  expect(held).toMatchObject({ state: 'held', heldForIssueId: issueId })
  const own = await vouched(line, 'pass', { from: 'Rosa <rosa@desk.example>', answers: letterId, text: 'close it' })
  expect(own.issueId).not.toBe(issueId)
  expect(await line.db.selectFrom('letters').select('id').execute()).toEqual([])
  const row = await line.db
    .selectFrom('interactions')
    .select(['originator', 'repId'])
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ originator: 'customer', repId: null })
})

test('T5, T7: what a stranger sends to a reply address is answered to nobody but the participants', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  await filed(line, { from: 'Verify <no-reply@site.example>', recipient, text: 'Your code is 1234' })
  expect((await usualRecipients(line.db, issueId)).to).toMatchObject([{ address: 'ada@customer.example' }])
  await filed(line, { recipient, headers: 'Reply-To: eve@evil.example', text: 'mine' })
  expect(await usualRecipients(line.db, issueId)).toMatchObject({ to: [{ address: 'ada@customer.example' }], cc: [] })
})

test('T6: a mail that claims the id of our letter before or after it gains nothing', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line)
  const forged = await filed(line, { ...stranger, id: letterId, text: 'claims' })
  expect(forged.issueId).not.toBe(issueId)
  expect(await filed(line, { answers: letterId, text: 'answer' })).toMatchObject({ issueId, why: { level: 'L2' } })
})

test('T8: a delivery report from anybody moves no issue and opens none where it names our letter', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line, 1)
  const headers = 'Auto-Submitted: auto-replied'
  const row = await filed(line, { from: 'mailer-daemon@evil.example', answers: letterId, headers, text: 'failed' })
  expect(row).toMatchObject({ issueId, closedAt: expect.any(Date) })
  expect(await state(line, issueId)).toMatchObject({ needsLook: false })
})

test('T9: a letter of ours that comes back is shown in its issue and reopens nothing', async () => {
  const line = await openLine()
  const { issueId, id, bytes } = await writtenLetter(line)
  const before = await state(line, issueId)
  const row = await filed(line, { raw: `Received: from list.example\r\n${bytes}` })
  expect(row).toMatchObject({ issueId, closedAt: expect.any(Date), why: { level: 'own' } })
  expect(await line.db.selectFrom('issues').select('id').execute()).toHaveLength(1)
  expect(await state(line, issueId)).toEqual(before)
  const forged = await filed(line, { raw: bytes.replace(id, id.replace('@', '0@')) })
  expect(forged.issueId).not.toBe(issueId)
})

test('T4, T9: other words under the address and Message-ID of our letter are held', async () => {
  const line = await openLine()
  const { issueId, id, bytes } = await writtenLetter(line)
  const held = { state: 'held', heldForIssueId: issueId, issueId: null }
  expect(await filed(line, { raw: bytes.replace('On its way.', 'Pay here instead.') })).toMatchObject(held)
  const back = { from: 'Shop <support@shop.test>', id }
  expect(await filed(line, { ...back, text: 'On its way.' })).toMatchObject(held)
  const pseudo = `${signId(secrets, 't', issueId)}@shop.test`
  expect((await filed(line, { ...back, id: pseudo, text: 'x' })).issueId).not.toBe(issueId)
})

/** A rep's answer to Ada as it went out; her issue was closed after it. */
async function writtenLetter(line: Line) {
  const { issueId } = await filed(line, { id: 'first@customer.example' })
  const desk = { secrets, config: { relayUrl: 'smtp://relay.test', undoSeconds: 0 } }
  const write = (tx: Tx) => reply(tx, desk, { kind: 'system', repId: null }, issueId!, { text: 'On its way.' })
  await line.db.transaction().execute(write)
  await line.db.updateTable('issues').set({ closedAt: new Date() }).where('id', '=', issueId!).execute()
  const { messageId, rawSha256 } = await line.db.selectFrom('letters').selectAll().executeTakeFirstOrThrow()
  return { issueId: issueId!, id: messageId, bytes: String(await loadBlob(line.db, rawSha256)) }
}

test('control headers of our own name in a mail do nothing', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line)
  const row = await filed(line, { headers: `X-Antfarm-Issue: ${issueId}\r\nX-Antfarm-Rep: 1`, text: 'x' })
  expect(row).toMatchObject({ state: 'filed', why: { level: 'none' } })
})

test('an answer to a letter about two issues reopens the one that may, and the other stays', async () => {
  const line = await openLine()
  const { issueId, interactionId, recipient } = await conversation(line, 91)
  const other = (await filed(line, { text: 'another' })).issueId!
  await line.db.updateTable('issues').set({ closedAt: new Date() }).where('id', '=', other).execute()
  await line.db.insertInto('actions').values({ interactionId, issueId: other }).execute()
  const id = await line.arrive({ recipient, subject: 'Re: Where is my parcel?', text: 'both' })
  await line.fileAll()
  expect(await issuesOf(line, id)).toEqual([other])
  expect(await state(line, issueId)).toMatchObject({ closedAt: expect.any(Date) })
  expect(signId(secrets, 'i', interactionId)).toBe(recipient.slice(8).split('@')[0])
})
