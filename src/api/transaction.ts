import type { Database, Tx } from '../database/connection.ts'

const tries = 3

/**
 * One transaction, tried again where PostgreSQL ended it for somebody else's sake (40001, 40P01): two merges, say,
 * that met on the same issues. The work must change nothing but the database.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>, left = tries): Promise<T> {
  try {
    return await db.transaction().execute(work)
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (left <= 1 || (code !== '40001' && code !== '40P01')) throw error
  }
  return inTransaction(db, work, left - 1)
}
