import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { deleteMail } from '../mail/delete-mail.ts'
import { dropBlobs } from '../mail/erase-mail.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { blankPeople } from '../people/erasures.ts'
import { demoPeople, demoStories } from './demo-stories.ts'
import { eraseDrafts, eraseLetters, lettersGoing } from './erase-letters.ts'
import { forgetWords, wordsOf } from './erase-search.ts'
import { bringIssue } from './past-issues.ts'
import { bringPerson } from './past-people.ts'

export type DemoCount = Readonly<{ people: number; issues: number; entries: number }>

const source = 'demo'
const most = 500

/** How much demo data there is, with whatever was written in it since. */
export async function countDemo(db: Db): Promise<DemoCount> {
  const [people, issues] = await Promise.all([idsOf(db, 'person'), idsOf(db, 'issue')])
  if (people.length === 0) return { people: 0, issues: 0, entries: 0 }
  const all = await allOf(db, people, issues)
  return { people: people.length, issues: all.issues.length, entries: all.interactions.length }
}

/** Adds what is not there of it; the change has no undo but the removal. */
export async function addDemo(db: Database, actor: Actor): Promise<DemoCount> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('demo data'))`.execute(tx)
    const [mailbox] = await listMailboxes(tx)
    if (!mailbox || (await idsOf(tx, 'person')).length > 0) return
    const from = { source, label: 'the demo', mailbox, reps: new Map<string, number>() }
    const ids = new Map<string, number>()
    for (const person of demoPeople) {
      const brought = await bringPerson(tx, from, person)
      if (brought !== 'erased') ids.set(person.externalId, brought.id)
    }
    for (const { who, issue } of demoStories(new Date(), mailbox)) await bringIssue(tx, from, ids.get(who)!, issue)
    await recordChange(tx, actor, { kind: 'settings.demo', after: { added: true } })
  })
  return countDemo(db)
}

/**
 * Takes demo data away whole: customers, issues, mails, letters, and what reps wrote in them. 'busy' while one of
 * its letters is being sent; `tied`, how many of its issues hold what belongs to others by now.
 */
export async function removeDemo(db: Database, actor: Actor): Promise<DemoCount | 'busy' | { tied: number }> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('demo data'))`.execute(tx)
    const people = await idsOf(tx, 'person')
    const all = await allOf(tx, people, await idsOf(tx, 'issue'))
    if (await lettersGoing(tx, all.interactions)) return 'busy'
    const tied = await tiedIssues(tx, people, all.issues)
    if (tied > 0) return { tied }
    await deleteIssues(tx, people, all)
    await deletePeople(tx, people)
    await tx.deleteFrom('importedRows').where('source', '=', source).execute()
    const count = { people: people.length, issues: all.issues.length, entries: all.interactions.length }
    await recordChange(tx, actor, { kind: 'settings.demo', before: count, after: { added: false } })
    return count
  })
}

async function idsOf(db: Db, kind: 'person' | 'issue'): Promise<number[]> {
  const rows = await db
    .selectFrom('importedRows')
    .select('rowId')
    .where('source', '=', source)
    .where('kind', '=', kind)
    .limit(most)
    .execute()
  return rows.map((row) => row.rowId)
}

type All = Readonly<{ issues: number[]; interactions: number[] }>

/** Its own issues and those that its customers opened since; everything said in them. */
async function allOf(db: Db, people: readonly number[], own: readonly number[]): Promise<All> {
  const { rows: issues } = await sql<{ id: number }>`
    select id from issues where id = any(${[...own]}::int[]) or user_identification_id = any(${[...people]}::int[])
    order by id`.execute(db)
  const ids = issues.map(({ id }) => id)
  const { rows } = await sql<{ id: number }>`
    select id from interactions where user_identification_id = any(${[...people]}::int[])
    union select interaction_id from actions where issue_id = any(${ids}::int[])`.execute(db)
  return { issues: ids, interactions: rows.map(({ id }) => id) }
}

/** Issues with contacts of other people in them, or into which other issues were merged. */
async function tiedIssues(tx: Tx, people: readonly number[], issues: readonly number[]): Promise<number> {
  const own = sql`any(${[...issues]}::int[])`
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select a.issue_id from actions a join interactions n on n.id = a.interaction_id
      where a.issue_id = ${own} and n.user_identification_id <> all(${[...people]}::int[])
      union select merged_into_id from issues where merged_into_id = ${own} and id <> all(${[...issues]}::int[])
      union select 0 from user_identifications where merged_into_id = any(${[...people]}::int[])
        and id <> all(${[...people]}::int[])) t`.execute(tx)
  return rows[0]!.n
}

async function deleteIssues(tx: Tx, people: readonly number[], { issues, interactions }: All): Promise<void> {
  const own = sql`any(${issues}::int[])`
  const words = await wordsOf(tx, interactions)
  await eraseDrafts(tx, { issueIds: issues, personIds: people, addressKeys: [] })
  const blobs = [...(await eraseLetters(tx, interactions)), ...(await deleteMail(tx, interactions))]
  await dropBlobs(tx, blobs)
  // Deleted first, since the counters of lists follow that.
  await sql`update issues set deleted_at = coalesce(deleted_at, now()), merged_into_id = null where id = ${own}`.execute(
    tx,
  )
  await sql`update issues set continues_id = null where continues_id = ${own}`.execute(tx)
  await sql`update emails set held_for_issue_id = null where held_for_issue_id = ${own}`.execute(tx)
  await sql`delete from interactions where id = any(${interactions}::int[])`.execute(tx)
  await sql`delete from issues where id = ${own}`.execute(tx)
  await forgetWords(tx, words)
}

/** Whoever money or bulk mail names stays as a number without a name. */
async function deletePeople(tx: Tx, people: readonly number[]): Promise<void> {
  const own = sql`any(${[...people]}::int[])`
  await blankPeople(tx, people)
  await sql`update user_identifications set merged_into_id = null where id = ${own}`.execute(tx)
  await sql`
    delete from user_identifications p where id = ${own}
      and not exists (select from gift_certificates g where p.id in (g.user_identification_id, g.claimed_by))
      and not exists (select from campaign_recipients r where r.user_identification_id = p.id)`.execute(tx)
}
