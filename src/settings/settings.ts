import type { Db } from '../database/connection.ts'

/** What the desk remembers about itself; undefined when never written. */
export async function readSetting(db: Db, name: string): Promise<unknown> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

export async function writeSetting(db: Db, name: string, value: unknown): Promise<void> {
  const row = { name, value: JSON.stringify(value), updatedAt: new Date() }
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((c) => c.column('name').doUpdateSet(row))
    .execute()
}
