import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { otherMatter } from '../../inbound/subjects.ts'
import { signId } from '../../src/letters/signed-ids.ts'
import { releaseMail } from '../../src/mail/deliveries.ts'
import { conversation, filed, issuesOf, stranger } from './conversation.ts'
import { openLine, outcome, secrets } from './door.ts'

const day = 86_400_000

test('a first mail opens an issue with its person and says so', async () => {
  const line = await openLine()
  const row = await filed(line, {})
  expect(row).toMatchObject({ state: 'filed', subject: 'Where is my parcel?', why: { level: 'none' } })
  const person = await line.db.selectFrom('userIdentifications').selectAll().execute()
  expect(person).toMatchObject([{ firstNames: 'Ada', lastName: 'Adams' }])
})

test('an answer to the reply address, to our Message-ID or to the own mail joins the open issue', async () => {
  const line = await openLine()
  const { issueId, letterId, recipient } = await conversation(line)
  expect(await filed(line, { recipient, subject: 'x' })).toMatchObject({ issueId, why: { level: 'L1' } })
  expect(await filed(line, { answers: letterId, text: '2' })).toMatchObject({ issueId, why: { level: 'L2' } })
  const own = await filed(line, { answers: 'first@customer.example', text: '3' })
  expect(own).toMatchObject({ issueId, why: { level: 'L4', evidence: 'first@customer.example' } })
})

test('the pseudo-id of the issue is found at the far end of References', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line)
  const references = `<${signId(secrets, 't', issueId)}@shop.test><rewritten@relay.example>`
  expect(await filed(line, { references })).toMatchObject({ issueId, why: { level: 'L2' } })
})

test('T1: a guessed token or id opens a new issue', async () => {
  const line = await openLine()
  const { issueId, letterId, recipient } = await conversation(line)
  const guess = (text: string) => text.replace(/\.(.)/, (_, c) => `.${c === '0' ? '1' : '0'}`)
  for (const mail of [{ recipient: guess(recipient) }, { answers: guess(letterId), text: '2' }]) {
    const row = await filed(line, { ...stranger, ...mail })
    expect(row).toMatchObject({ state: 'filed', why: { level: 'none' } })
    expect(row.issueId).not.toBe(issueId)
  }
})

test('T2: a stranger who knows a real id gets an issue of his own, and the mail says what it claims', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line, 1)
  const ours = await filed(line, { ...stranger, answers: letterId })
  expect(ours.issueId).not.toBe(issueId)
  expect(ours.why!.text).toContain(`claims to answer #${issueId}`)
  const theirs = await filed(line, { ...stranger, answers: 'first@customer.example', text: '2' })
  expect(theirs).toMatchObject({ why: { level: 'L4' }, continuesId: null })
  expect(theirs.issueId).not.toBe(issueId)
})

test('T5: a stranger with the token is held, shown in the issue, and neither reopens nor joins it', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line, 1)
  const row = await filed(line, { ...stranger, recipient })
  expect(row).toMatchObject({ state: 'held', heldForIssueId: issueId, issueId: null })
  expect(row.reason).toContain('mallory@evil.example')
  const issue = await line.db.selectFrom('issues').selectAll().where('id', '=', issueId).executeTakeFirstOrThrow()
  expect(issue).toMatchObject({ needsLook: true, closedAt: expect.any(Date) })
  const participants = await line.db.selectFrom('issueParticipants').select('addressKey').execute()
  expect(participants).toEqual([{ addressKey: 'ada@customer.example' }])
})

test('T6: a mail that takes the id of another does not become its copy, and a shared id is no evidence', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line)
  const forged = await filed(line, { ...stranger, id: 'first@customer.example' })
  expect(forged).toMatchObject({ state: 'filed', copyOfId: null })
  expect(forged.issueId).not.toBe(issueId)
  const answer = await filed(line, { answers: 'first@customer.example', text: 'ambiguous' })
  expect(answer.why!.level).toBe('none')
})

test('a number in the subject attaches nobody', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line)
  const row = await filed(line, { subject: `Re: [#${issueId}] Where is my parcel?` })
  expect(row.issueId).not.toBe(issueId)
})

test('a From that can be read in two ways, or is our own, identifies nobody', async () => {
  const line = await openLine()
  const { issueId, letterId, recipient } = await conversation(line, 1)
  const froms = [
    'ada@customer.example(x)evil.example',
    '<ada@customer.example> <mallory@evil.example>',
    'Ada <ada@customer.example>\r\nFrom: Mallory <mallory@evil.example>',
    'Shop <support@shop.test>',
  ]
  for (const from of froms) {
    expect((await filed(line, { from, recipient })).state).toBe('held')
    expect((await filed(line, { from, answers: letterId })).issueId).not.toBe(issueId)
  }
  expect(await line.db.selectFrom('userIdentificationEmails').select('addressKey').execute()).toHaveLength(1)
})

test('a participant reopens a closed issue, which the history says', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line, 89)
  const row = await filed(line, { recipient, subject: 'Re: Where is my parcel?' })
  expect(row).toMatchObject({ issueId, closedAt: null, why: { level: 'L1' } })
  expect(row.why!.text).toContain('Reopened')
  const changes = await line.db.selectFrom('changes').select(['kind', 'actor', 'issueId', 'after']).execute()
  expect(changes).toMatchObject([{ kind: 'issue.reopen', actor: 'mail', issueId, after: { closedAt: null } }])
})

test('after the mailbox’s reopen days, or about something else, a new issue continues the old one', async () => {
  const line = await openLine()
  const old = await conversation(line, 91)
  const late = await filed(line, { recipient: old.recipient, subject: 'Re: Where is my parcel?' })
  expect(late).toMatchObject({ continuesId: old.issueId, closedAt: null })
  await line.db.updateTable('issues').set({ closedAt: new Date() }).where('id', '=', old.issueId).execute()
  const other = await filed(line, { answers: old.letterId, subject: 'Re: Wholesale prices' })
  expect(other).toMatchObject({ continuesId: old.issueId })
  expect(other.why!.text).toContain('something else')
})

test('a foreign id reopens for thirty days only', async () => {
  const line = await openLine()
  const { issueId } = await conversation(line, 31)
  const late = await filed(line, { answers: 'first@customer.example', text: 'late' })
  expect(late).toMatchObject({ continuesId: issueId })
  await line.db
    .updateTable('issues')
    .set({ closedAt: new Date(Date.now() - 29 * day) })
    .where('id', '=', issueId)
    .execute()
  const row = await filed(line, { answers: 'first@customer.example', text: 'early' })
  expect(row).toMatchObject({ issueId, closedAt: null })
})

test('an issue of an automatic letter reopens at any age and is listed from then on', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line, 400)
  await line.db.updateTable('issues').set({ origin: 'automatic', listed: false }).where('id', '=', issueId).execute()
  expect(await filed(line, { recipient, subject: 'Quite another thing' })).toMatchObject({ issueId, closedAt: null })
  const issue = await line.db.selectFrom('issues').select('listed').where('id', '=', issueId).executeTakeFirstOrThrow()
  expect(issue.listed).toBe(true)
})

test('automatic mail is put into its issue and never reopens it', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line, 1)
  const row = await filed(line, { recipient, headers: 'Auto-Submitted: auto-replied' })
  expect(row).toMatchObject({ issueId, closedAt: expect.any(Date), automatic: expect.stringContaining('auto-replied') })
})

test('a program’s mail to the reply address from a stranger is held, and calls nobody', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line, 1)
  const row = await filed(line, { ...stranger, recipient, headers: 'Auto-Submitted: auto-replied' })
  expect(row).toMatchObject({ state: 'held', heldForIssueId: issueId })
  const issue = await line.db.selectFrom('issues').selectAll().where('id', '=', issueId).executeTakeFirstOrThrow()
  expect(issue).toMatchObject({ needsLook: false, closedAt: expect.any(Date) })
})

test('an answer to what dealt with several issues stands in each that is still there, and reopens each', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const other = (await filed(line, { text: 'another' })).issueId!
  await sql`insert into actions (interaction_id, issue_id)
    select interaction_id, ${other}::int from actions where issue_id = ${issueId}`.execute(line.db)
  await line.db.updateTable('issues').set({ closedAt: new Date() }).execute()
  const id = await line.arrive({ recipient, text: 'both' })
  await line.fileAll()
  expect(await issuesOf(line, id)).toEqual([issueId, other])
  const closed = await line.db.selectFrom('issues').select('id').where('closedAt', 'is not', null).execute()
  expect(closed).toEqual([])
  await line.db.updateTable('issues').set({ deletedAt: new Date() }).where('id', '=', issueId).execute()
  expect((await filed(line, { recipient, text: 'c' })).issueId).toBe(other)
})

test('a report to the return address of a letter is shown in its issue, a human there is filed as plain mail', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line, 1)
  const bounce = signId(secrets, 'b', Number.parseInt(letterId.slice(2).split('.')[0]!, 36))
  const recipient = `support+${bounce}@shop.test`
  const report = await filed(line, {
    recipient,
    from: 'postmaster@relay.example',
    headers: 'Auto-Submitted: auto-replied',
  })
  expect(report).toMatchObject({ issueId, closedAt: expect.any(Date) })
  const human = await filed(line, { ...stranger, recipient, text: 'hello' })
  expect(human).toMatchObject({ state: 'filed', why: { level: 'none' } })
})

test('a merged issue’s answers go to the one it was merged into', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const into = (await filed(line, { text: 'another' })).issueId!
  await line.db
    .updateTable('issues')
    .set({ mergedIntoId: into, closedAt: new Date() })
    .where('id', '=', issueId)
    .execute()
  expect((await filed(line, { recipient, text: 'answer' })).issueId).toBe(into)
})

test('a question and its follow-up filed in one batch are one issue', async () => {
  const line = await openLine()
  const first = await line.arrive({ id: 'one@customer.example' })
  const second = await line.arrive({ id: 'two@customer.example', answers: 'one@customer.example' })
  expect(await line.fileAll()).toBe(2)
  const issue = (await outcome(line.db, first)).issueId
  expect((await outcome(line.db, second)).issueId).toBe(issue)
})

test('a rep lets a held answer in: it joins, its sender takes part, and may answer from then on', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const id = await line.arrive({ ...stranger, recipient })
  await line.fileAll()
  expect(await line.db.transaction().execute((tx) => releaseMail(tx, id))).toBe('released')
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'filed', issueId, why: { level: 'rep' } })
  expect((await filed(line, { ...stranger, recipient, text: 'more' })).issueId).toBe(issueId)
})

test('subjects differ wholly only when they share no word', () => {
  expect(otherMatter('AW: Re: where is it', ['Where is my parcel?'])).toBe(false)
  expect(otherMatter('Re:', ['Where is my parcel?'])).toBe(false)
  expect(otherMatter('Antw: Wholesale prices', ['Where is my parcel?'])).toBe(true)
  expect(otherMatter('Re: Your order 7', ['Where is my parcel?', 'Your order 7'])).toBe(false)
})
