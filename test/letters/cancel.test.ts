import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { mergeIssues } from '../../src/desk/merge.ts'
import { cancelLetter, getLetter } from '../../src/letters/letters.ts'
import { cancelReplied, handOver, queueUndelivered } from '../../src/letters/sending.ts'
import { openDesk, openedByMail } from './desk.ts'

type Opened = Awaited<ReturnType<typeof openDesk>>

const cancel = ({ db, actor }: Opened, id: number) => db.transaction().execute((tx) => cancelLetter(tx, actor, id))
const later = () => new Date(Date.now() + 30_000)
const takingPart = async ({ db }: Opened, issueId: number) =>
  (await db.selectFrom('issueParticipants').select('address').where('issueId', '=', issueId).execute()).map(
    (row) => row.address,
  )

test('a claimed letter can be cancelled until it is handed over, and then is not', async () => {
  const opened = await openDesk()
  const { letterId } = await opened.write('smtp://localhost')
  await sql`update letters set attempts = 1, lease_until = now() + interval '1 minute'`.execute(opened.db)
  expect(await cancel(opened, letterId)).toBe('cancelled')
  expect(await handOver(opened.db, letterId)).toBeUndefined()
})

test('a cancel and a handing over at one moment have one winner', async () => {
  const opened = await openDesk()
  for (let round = 0; round < 10; round++) {
    const { letterId } = await opened.write('smtp://localhost')
    await sql`update letters set lease_until = now() + interval '1 minute' where id = ${letterId}`.execute(opened.db)
    const [cancelled, handed] = await Promise.all([cancel(opened, letterId), handOver(opened.db, letterId)])
    expect(cancelled === 'cancelled').toBe(handed === undefined)
  }
})

test('a cancel in two tabs cancels once', async () => {
  const opened = await openDesk()
  const { letterId } = await opened.write('smtp://localhost', {}, 10)
  const results = await Promise.all([cancel(opened, letterId), cancel(opened, letterId)])
  expect(results.sort()).toEqual(['already cancelled', 'cancelled'])
})

test('a letter that the customer’s mail cancels lets out whom it let in, and its change is undone', async () => {
  const opened = await openDesk()
  const { db, mailbox, personId, issueId } = opened
  const asked = { sendAt: later(), cancelIfReplied: true, cc: ['bo@example.test'] }
  const { letterId, changeId } = await opened.write('smtp://localhost', asked)
  await openedByMail(db, { mailboxId: mailbox.id, personId, issueId, subject: 'x' })
  await cancelReplied(db)
  expect((await getLetter(db, letterId))?.state).toBe('cancelled')
  expect(await takingPart(opened, issueId)).toEqual(['maria@example.test'])
  const change = await db.selectFrom('changes').select('undoneAt').where('id', '=', changeId).executeTakeFirst()
  expect(change?.undoneAt).toBeInstanceOf(Date)
})

test('a link to an older mail is no answer to a letter for later', async () => {
  const opened = await openDesk()
  const { db, mailbox, personId, issueId } = opened
  const other = await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'Ants?' })
  const { letterId } = await opened.write('smtp://localhost', { sendAt: later(), cancelIfReplied: true })
  await sql`insert into actions (interaction_id, issue_id)
    select interaction_id, ${issueId} from actions where issue_id = ${other}`.execute(db)
  await cancelReplied(db)
  expect((await getLetter(db, letterId))?.state).toBe('scheduled')
})

test('whom a second letter names as well stays in when the first is cancelled', async () => {
  const opened = await openDesk()
  const first = await opened.write('smtp://localhost', { cc: ['bo@example.test'] }, 10)
  await opened.write('smtp://localhost', { cc: ['Bo <BO@example.test>'] }, 10)
  await cancel(opened, first.letterId)
  expect(await takingPart(opened, opened.issueId)).toEqual(['maria@example.test', 'bo@example.test'])
})

test('an issue closed by a letter that the customer reopened and a rep closed again stays closed', async () => {
  const opened = await openDesk()
  const { letterId } = await opened.write('smtp://localhost', { close: true }, 10)
  await sql`update issues set closed_at = null`.execute(opened.db)
  await sql`update issues set closed_at = now()`.execute(opened.db)
  expect(await cancel(opened, letterId)).toBe('cancelled')
  const issue = await opened.db.selectFrom('issues').select('closedAt').executeTakeFirstOrThrow()
  expect(issue.closedAt).toBeInstanceOf(Date)
})

test('a letter whose issue was merged away is taken back from the other one, and the merged one stays closed', async () => {
  const opened = await openDesk()
  const { db, actor, mailbox, personId, issueId } = opened
  const other = await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'Ants?' })
  const { letterId } = await opened.write('smtp://localhost', { close: true, cc: ['bo@example.test'] }, 10)
  await db.transaction().execute((tx) => mergeIssues(tx, actor, issueId, other))
  expect(await takingPart(opened, other)).toContain('bo@example.test')
  expect(await cancel(opened, letterId)).toBe('cancelled')
  expect(await takingPart(opened, other)).toEqual(['maria@example.test'])
  const merged = await db.selectFrom('issues').select('closedAt').where('id', '=', issueId).executeTakeFirstOrThrow()
  expect(merged.closedAt).toBeInstanceOf(Date)
})

test('a letter written days ago for today, when there was no relay, goes when one is there', async () => {
  const opened = await openDesk()
  const { letterId } = await opened.write(undefined)
  await sql`update letters set created_at = now() - interval '5 days', due_at = now() - interval '1 hour'`.execute(
    opened.db,
  )
  await queueUndelivered(opened.db, [opened.mailbox.id])
  expect((await getLetter(opened.db, letterId))?.state).toBe('queued')
})

test('a letter for the next second still has its undo window', async () => {
  const opened = await openDesk()
  const { letterId } = await opened.write('smtp://localhost', { sendAt: new Date(Date.now() + 2_000) }, 10)
  expect(+(await getLetter(opened.db, letterId))!.dueAt).toBeGreaterThan(Date.now() + 8_000)
})
