import { readdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import type { Database } from './connection.ts'

const folder = new URL('../../migrations/', import.meta.url)

const files: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
    return Object.fromEntries(names.map((name) => [name.replace(/\.sql$/, ''), fromFile(name)]))
  },
}

function fromFile(name: string): Migration {
  return { up: async (db) => void (await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(db)) }
}

/** Brings the schema up to date, in one transaction and under a lock; answers the names of what it applied. */
export async function migrate(db: Database): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider: files }).migrateToLatest()
  if (error) throw error
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/** Names of migrations that this program has and the database has not. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const all = await new Migrator({ db, provider: files }).getMigrations()
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name)
}

/** Names of all migrations that this program has, in their order. */
export function knownMigrations(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => name.replace(/\.sql$/, ''))
}

/** The schema as it was after that migration: for a backup of that time. */
export async function migrateTo(db: Database, last: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: files }).migrateTo(last)
  if (error) throw error
}
