import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** Who watched and what was related, as a merge found it, and what of it was new to the second issue. */
export type MovedTies = Readonly<{
  watchers: number[]
  addedWatchers: number[]
  related: number[]
  addedRelated: number[]
}>

/** Watchers and relations go along into the second issue; a relation between the two has nothing left to say. */
export async function moveTies(tx: Tx, from: number, into: number): Promise<MovedTies> {
  const watchers = await sql<{ id: number }>`
    delete from issue_watchers where issue_id = ${from} returning rep_id as id`.execute(tx)
  const related = await sql<{ id: number }>`
    delete from issue_relations where ${from}::int in (issue_id, other_id)
    returning case when issue_id = ${from} then other_id else issue_id end as id`.execute(tx)
  const [watching, others] = [ids(watchers), ids(related)]
  const addedWatchers = await watch(tx, into, watching)
  const addedRelated = await relate(
    tx,
    into,
    others.filter((other) => other !== into),
  )
  await markWatched(tx, [from, into])
  return { watchers: watching, addedWatchers, related: others, addedRelated }
}

/** As it was before the merge, but for what somebody tied to the second issue since. */
export async function returnTies(tx: Tx, { from, into }: { from: number; into: number }, ties: MovedTies) {
  const { watchers, addedWatchers, related, addedRelated } = ties
  await sql`delete from issue_watchers where issue_id = ${into} and rep_id = any (${addedWatchers}::int[])`.execute(tx)
  await sql`delete from issue_relations where (issue_id = ${into} and other_id = any (${addedRelated}::int[]))
    or (other_id = ${into} and issue_id = any (${addedRelated}::int[]))`.execute(tx)
  await watch(tx, from, watchers)
  await relate(tx, from, related)
  await markWatched(tx, [from, into])
}

async function watch(tx: Tx, issueId: number, repIds: readonly number[]): Promise<number[]> {
  return ids(
    await sql<{ id: number }>`insert into issue_watchers (issue_id, rep_id)
      select ${issueId}, unnest(${[...repIds]}::int[]) on conflict do nothing returning rep_id as id`.execute(tx),
  )
}

/** Answers the other issues that were not related yet. */
async function relate(tx: Tx, issueId: number, others: readonly number[]): Promise<number[]> {
  return ids(
    await sql<{ id: number }>`insert into issue_relations (issue_id, other_id)
      select least(${issueId}, o), greatest(${issueId}, o) from unnest(${[...others]}::int[]) o on conflict do nothing
      returning case when issue_id = ${issueId} then other_id else issue_id end as id`.execute(tx),
  )
}

/** The mark that filing goes by. */
async function markWatched(tx: Tx, issueIds: readonly number[]) {
  await sql`update issues i set watched = exists (select from issue_watchers w where w.issue_id = i.id)
    where id = any (${[...issueIds]}::int[])`.execute(tx)
}

const ids = ({ rows }: { rows: readonly { id: number }[] }) => rows.map((row) => row.id)
