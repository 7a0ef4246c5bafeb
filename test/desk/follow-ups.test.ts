import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { changeFollowUp, dueFollowUps, listFollowUps } from '../../src/desk/follow-ups.ts'
import { changeIssue, getIssue, listIssues } from '../../src/desk/issues.ts'
import { mentionsIn } from '../../src/desk/mentions.ts'
import { addNote } from '../../src/desk/notes.ts'
import { record } from '../../src/desk/record.ts'
import { listNotices, readNotices, tellFollowUps, unreadNotices } from '../../src/desk/rep-notices.ts'
import { relateIssues, tiesOf, watchIssue } from '../../src/desk/ties.ts'
import { undo } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aRep } from '../support/desk.ts'
import { type Database, idOf, inTx, system } from './support.ts'

const soon = new Date(Date.now() - 1000)

describe('a follow-up', () => {
  it('is a to-do with a time and an owner, due first, and done with undo', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    const later = await aFollowUp(db, { text: 'Later', dueAt: new Date('2090-01-01'), assigneeId: rep })
    const never = await aFollowUp(db, { text: 'Some day', assigneeId: rep })
    const first = await aFollowUp(db, { text: 'First', dueAt: soon, assigneeId: rep })
    await aFollowUp(db, { text: 'Of others' })
    const page = await listFollowUps(db, { assignee: rep }, { limit: 2 })
    expect(page.items.map((one) => one.id)).toEqual([first, later])
    const rest = await listFollowUps(db, { assignee: rep }, { limit: 2, cursor: page.next! })
    expect(rest).toMatchObject({ items: [{ id: never }], next: null })
    expect(await dueFollowUps(db, rep)).toBe(1)
    const done = await inTx(db, (tx) => changeFollowUp(tx, { kind: 'rep', repId: rep }, first, { done: true }))
    expect(await dueFollowUps(db, rep)).toBe(0)
    expect((await listFollowUps(db, { done: true }, { limit: 9 })).items).toMatchObject([{ doneBy: { id: rep } }])
    await inTx(db, (tx) => undo(tx, system, idOf(done)))
    expect(await dueFollowUps(db, rep)).toBe(1)
  })

  it('that falls due is told once, and anew after a new time', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    const id = await aFollowUp(db, { text: 'Call back', dueAt: soon, assigneeId: rep })
    await tellFollowUps(db)
    await tellFollowUps(db)
    expect((await listNotices(db, rep, { limit: 9 })).items).toMatchObject([{ kind: 'follow_up', actionId: id }])
    await inTx(db, (tx) => changeFollowUp(tx, system, id, { dueAt: new Date(Date.now() - 500) }))
    await tellFollowUps(db)
    expect(await unreadNotices(db, rep)).toBe(2)
    expect(await readNotices(db, rep)).toBe(2)
    expect(await unreadNotices(db, rep)).toBe(0)
  })
})

describe('notices', () => {
  it('tell the reps whom a note names, and not its writer', async () => {
    const { db } = await testDatabase()
    const [ana, bo] = [await aRep(db, 'Ana Formica', 'ana@desk.test'), await aRep(db, 'Bo Boss', 'bo@desk.test')]
    const id = await anIssue(db)
    await inTx(db, (tx) => addNote(tx, { kind: 'rep', repId: bo }, id, 'Ask @Ana Formica, says @bo'))
    expect((await listNotices(db, ana, { limit: 9 })).items).toMatchObject([{ kind: 'mentioned', by: { id: bo } }])
    expect(await unreadNotices(db, bo)).toBe(0)
  })

  it('find names after an @ and nowhere else', () => {
    const reps = [
      { id: 1, name: 'Ana Maria Silva', email: 'ams@desk.test' },
      { id: 2, name: 'Ana Formica', email: 'ana@desk.test' },
      { id: 3, name: 'Żółć', email: 'z@desk.test' },
    ]
    expect(mentionsIn('@Ana Maria Silva: look', reps)).toEqual([1])
    expect(mentionsIn('@ANA formica', reps)).toEqual([2])
    expect(mentionsIn('@ana is two people', reps)).toEqual([])
    expect(mentionsIn('mail joe@ams.test or @amsterdam', reps)).toEqual([])
    expect(mentionsIn('(@ams) und @Żółć!', reps)).toEqual([1, 3])
    expect(mentionsIn('@'.repeat(200_000), reps)).toEqual([])
  })

  it('tell watchers of a human mail, once until they read', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    const [id, other] = [await anIssue(db), await anIssue(db)]
    const watching = await inTx(db, (tx) => watchIssue(tx, { kind: 'rep', repId: rep }, id, true))
    await mailIn(db, id)
    await mailIn(db, id)
    await mailIn(db, other)
    expect((await listNotices(db, rep, { limit: 9 })).items).toMatchObject([{ kind: 'watched', issue: { id } }])
    expect(await tiesOf(db, id)).toMatchObject({ watchers: [{ id: rep }] })
    await inTx(db, (tx) => undo(tx, system, idOf(watching)))
    await readNotices(db, rep, { issueId: id })
    await mailIn(db, id)
    expect(await unreadNotices(db, rep)).toBe(0)
  })

  it('tell the writer of a letter that it failed', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    const letterId = await aLetter(db, rep)
    await db.updateTable('letters').set({ state: 'sent' }).where('id', '=', letterId).execute()
    expect(await unreadNotices(db, rep)).toBe(0)
    await db.updateTable('letters').set({ state: 'bounced' }).where('id', '=', letterId).execute()
    expect((await listNotices(db, rep, { limit: 9 })).items).toMatchObject([{ kind: 'letter', letterId }])
  })
})

describe('a snooze until they reply', () => {
  it('hides an issue until the customer writes', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    const done = await inTx(db, (tx) => changeIssue(tx, system, id, { snoozeUntil: 'reply' }))
    expect((await listIssues(db, {}, { limit: 9 })).items).toEqual([])
    expect((await listIssues(db, { snoozed: true }, { limit: 9 })).items).toMatchObject([{ id, snoozedForReply: true }])
    await inTx(db, (tx) => undo(tx, system, idOf(done)))
    await inTx(db, (tx) => changeIssue(tx, system, id, { snoozeUntil: 'reply' }))
    await mailIn(db, id)
    expect(await getIssue(db, id)).toMatchObject({ snoozedForReply: false, waitingSince: expect.any(Date) })
  })
})

describe('related issues', () => {
  it('know of each other until that is undone', async () => {
    const { db } = await testDatabase()
    const [one, two] = [await anIssue(db), await anIssue(db)]
    const done = await inTx(db, (tx) => relateIssues(tx, system, { issueId: two, other: one, related: true }))
    expect((await tiesOf(db, one)).related).toMatchObject([{ id: two }])
    expect((await tiesOf(db, two)).related).toMatchObject([{ id: one }])
    await inTx(db, (tx) => undo(tx, system, idOf(done)))
    expect((await tiesOf(db, two)).related).toEqual([])
  })
})

async function aFollowUp(db: Database, { text, ...toDo }: { text: string; dueAt?: Date; assigneeId?: number }) {
  const issueId = await anIssue(db)
  const added = await inTx(db, (tx) => addNote(tx, system, issueId, 'note', { text, toDo }))
  if (added === 'not found') throw new Error(added)
  return added.actionId
}

async function mailIn(db: Database, id: number) {
  const touched = { id, at: new Date(), snippet: 's', hasAttachment: false, reopened: false, needsLook: false }
  await inTx(db, (tx) => record(tx, { opened: [], touched: [touched], interactions: [], participants: [] }))
}

async function aLetter(db: Database, repId: number): Promise<number> {
  const issueId = await anIssue(db)
  const { rows } = await sql<{ id: number }>`
    with b as (insert into blobs (sha256, size, bytes) values ('\\x01', 1, 'x') returning sha256),
      m as (insert into mailboxes (address, address_key) values ('a@shop.test', 'a@shop.test') returning id),
      n as (insert into interactions (user_identification_id, originator, channel, rep_id)
        select user_identification_id, 'rep', 'email', ${repId}::int from issues where id = ${issueId} returning id),
      a as (insert into actions (interaction_id, issue_id) select id, ${issueId}::int from n)
    insert into letters (interaction_id, mailbox_id, envelope_from, to_list, subject, text, message_id, message_id_key,
      raw_sha256, state, rep_id)
    select n.id, m.id, 'a@shop.test', '[]', 's', 't', 'm', '\\x01', b.sha256, 'queued', ${repId}::int from b, m, n
    returning id`.execute(db)
  return rows[0]!.id
}
