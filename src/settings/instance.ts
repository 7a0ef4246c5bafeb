import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Db } from '../database/connection.ts'
import { keptFile } from './secret.ts'
import { readSetting, writeSetting } from './settings.ts'

/** INSTANCE of the environment, else the one in DATA_DIR; nodes of one desk share it. */
export function loadInstance(config: Config): string {
  return config.instance ?? keptFile(config.dataDir, 'instance', () => randomUUID())
}

/** The first node of a desk writes its instance; every later one only compares. */
export async function claimInstance(db: Db, instance: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: 'instance', value: JSON.stringify(instance) })
    .onConflict((c) => c.column('name').doNothing())
    .execute()
}

/** False in a copy of the database: then nothing may be sent until an admin says which desk is the real one. */
export async function isRealOne(db: Db, instance: string): Promise<boolean> {
  return (await readSetting(db, 'instance')) === instance
}

/** SQL: the same as a column, for a statement that reads more. */
export function realOne(instance: string): RawBuilder<boolean> {
  return sql`coalesce((select value = to_jsonb(${instance}::text) from settings where name = 'instance'), false)`
}

/** "I am the real one": this instance sends from now on, the other stops. */
export async function takeOver(db: Db, instance: string): Promise<void> {
  await writeSetting(db, 'instance', instance)
}
