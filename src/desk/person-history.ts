import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import { type Entry, entriesOf } from './conversation.ts'
import { type IssueLine, listIssues } from './issues.ts'

/** One contact with everything it dealt with. */
export type HistoryItem = Readonly<{
  interaction: Omit<Entry['interaction'], 'otherIssues'>
  email: Entry['email']
  letter: Entry['letter']
  actions: Readonly<{
    actionId: number
    issue: { id: number; subject: string }
    details: string | null
    infoUsed: string[]
    followUp: string | null
  }>[]
}>

export type PersonHistory = Readonly<{ issues: IssueLine[]; items: HistoryItem[]; next: string | null }>

/** All that was ever said to or by a person, newest first, by keyset; and their newest 100 issues of any state. */
export async function personHistory(db: Db, personIds: readonly number[], page: Page): Promise<PersonHistory> {
  const [history, issues] = await Promise.all([
    contactsOf(db, personIds, page),
    listIssues(db, { people: personIds, status: 'all' }, { limit: 100 }),
  ])
  return { issues: issues.items, ...history }
}

/**
 * The contacts of all records of one person, newest first, by keyset. Each record's newest are taken from its index
 * and the records then put together, so that a page costs the same however long the history is.
 */
export async function contactsOf(
  db: Db,
  personIds: readonly number[],
  page: Page,
): Promise<Pick<PersonHistory, 'items' | 'next'>> {
  const cursor = readCursor(page.cursor)
  const older = cursor ? after(sql`n.occurred_at`, sql`n.id`, cursor) : sql<boolean>`true`
  const found = await sql<{ id: number; micros: string }>`
    select f.id, ${microsOf(sql`f.occurred_at`)} as micros
    from unnest(${[...personIds]}::int[]) p (id) cross join lateral (
      select n.id, n.occurred_at from interactions n
      where n.user_identification_id = p.id and ${older} and exists (
        select from actions a join issues i on i.id = a.issue_id
        where a.interaction_id = n.id and a.deleted_at is null and i.deleted_at is null)
      order by n.occurred_at desc, n.id desc limit ${page.limit + 1}) f
    order by f.occurred_at desc, f.id desc limit ${page.limit + 1}`.execute(db)
  const { rows, next } = cutPage(found.rows, page.limit)
  const entries = await entriesOf(db, sql`n.id = any (${rows.map((row) => row.id)}::int[])`)
  return { items: rows.flatMap((row) => grouped(entries, row.id)), next }
}

/** One interaction with its actions and their issues; undefined when there is none. */
export async function getInteraction(db: Db, id: number): Promise<HistoryItem | undefined> {
  return grouped(await entriesOf(db, sql`n.id = ${id}`), id)[0]
}

function grouped(entries: readonly Entry[], interactionId: number): HistoryItem[] {
  const own = entries.filter((entry) => entry.interaction.id === interactionId)
  if (!own[0]) return []
  const { otherIssues: _, ...interaction } = own[0].interaction
  const actions = own.map(({ actionId, issue, details, infoUsed, followUp }) => ({
    actionId,
    issue,
    details,
    infoUsed,
    followUp,
  }))
  return [{ interaction, email: own[0].email, letter: own[0].letter, actions }]
}
