import type { Database as Db, Tx } from '../../src/database/connection.ts'
import type { Actor } from '../../src/desk/changes.ts'

export type Database = Db

export const system: Actor = { kind: 'system', repId: null }

export function inTx<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work)
}

export function idOf(result: unknown): number {
  return (result as { changeId: number }).changeId
}

/** As filing records a mail into an open issue. */
export async function customerWrites(db: Database, issueId: number): Promise<void> {
  const { personId } = await db
    .selectFrom('issues')
    .select('userIdentificationId as personId')
    .where('id', '=', issueId)
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('interactions')
    .values({ userIdentificationId: personId, originator: 'customer', channel: 'email' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('actions').values({ interactionId: id, issueId }).execute()
}
