import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { changeIssues } from '../../src/desk/bulk.ts'
import { changeDeskHours, changeMailboxHours, undoHours } from '../../src/desk/hours-changes.ts'
import { changeIssue } from '../../src/desk/issues.ts'
import { linkInteraction } from '../../src/desk/links.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { addNote } from '../../src/desk/notes.ts'
import { askRecompute, recomputeTimes, timesLeft } from '../../src/desk/recompute-times.ts'
import { record } from '../../src/desk/record.ts'
import { recordInteraction } from '../../src/desk/record-interaction.ts'
import { splitIssue } from '../../src/desk/split.ts'
import { cancelLetter } from '../../src/letters/letters.ts'
import { reschedule } from '../../src/letters/schedule.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { type Hours, weekdays } from '../../src/settings/business-time.ts'
import { readHoursWish } from '../../src/settings/hours.ts'
import { openDesk, openedByMail } from '../letters/desk.ts'
import { idOf, inTx } from './support.ts'

const days = (hours: string) => Object.fromEntries(weekdays.map((day) => [day, hours])) as Record<'monday', string>
const allWeek = (hours: string) => readHoursWish({ ...(days(hours) as Hours), holidays: [] }) as Hours

async function timesOf(db: Database, id: number) {
  const { rows } = await sql<
    Record<string, number | null>
  >`select first_response_seconds as first, first_response_business as open,
    first_response_by as by, next_response_seconds as next, next_response_by as next_by, resolution_seconds as resolution, reopened
    from issues where id = ${id}`.execute(db)
  return rows[0]!
}

const closings = async (db: Database, issueId: number) =>
  db.selectFrom('issueClosings').selectAll().where('issueId', '=', issueId).orderBy('id').execute()

/** The issue and all said in it so many minutes earlier. */
async function age(db: Database, issueId: number, minutes: number) {
  await sql`update issues set opened_at = opened_at - ${minutes} * interval '1 minute' where id = ${issueId}`.execute(
    db,
  )
  await sql`update interactions set occurred_at = occurred_at - ${minutes} * interval '1 minute'
    where id in (select interaction_id from actions where issue_id = ${issueId})`.execute(db)
}

it('a reply or a call after a customer’s words is a response; notes and cancelled letters are none', async () => {
  const { db, issueId, actor, write, personId } = await openDesk()
  await age(db, issueId, 90)
  await inTx(db, (tx) => addNote(tx, actor, issueId, 'He sounds cross.'))
  expect(await timesOf(db, issueId)).toMatchObject({ first: null, next: null })
  const { letterId } = await write(undefined, {}, 60)
  expect((await timesOf(db, issueId)).first).toBeGreaterThanOrEqual(5400)
  expect(await timesOf(db, issueId)).toMatchObject({ by: actor.repId, next: null, resolution: null })
  await inTx(db, (tx) => cancelLetter(tx, actor, letterId))
  expect(await timesOf(db, issueId)).toMatchObject({ first: null, by: null })
  const call = (originator: 'rep' | 'customer', minutesAgo: number) =>
    inTx(db, (tx) =>
      recordInteraction(tx, actor, {
        ...{ personId, channel: 'phone', originator, occurredAt: new Date(Date.now() - minutesAgo * 60_000) },
        actions: [{ issueId, details: 'A call.' }],
      }),
    )
  await call('rep', 60)
  await call('customer', 50)
  await call('customer', 45)
  const last = await call('rep', 20)
  const { first, next, nextBy } = await timesOf(db, issueId)
  expect([Math.round(first! / 60), Math.round(next! / 60), nextBy]).toEqual([30, 30, actor.repId])
  await inTx(db, (tx) => undoAnything(tx, actor, idOf(last)))
  expect((await timesOf(db, issueId)).next).toBeNull()
})

it('a letter for later answers when it is meant to go, wherever that is moved', async () => {
  const { db, issueId, actor, write } = await openDesk()
  const { letterId } = await write('smtp://localhost', { sendAt: new Date(Date.now() + 7_200_000) })
  expect(Math.round((await timesOf(db, issueId)).first! / 60)).toBe(120)
  await inTx(db, (tx) => reschedule(tx, actor, letterId, { sendAt: new Date(Date.now() + 3_600_000) }))
  expect(Math.round((await timesOf(db, issueId)).first! / 60)).toBe(60)
})

it('closing is the resolution; reopening clears it and keeps it as a row; an undone close never was', async () => {
  const { db, issueId, actor, mailbox } = await openDesk()
  await age(db, issueId, 10)
  const close = await inTx(db, (tx) => changeIssue(tx, actor, issueId, { status: 'closed' }))
  expect((await timesOf(db, issueId)).resolution).toBeGreaterThanOrEqual(600)
  await inTx(db, (tx) => undoAnything(tx, actor, idOf(close)))
  expect(await timesOf(db, issueId)).toMatchObject({ resolution: null, reopened: 0 })
  expect(await closings(db, issueId)).toEqual([])
  await inTx(db, (tx) => changeIssue(tx, actor, issueId, { status: 'closed' }))
  const { resolution } = await timesOf(db, issueId)
  const touched = {
    id: issueId,
    at: new Date(),
    snippet: 'again',
    hasAttachment: false,
    reopened: true,
    needsLook: false,
  }
  await inTx(db, (tx) => record(tx, { opened: [], touched: [touched], interactions: [], participants: [] }))
  expect(await timesOf(db, issueId)).toMatchObject({ resolution: null, reopened: 1 })
  expect(await closings(db, issueId)).toMatchObject([{ resolutionSeconds: resolution, closedBy: actor.repId }])
  const back = await db.selectFrom('changes').select('id').where('kind', '=', 'issue.reopen').executeTakeFirstOrThrow()
  await inTx(db, (tx) => undoAnything(tx, actor, back.id))
  expect(await timesOf(db, issueId)).toMatchObject({ resolution, reopened: 0 })
  const robot = await openedByMail(db, { mailboxId: mailbox.id, personId: 1, subject: 'Out of office' })
  await sql`update issues set origin = 'automatic' where id = ${robot}`.execute(db)
  await inTx(db, (tx) => changeIssues(tx, actor, [robot], { status: 'closed' }))
  expect((await timesOf(db, robot)).resolution).toBeNull()
})

it('new hours are written over all issues in the background, and undone', async () => {
  const { db, issueId, actor, write, mailbox } = await openDesk()
  await age(db, issueId, 24 * 60)
  await write(undefined)
  expect((await timesOf(db, issueId)).open).toBeGreaterThanOrEqual(86_400)
  const set = await inTx(db, (tx) => changeDeskHours(tx, actor, { zone: 'Europe/Berlin', hours: allWeek('9-11') }))
  expect(await timesLeft(db)).toBeGreaterThan(0)
  await recomputeTimes(db)
  expect(await timesLeft(db)).toBe(0)
  expect((await timesOf(db, issueId)).open).toBe(7200)
  const wish = { mailboxId: mailbox.id, hours: allWeek('') }
  const own = await inTx(db, (tx) => changeMailboxHours(tx, actor, wish))
  await recomputeTimes(db)
  expect(await timesOf(db, issueId)).toMatchObject({ open: 0 })
  expect(await inTx(db, (tx) => changeMailboxHours(tx, actor, wish))).toEqual({ changeId: null })
  const stale = await db.selectFrom('changes').selectAll().where('id', '=', set!).executeTakeFirstOrThrow()
  for (const id of [idOf(own), set!]) await inTx(db, (tx) => undoAnything(tx, actor, id))
  await recomputeTimes(db)
  expect((await timesOf(db, issueId)).open).toBeGreaterThanOrEqual(86_400)
  expect(await inTx(db, (tx) => undoHours(tx, actor, stale))).toMatchObject({ conflict: expect.any(String) })
})

it('whatever reps do, what stands on the issues is what their rows say', { timeout: 60_000 }, async () => {
  const desk = await openDesk()
  const { db, actor, personId, mailbox, write } = desk
  await inTx(db, (tx) => changeDeskHours(tx, actor, { zone: 'Europe/Berlin', hours: allWeek('8-12, 13-17') }))
  await recomputeTimes(db)
  const any = async (from: string) =>
    (await sql<{ id: number }>`select id from ${sql.table(from)} order by random() limit 1`.execute(db)).rows[0]?.id ??
    1
  const open = async () => {
    const id = await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'Ants?' })
    await age(db, id, 3000)
  }
  const deeds: Record<string, () => Promise<unknown>> = {
    open,
    reply: async () => write(undefined, { close: Math.random() < 0.5 }, 60, await any('issues')),
    cancel: async () => inTx(db, async (tx) => cancelLetter(tx, actor, await any('letters'))),
    call: async () =>
      inTx(db, async (tx) =>
        recordInteraction(tx, actor, {
          ...{ personId, channel: 'phone', originator: Math.random() < 0.5 ? 'rep' : 'customer' },
          occurredAt: new Date(Date.now() - Math.floor(Math.random() * 5e8)),
          actions: [{ issueId: await any('issues'), details: 'A call.', close: Math.random() < 0.3 }],
        }),
      ),
    close: async () => inTx(db, async (tx) => changeIssue(tx, actor, await any('issues'), { status: 'closed' })),
    reopen: async () => inTx(db, async (tx) => changeIssue(tx, actor, await any('issues'), { status: 'open' })),
    many: async () =>
      inTx(db, async (tx) =>
        changeIssues(tx, actor, [await any('issues'), await any('issues')], {
          status: Math.random() < 0.5 ? 'open' : 'closed',
        }),
      ),
    merge: async () => inTx(db, async (tx) => mergeIssues(tx, actor, await any('issues'), await any('issues'))),
    link: async () =>
      inTx(db, async (tx) =>
        linkInteraction(tx, actor, { issueId: await any('issues'), interactionId: await any('interactions') }),
      ),
    split: async () =>
      inTx(db, async (tx) => {
        const { rows } = await sql<{ id: number; issueId: number }>`
          select id, issue_id from actions where deleted_at is null order by random() limit 1`.execute(tx)
        return splitIssue(tx, actor, { issueId: rows[0]!.issueId, actionId: rows[0]!.id })
      }),
    undo: async () => {
      const { rows } = await sql<{ id: number }>`
        select id from changes where kind <> 'settings.hours' order by random() limit 1`.execute(db)
      return inTx(db, (tx) => undoAnything(tx, actor, rows[0]!.id))
    },
  }
  for (let round = 0; round < 4; round += 1) await open()
  const names = Object.keys(deeds)
  const plan = fc.sample(fc.constantFrom(...names, 'undo', 'reply', 'call'), 100)
  // A refusal is an answer here: what counts is what stands afterwards.
  for (const name of plan) await deeds[name]!().catch(() => undefined)
  const wrong = await sql`
    with said as (
      select a.issue_id, n.originator, n.rep_id, n.occurred_at as at, n.id from actions a join interactions n on n.id = a.interaction_id
        left join letters l on l.interaction_id = n.id
      where a.deleted_at is null and n.channel <> 'note' and n.originator <> 'automatic' and (l.id is null or l.state <> 'cancelled')
    ), waits as (
      select c.issue_id, c.at, r.at as answered from said c cross join lateral (
        select s.at, s.id from said s where s.issue_id = c.issue_id and s.originator = 'rep' and (s.at, s.id) > (c.at, c.id)
        order by s.at, s.id limit 1) r
      where c.originator = 'customer' and not exists (
        select from said e where e.issue_id = c.issue_id and e.originator = 'customer' and (e.at, e.id) < (c.at, c.id)
          and not exists (select from said m where m.issue_id = c.issue_id and m.originator = 'rep'
            and (m.at, m.id) > (e.at, e.id) and (m.at, m.id) < (c.at, c.id)))
    )
    select i.id, i.first_response_seconds, i.resolution_seconds, i.opened_at, i.closed_at, i.reopened from issues i where
      i.first_response_seconds is distinct from (select floor(extract(epoch from date_trunc('milliseconds', w.answered) - date_trunc('milliseconds', w.at)))::int
        from waits w where w.issue_id = i.id order by w.at limit 1)
      or i.resolution_seconds is distinct from case when i.closed_at is not null
        then floor(extract(epoch from greatest(interval '0', date_trunc('milliseconds', i.closed_at) - date_trunc('milliseconds', i.opened_at))))::int end
      or i.reopened <> (select count(*) from issue_closings c where c.issue_id = i.id)`.execute(db)
  expect(wrong.rows).toEqual([])
  const all = () => db.selectFrom('issues').selectAll().orderBy('id').execute()
  const before = await all()
  await inTx(db, askRecompute)
  await recomputeTimes(db)
  expect(await all()).toEqual(before)
})
