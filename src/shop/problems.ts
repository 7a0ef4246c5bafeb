import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'

/** What the shop's own programs could not settle; a rep looks at it and says when it is resolved. */
export type Problem = Readonly<{
  id: number
  text: string
  orderNumber: string | null
  createdAt: Date
  resolvedAt: Date | null
  resolvedBy: string | null
}>

/** Reports a problem; answers its id. */
export async function reportProblem(tx: Tx, problem: { text: string; order?: string | undefined }): Promise<number> {
  const { id } = await tx
    .insertInto('shopProblems')
    .values({ text: problem.text, orderNumber: problem.order ?? null, resolvedAt: null, resolvedBy: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Newest first: those that wait, or those that are resolved. */
export async function listProblems(db: Db, resolved: boolean, page: Page) {
  const cursor = readCursor(page.cursor)
  const { rows } = await sql<Problem & { micros: string }>`
    select p.id, p.text, p.order_number, p.created_at, p.resolved_at, r.name as resolved_by, '0' as micros
    from shop_problems p left join reps r on r.id = p.resolved_by
    where p.resolved_at is ${resolved ? sql`not null` : sql`null`} and p.id < ${cursor?.id ?? 2 ** 31 - 1}
    order by p.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ micros: _, ...problem }): Problem => problem), next }
}

/** The newest 50 problems of an order, open ones first. */
export async function problemsOf(db: Db, orderNumber: string): Promise<Problem[]> {
  const { rows } = await sql<Problem>`
    select p.id, p.text, p.order_number, p.created_at, p.resolved_at, r.name as resolved_by
    from shop_problems p left join reps r on r.id = p.resolved_by
    where p.order_number = ${orderNumber} order by p.resolved_at is not null, p.id desc limit 50`.execute(db)
  return rows
}

/** Marks a problem resolved, or (undo) open again; false when it was so already or there is none. */
export async function resolveProblem(tx: Tx, id: number, resolved: boolean, repId: number | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopProblems')
    .set(resolved ? { resolvedAt: sql<Date>`now()`, resolvedBy: repId } : { resolvedAt: null, resolvedBy: null })
    .where('id', '=', id)
    .where('resolvedAt', resolved ? 'is' : 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How many problems wait; never counts beyond 1000. */
export async function openProblems(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from shop_problems where resolved_at is null limit 1000) p`.execute(db)
  return rows[0]!.count
}
