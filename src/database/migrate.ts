import { readdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
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

function fromFile(name: string, lockWait = usualLockWait): Migration {
  return {
    async up(db) {
      await sql`select set_config('lock_timeout', ${`${lockWait}ms`}, true), set_config('statement_timeout', '0', true)`.execute(
        db,
      )
      await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(db)
    },
  }
}

/**
 * ms that a migration waits for a table which somebody uses. As long as it waits, everybody who comes later waits
 * behind it: so it gives way soon, and tries again, while nodes of the version before go on working.
 */
const usualLockWait = 3000
const tries = 40
/** Not free in time, or ended so that somebody else goes on. */
const givenWay = ['55P03', '40P01']

/**
 * Brings the schema up to date, in one transaction and under a lock; answers the names of what it applied. Throws where
 * a table was never free for it.
 */
export async function migrate(db: Database, lockWait = usualLockWait): Promise<string[]> {
  const provider: MigrationProvider = {
    getMigrations: async () =>
      Object.fromEntries(knownMigrations().map((name) => [name, fromFile(`${name}.sql`, lockWait)])),
  }
  for (let tried = 1; ; tried++) {
    const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
    if (!error) return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
    if (!givenWay.includes((error as { code?: string }).code ?? '') || tried === tries) throw error
    await sleep(lockWait)
  }
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
