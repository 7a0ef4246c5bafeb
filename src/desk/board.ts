import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { listPicklist } from './picklists.ts'

/** Open issues as the board shows them: each type in the picklist's order, what has another type, what has none. */
export type Board = Readonly<{
  uncategorized: number
  types: Readonly<{ type: string; open: number }>[]
  others: number
}>

/**
 * Sums the counter of type sets, which is as large as there are different sets: nothing counts issues. Each number is
 * that of the rows of the open list with `type`, `type: 'none'` or `offList`; an issue of two types stands in both.
 */
export async function readBoard(db: Db): Promise<Board> {
  const labels = await listPicklist(db, 'issue_type')
  const { rows } = await sql<{ types: string[]; n: number }>`
    select types, sum(delta)::int as n from issue_type_counts group by types having sum(delta) > 0`.execute(db)
  const listed = new Map(labels.map((label) => [label, 0]))
  let [uncategorized, others] = [0, 0]
  for (const { types, n } of rows) {
    if (types.length === 0) uncategorized += n
    if (types.some((type) => !listed.has(type))) others += n
    for (const type of types) if (listed.has(type)) listed.set(type, listed.get(type)! + n)
  }
  return { uncategorized, types: labels.map((type) => ({ type, open: listed.get(type)! })), others }
}
