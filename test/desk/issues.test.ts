import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { foldCounts, readCounts } from '../../src/desk/counts.ts'
import type { IssueFilter } from '../../src/desk/issue-filter.ts'
import { getIssue, listIssues, markRead } from '../../src/desk/issues.ts'
import { settleLooks } from '../../src/desk/looks.ts'
import { wakeSnoozed } from '../../src/desk/snooze.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'

describe('the list of issues', () => {
  it('shows open ones, newest activity first', async () => {
    const { db } = await testDatabase()
    const old = await anIssue(db, { at: new Date('2026-01-01') })
    const young = await anIssue(db, { at: new Date('2026-02-01') })
    await anIssue(db, { closed: true })
    expect(await ids(db, {})).toEqual([young, old])
  })

  it('is found by number, subject, person, address and order', async () => {
    const { db } = await testDatabase()
    const personId = await aPerson(db, 'grace@hopper.test', 'Grace Hopper')
    const id = await anIssue(db, { subject: 'A 100%_broken kettle', personId })
    await anIssue(db, { subject: 'Something else' })
    await db.updateTable('issues').set({ orderId: 'K-77' }).where('id', '=', id).execute()
    for (const q of [`#${id}`, `${id}`, '100%_b', 'hopper', 'grace@', 'K-77'])
      expect(await ids(db, { q })).toEqual([id])
    expect(await ids(db, { q: 'ke_tle' })).toEqual([])
  })

  it('finds an open issue behind many newer closed ones', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db, { subject: 'A kettle' })
    await sql`insert into issues (user_identification_id, subject, closed_at)
      select user_identification_id, subject, now() from issues, generate_series(1, 250)`.execute(db)
    expect(await ids(db, { q: 'kettle' })).toEqual([id])
  })

  it('neither skips nor repeats under inserts', async () => {
    const { db } = await testDatabase()
    const before = new Set<number>()
    for (let n = 0; n < 23; n++) before.add(await anIssue(db, { at: new Date(Date.UTC(2026, 0, 1, 0, n % 3)) }))
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await listIssues(db, {}, { cursor, limit: 5 })
      seen.push(...page.items.map((item) => item.id))
      await anIssue(db)
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seen.length).toBe(23)
    expect(new Set(seen)).toEqual(before)
  })

  it('leaves out snoozed and merged issues', async () => {
    const { db } = await testDatabase()
    const [id, snoozed, due, merged] = [await anIssue(db), await anIssue(db), await anIssue(db), await anIssue(db)]
    await sql`update issues set snooze_until = now() + interval '1 hour' where id = ${snoozed}`.execute(db)
    await sql`update issues set snooze_until = now() - interval '1 hour' where id = ${due}`.execute(db)
    await sql`update issues set merged_into_id = ${id} where id = ${merged}`.execute(db)
    expect((await ids(db, {})).sort()).toEqual([id, due].sort())
  })

  it('marks what a rep has not seen', async () => {
    const { db } = await testDatabase()
    const [id, rep] = [await anIssue(db), await aRep(db)]
    await db
      .updateTable('issues')
      .set({ lastInboundAt: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute()
    expect(await getIssue(db, id, rep)).toMatchObject({ unread: true })
    await markRead(db, rep, id)
    expect(await getIssue(db, id, rep)).toMatchObject({ unread: false, person: { name: 'Ann Lee' } })
  })

  it('and its counter bring back what was snoozed', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    await sql`update issues set snooze_until = now() + interval '0.2 seconds' where id = ${id}`.execute(db)
    expect([await ids(db, {}), (await readCounts(db, 1)).open]).toEqual([[], 0])
    await new Promise((resolve) => setTimeout(resolve, 250))
    await wakeSnoozed(db)
    expect([await ids(db, {}), (await readCounts(db, 1)).open]).toEqual([[id], 1])
  })

  it('is told apart when the last held answer was decided', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db, { closed: true })
    await db.updateTable('issues').set({ needsLook: true }).where('id', '=', id).execute()
    expect(await ids(db, { needsLook: true })).toEqual([id])
    await db.transaction().execute((tx) => settleLooks(tx, [id]))
    expect([await ids(db, {}), (await readCounts(db, 1)).needsLook]).toEqual([[], 0])
  })

  it('agrees with the counters', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db)
    for (const closed of [true, false, false]) await anIssue(db, { closed })
    await db.updateTable('issues').set({ assigneeId: rep }).where('closedAt', 'is', null).execute()
    const counts = { open: 2, unassigned: 0, mine: 2, needsLook: 0 }
    expect(await readCounts(db, rep)).toEqual(counts)
    await foldCounts(db)
    expect(await readCounts(db, rep)).toEqual(counts)
    expect(await db.selectFrom('issueCounts').selectAll().execute()).toHaveLength(2)
  })
})

async function ids(db: Parameters<typeof listIssues>[0], filter: IssueFilter) {
  return (await listIssues(db, filter, { limit: 50 })).items.map((item) => item.id)
}
