import type { Db } from '../database/connection.ts'

/** Whether single keys do something for this rep; they do until turned off. */
export async function singleKeys(db: Db, repId: number): Promise<boolean> {
  const row = await db.selectFrom('repSettings').select('singleKeys').where('repId', '=', repId).executeTakeFirst()
  return row?.singleKeys ?? true
}

/** Turns them on or off, on every machine where this rep works. */
export async function setSingleKeys(db: Db, repId: number, on: boolean): Promise<void> {
  await db
    .insertInto('repSettings')
    .values({ repId, singleKeys: on })
    .onConflict((c) => c.column('repId').doUpdateSet({ singleKeys: on }))
    .execute()
}
