import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { parserVersion } from '../../inbound/parsed.ts'
import { refileSome } from '../../inbound/refile.ts'
import { refile, release, releaseMany } from '../../src/desk/release.ts'
import { undo } from '../../src/desk/undo.ts'
import { readMailCounts } from '../../src/mail/mail-counts.ts'
import { recountMail } from '../../src/mail/recount.ts'
import { askRefiling, lastRefiling } from '../../src/mail/refilings.ts'
import { log, openLine, outcome } from './door.ts'

type Line = Awaited<ReturnType<typeof openLine>>
const rep = { kind: 'system', repId: null } as const

/** A mail that no parser takes whole: held, with its header known. */
const monster = (n = 1) => ({
  subject: `Monster ${n}`,
  id: `monster-${n}@customer.example`,
  headers: `X-Big: ${'x'.repeat(200_000)}`,
})

const inTx = <T>(
  line: Line,
  deed: (tx: Parameters<Parameters<ReturnType<Line['db']['transaction']>['execute']>[0]>[0]) => Promise<T>,
) => line.db.transaction().execute(deed)

async function held(line: Line, n = 1) {
  const id = await line.arrive(monster(n))
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'held' })
  return id
}

async function released(line: Line, id: number): Promise<number> {
  const done = await inTx(line, (tx) => release(tx, rep, id))
  if (typeof done === 'string') throw new Error(done)
  return done.changeId
}

test('a released mail that is filed by now is held again by undo, and its issue is gone from the lists', async () => {
  const line = await openLine()
  const id = await held(line)
  const reason = (await outcome(line.db, id)).reason
  const changeId = await released(line, id)
  await line.fileAll()
  const { issueId } = await outcome(line.db, id)
  expect(await readMailCounts(line.db, 1)).toMatchObject({ all: { received: 1, filed: 1, held: 0 }, missing: 0 })
  const undone = await inTx(line, (tx) => undo(tx, rep, changeId))
  expect(undone).toMatchObject({ changeId: expect.any(Number) })
  expect(await outcome(line.db, id)).toMatchObject({ state: 'held', reason, issueId: null })
  const issue = await line.db.selectFrom('issues').select('deletedAt').where('id', '=', issueId!).executeTakeFirst()
  expect(issue?.deletedAt).not.toBeNull()
  expect(await recountMail(line.db, parserVersion)).toMatchObject({ held: 1, missing: 0, corrected: 0 })
  await inTx(line, (tx) => undo(tx, rep, (undone as { changeId: number }).changeId))
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'filed' })
})

test('a released mail that still waits is simply held again', async () => {
  const line = await openLine()
  const id = await held(line)
  const changeId = await released(line, id)
  await inTx(line, (tx) => undo(tx, rep, changeId))
  expect(await line.fileAll()).toBe(0)
  expect(await outcome(line.db, id)).toMatchObject({ state: 'held' })
})

test('a released mail that somebody answered stays in the history', async () => {
  const line = await openLine()
  const id = await held(line)
  const changeId = await released(line, id)
  await line.fileAll()
  await sql`insert into letters (interaction_id, mailbox_id, answers_email_id, envelope_from, to_list, subject, text, message_id,
      message_id_key, raw_sha256, state)
    select e.interaction_id, e.mailbox_id, e.id, '', '[]', '', '', 'x', '\\x00', d.raw_sha256, 'sent'
    from emails e join deliveries d on d.id = e.delivery_id`.execute(line.db)
  expect(await inTx(line, (tx) => undo(tx, rep, changeId))).toEqual({ conflict: expect.stringContaining('answered') })
})

test('many are let in at once and held again at once', async () => {
  const line = await openLine()
  const ids = [await held(line, 1), await held(line, 2), await held(line, 3)]
  await released(line, ids[2]!)
  const done = await inTx(line, (tx) => releaseMany(tx, rep, [...ids, 999], 'new'))
  expect(done).toMatchObject({ released: 2, skipped: 2, changeId: expect.any(Number) })
  await line.fileAll()
  await inTx(line, (tx) => undo(tx, rep, done.changeId!))
  const states = await Promise.all(ids.map(async (id) => (await outcome(line.db, id)).state))
  expect(states).toEqual(['held', 'held', 'filed'])
})

test('mail that an older parser read is read again in its place', async () => {
  const line = await openLine()
  const html = 'Content-Type: multipart/mixed; boundary=b\r\nMIME-Version: 1.0'
  const part = (type: string, text: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`
  const text = `${part('text/plain', 'What we read.')}${part('text/csv; name=a.csv', '1,2')}${part('text/csv; name=b.csv', '3,4')}--b--`
  const ids = await Promise.all([1, 2, 3].map((n) => line.arrive({ id: `${n}@customer.example`, headers: html, text })))
  await line.fileAll()
  const before = await Promise.all(ids.map((id) => outcome(line.db, id)))
  const files = () =>
    line.db.selectFrom('attachments').select(['id', 'emailId', 'filename', 'position']).orderBy('id').execute()
  const kept = await files()
  await sql`update emails set parser_version = 0, text = 'gibberish', subject = '?', html = '<b>', folds = '{0,3}'`.execute(
    line.db,
  )
  await sql`update attachments set filename = 'x' where position = 0`.execute(line.db)
  await sql`delete from attachments where position = 1`.execute(line.db)
  await inTx(line, (tx) => askRefiling(tx, { deliveryId: null, repId: null }))
  while (await refileSome({ db: line.db, log, parser: line.parser }));
  expect(await lastRefiling(line.db)).toMatchObject({ done: 3, unreadable: 0, finishedAt: expect.any(Date) })
  const emails = await line.db
    .selectFrom('emails')
    .select(['text', 'subject', 'html', 'folds', 'parserVersion'])
    .execute()
  for (const email of emails)
    expect(email).toEqual({
      ...{ subject: 'Where is my parcel?', html: null, folds: [], parserVersion },
      text: expect.stringContaining('What we read.'),
    })
  expect(await Promise.all(ids.map((id) => outcome(line.db, id)))).toEqual(
    before.map((one) => ({ ...one, subject: one.subject })),
  )
  const now = await files()
  expect(now.filter((file) => file.position === 0)).toEqual(kept.filter((file) => file.position === 0))
  expect(now.filter((file) => file.position === 1)).toHaveLength(3)
})

test('one mail in the history is read again by itself, whatever parser read it, and is as it was filed', async () => {
  const line = await openLine()
  const id = await line.arrive({ headers: 'Cc: Zoë <zoe@customer.example>\r\nIn-Reply-To: <x@y.example>' })
  await line.fileAll()
  const row = () => line.db.selectFrom('emails').selectAll().executeTakeFirstOrThrow()
  const filed = await row()
  expect(filed).toMatchObject({ ccList: [{ address: 'zoe@customer.example' }], inReplyTo: ['x@y.example'] })
  await sql`update emails set text = 'gibberish', cc_list = '[]', in_reply_to = '{}', search = ''`.execute(line.db)
  expect(await inTx(line, (tx) => refile(tx, rep, id))).toEqual({ changeId: null })
  while (await refileSome({ db: line.db, log, parser: line.parser }));
  expect(await row()).toEqual(filed)
})

test('a mail whose bytes still cannot be read stays as it was', async () => {
  const line = await openLine()
  await held(line)
  await released(line, 1)
  await line.fileAll()
  await sql`update emails set parser_version = 0, subject = 'as it was'`.execute(line.db)
  await inTx(line, (tx) => askRefiling(tx, { deliveryId: null, repId: null }))
  while (await refileSome({ db: line.db, log, parser: line.parser }));
  expect(await lastRefiling(line.db)).toMatchObject({ done: 0, unreadable: 1 })
  expect(await line.db.selectFrom('emails').select('subject').execute()).toEqual([{ subject: 'as it was' }])
})

test('a mail that is read again is folded by the letter that it quotes', async () => {
  const line = await openLine()
  const said = [
    'Your parcel left our house on Tuesday.',
    'It will be with you by Friday at the latest.',
    'Write to us if it is not, and we send another farm at once.',
    'With many greetings from the ants',
  ].join('\r\n')
  const first = await line.arrive({ id: 'q1@customer.example' })
  await line.fileAll()
  const { issueId, personId } = await outcome(line.db, first)
  const { rows } = await sql<{ id: number }>`
    with n as (insert into interactions (user_identification_id, mailbox_id, originator, channel)
        values (${personId}, 1, 'rep', 'email') returning id),
      a as (insert into actions (interaction_id, issue_id) select id, ${issueId}::int from n),
      l as (insert into letters (interaction_id, mailbox_id, envelope_from, to_list, subject, text, message_id, message_id_key,
          raw_sha256, state)
        select n.id, 1, '', '[]', '', ${said}, 'l1', '\\x01', (select raw_sha256 from deliveries limit 1), 'sent' from n)
    select id from n`.execute(line.db)
  expect(rows).toHaveLength(1)
  const text = `Thanks, it came!\r\n\r\nOn Monday the shop wrote:\r\n\r\n${said}`
  const answer = await line.arrive({ id: 'q2@customer.example', answers: 'q1@customer.example', text })
  await line.fileAll()
  const folds = async () =>
    (await line.db.selectFrom('emails').select('folds').where('deliveryId', '=', answer).executeTakeFirstOrThrow())
      .folds
  const before = await folds()
  expect(before).toHaveLength(2)
  await sql`update emails set parser_version = 0, folds = '{}'`.execute(line.db)
  await inTx(line, (tx) => askRefiling(tx, { deliveryId: null, repId: null }))
  while (await refileSome({ db: line.db, log, parser: line.parser }));
  expect(await folds()).toEqual(before)
})

test('a held answer that was let in is held again in its issue, which needs a look, and its sender is out', async () => {
  const line = await openLine()
  const first = await line.arrive({ id: 'h1@customer.example' })
  await line.fileAll()
  const { issueId } = await outcome(line.db, first)
  const id = await line.arrive({ id: 'h2@x.example', from: 'Mallory <mallory@other.example>' })
  await line.fileAll()
  // As if it had answered by a leaked address: held for the first issue.
  const stray = await outcome(line.db, id)
  await sql`delete from actions where issue_id = ${stray.issueId}`.execute(line.db)
  await sql`update emails set interaction_id = null, held_for_issue_id = ${issueId} where delivery_id = ${id}`.execute(
    line.db,
  )
  await sql`update deliveries set state = 'held', reason = 'Somebody else answered.' where id = ${id}`.execute(line.db)
  await sql`update issues set closed_at = now(), closed_by = null where id = ${issueId}`.execute(line.db)
  const changeId = await released(line, id)
  await line.fileAll()
  expect(await outcome(line.db, id)).toMatchObject({ state: 'filed', issueId, closedAt: null })
  await inTx(line, (tx) => undo(tx, rep, changeId))
  expect(await outcome(line.db, id)).toMatchObject({
    state: 'held',
    heldForIssueId: issueId,
    reason: 'Somebody else answered.',
  })
  const issue = await line.db.selectFrom('issues').selectAll().where('id', '=', issueId!).executeTakeFirstOrThrow()
  expect(issue).toMatchObject({ needsLook: true, closedAt: expect.any(Date), deletedAt: null })
  const guests = await line.db
    .selectFrom('issueParticipants')
    .select('addressKey')
    .where('issueId', '=', issueId!)
    .execute()
  expect(guests).toEqual([{ addressKey: 'ada@customer.example' }])
})
