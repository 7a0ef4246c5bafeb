import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { connect, type Db } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
  }
}

/** One PostgreSQL for the whole run, with one migrated database that every test file clones. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(quickPlace(), 'antfarm-test-'))
  chmodSync(folder, 0o755) // for the server's user, where we are root
  const server = await startEmbedded(folder)
  const connection = connect(server.url)
  await hurry(connection.db)
  await migrate(connection.db)
  await connection.stop()
  project.provide('clusterUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Memory where there is plenty: a test's database is some hundred files, made and dropped a thousand times. */
function quickPlace(): string {
  const memory = '/dev/shm'
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > 4 * 2 ** 30 ? memory : tmpdir()
  } catch {
    return tmpdir() // there is none
  }
}

/** The cluster lives as long as the run: nothing of it has to survive a power cut, so it never waits for the disk. */
async function hurry(db: Db) {
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
    await sql`alter system set ${sql.ref(setting)} = off`.execute(db)
  await sql`alter system set max_wal_size = '256MB'`.execute(db)
  await sql`select pg_reload_conf()`.execute(db)
}
