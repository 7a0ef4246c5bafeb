import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { storeBlobs } from '../../src/database/blobs.ts'
import { getLetter, letterBytes } from '../../src/letters/letters.ts'
import { type Reply, reply } from '../../src/letters/reply.ts'
import { deskWith, openDesk, openedByMail, person } from './desk.ts'

type Opened = Awaited<ReturnType<typeof openDesk>>

const attempt = ({ db, actor, issueId }: Opened, input: Partial<Reply>) =>
  db.transaction().execute((tx) => reply(tx, deskWith('smtp://localhost'), actor, issueId, { text: 'Hello', ...input }))

test('a reply is recorded with interaction, action, participants, change and its exact bytes', async () => {
  const { db, issueId, write } = await openDesk()
  const { letterId, interactionId, messageId, changeId } = await write('smtp://localhost', {
    cc: ['Bo <bo@example.test>'],
  })
  const letter = await getLetter(db, letterId)
  expect(letter).toMatchObject({ state: 'queued', subject: 'Re: Where is my farm?', issueId, interactionId, messageId })
  expect(letter?.to).toEqual([{ name: 'María', address: 'maria@example.test' }])
  const mail = await simpleParser((await letterBytes(db, letterId))!)
  expect(mail.messageId).toBe(`<${messageId}>`)
  expect(mail.inReplyTo).toMatch(/^<m\d+@example\.test>$/)
  expect(mail.references).toEqual([
    expect.stringMatching(/^<t\w+\.\w{16}@shop\.test>$/),
    '<root@example.test>',
    mail.inReplyTo,
  ])
  expect(mail.replyTo?.text).toMatch(new RegExp(`^support\\+${messageId.split('@')[0]}@shop\\.test$`))
  expect(mail.text).toMatch(/^On its way\.\n\nOn .* UTC, María wrote:\n> It was to come on Monday\./)
  expect(
    await db.selectFrom('issueParticipants').select('address').where('issueId', '=', issueId).execute(),
  ).toHaveLength(2)
  expect(await db.selectFrom('changes').select('kind').where('id', '=', changeId).executeTakeFirst()).toEqual({
    kind: 'letter',
  })
  expect(
    await db
      .selectFrom('interactions')
      .select(['originator', 'channel'])
      .where('id', '=', interactionId)
      .executeTakeFirst(),
  ).toEqual({ originator: 'rep', channel: 'email' })
})

test('hidden recipients are in the envelope only and take no part', async () => {
  const { db, issueId, write } = await openDesk()
  const { letterId } = await write('smtp://localhost', { bcc: ['boss@example.test'] })
  expect((await letterBytes(db, letterId))!.toString()).not.toContain('boss@')
  expect((await getLetter(db, letterId))?.bcc).toEqual([{ name: '', address: 'boss@example.test' }])
  const participants = await db
    .selectFrom('issueParticipants')
    .select('address')
    .where('issueId', '=', issueId)
    .execute()
  expect(participants).toEqual([{ address: 'maria@example.test' }])
})

test('recipients come from the participants, whatever the mail’s headers said', async () => {
  const opened = await openDesk()
  await openedByMail(opened.db, { ...opened, mailboxId: opened.mailbox.id, subject: 'x', address: 'bo@example.test' })
  const evil = JSON.stringify([{ name: '', address: 'evil@example.test' }])
  await opened.db.updateTable('emails').set({ replyTo: evil, ccList: evil, fromAddress: 'evil@example.test' }).execute()
  const { letterId } = await opened.write('smtp://localhost')
  const letter = await getLetter(opened.db, letterId)
  expect([...letter!.to, ...letter!.cc].map((each) => each.address)).toEqual(['maria@example.test', 'bo@example.test'])
})

test.each([
  ['no address', { to: ['maria'] }, '“maria” is not an e-mail address'],
  ['a second line', { to: ['a@example.test\r\nBcc: b@example.test'] }, 'is not an e-mail address'],
  ['a line in the name', { cc: ['A\nB <a@example.test>'] }, 'is not an e-mail address'],
  ['two at once', { to: ['a@example.test, b@example.test'] }, 'is not an e-mail address'],
  ['dots', { to: ['a..b@example.test'] }, 'is not an e-mail address'],
  ['ourselves', { to: ['support+x@shop.test'] }, 'this desk’s own address'],
  ['nobody', { to: [] }, 'no e-mail address on file'],
  ['too many', { to: Array.from({ length: 51 }, (_, at) => `a${at}@example.test`) }, 'at most 50'],
  ['empty text', { text: ' \n' }, 'empty'],
  ['long text', { text: 'x'.repeat(200_001) }, 'at most 200000'],
  ['subject of two lines', { subject: 'a\nBcc: x@example.test' }, 'one line'],
  ['the past', { sendAt: new Date(0) }, 'has passed'],
  ['an attachment that is not there', { attachmentIds: [99] }, 'Attachment 99'],
  ['an issue that is not there', { alsoIssues: [99] }, 'no issue 99'],
])('a reply with %s is a problem that says so, and writes nothing', async (_, input: Partial<Reply>, words) => {
  const opened = await openDesk()
  expect(await attempt(opened, input)).toEqual({ problem: expect.stringContaining(words) })
  expect(await opened.db.selectFrom('letters').select('id').execute()).toEqual([])
})

test('a person without an address cannot be answered', async () => {
  const opened = await openDesk()
  await opened.db.deleteFrom('issueParticipants').execute()
  await opened.db.deleteFrom('userIdentificationEmails').execute()
  expect(await attempt(opened, {})).toEqual({ problem: 'no e-mail address on file' })
})

test('an answer to an issue that is not there is not found', async () => {
  const opened = await openDesk()
  expect(await attempt({ ...opened, issueId: 4711 }, {})).toBe('not found')
})

test('a mail that came while the rep wrote is shown first', async () => {
  const opened = await openDesk()
  const { db, issueId, personId, mailbox } = opened
  const { id } = await db.selectFrom('actions').select('id').executeTakeFirstOrThrow()
  expect(await attempt(opened, { seenActionId: id })).toHaveProperty('letterId')
  const last = await db
    .selectFrom('actions')
    .select((e) => e.fn.max('id').as('id'))
    .executeTakeFirstOrThrow()
  await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'x', issueId })
  expect(await attempt(opened, { seenActionId: last.id })).toEqual({
    newer: [expect.objectContaining({ name: 'María' })],
  })
  expect(await attempt(opened, { expectedVersion: 0 })).toHaveProperty('newer')
})

test('one letter stands in several issues', async () => {
  const opened = await openDesk()
  const { db, mailbox, personId, issueId } = opened
  const other = await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'Ants?' })
  const { interactionId } = await opened.write('smtp://localhost', { alsoIssues: [other, other] })
  const actions = await db.selectFrom('actions').select('issueId').where('interactionId', '=', interactionId).execute()
  expect(actions.map((each) => each.issueId).sort()).toEqual([issueId, other])
})

test('attachments go along once, and only the rep’s own', async () => {
  const opened = await openDesk()
  const { db, actor } = opened
  const stranger = await db
    .insertInto('reps')
    .values({ name: 'Bo', email: 'bo@shop.test' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const [sha256] = await storeBlobs(db, [Buffer.from('PNG')])
  const file = { filename: 'farm.png', contentType: 'image/png', contentId: null, size: 3, sha256: sha256! }
  const rows = await db
    .insertInto('attachments')
    .values([
      { ...file, repId: actor.repId },
      { ...file, repId: stranger.id },
    ])
    .returning('id')
    .execute()
  const [mine, theirs] = rows.map((row) => row.id)
  expect(await attempt(opened, { attachmentIds: [theirs!] })).toHaveProperty('problem')
  const { letterId } = await opened.write('smtp://localhost', { attachmentIds: [mine!] })
  const mail = await simpleParser((await letterBytes(db, letterId))!)
  expect(mail.attachments.map((each) => [each.filename, each.content.toString()])).toEqual([['farm.png', 'PNG']])
  expect(await attempt(opened, { attachmentIds: [mine!] })).toHaveProperty('problem')
})

test('HTML of a rep loses what runs, and keeps what says something', async () => {
  const { db, write } = await openDesk()
  const html = '<p onclick="x()">Hi <b>María</b><script>x()</script><img src="http://t.example/p.png"></p>'
  const { letterId } = await write('smtp://localhost', { html })
  const mail = await simpleParser((await letterBytes(db, letterId))!)
  expect(mail.html).toContain('<p>Hi <b>María</b><img /></p>')
})

test('a person known by phone only gets letters at the address on file', async () => {
  const opened = await openDesk()
  const bo = await person(opened.db, 'Bo', 'bo@example.test')
  const issue = await opened.db
    .insertInto('issues')
    .values({ userIdentificationId: bo })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(await attempt({ ...opened, issueId: issue.id }, {})).toHaveProperty('letterId')
})
