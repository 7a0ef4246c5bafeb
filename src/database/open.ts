import type { Config } from '../config.ts'
import { type Connection, connect } from './connection.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { openReader, type Reader } from './replica.ts'

/** The desk's database as the configuration says: DATABASE_URL, or the packaged server in DATA_DIR. */
export type OpenDatabase = Readonly<{
  db: Connection['db']
  /** Where a little staleness does no harm: DATABASE_READ_URL, else the same. */
  readDb: Connection['db']
  /** Runs what must see what was just written; undefined where there is no replica. */
  fromPrimary: Reader['fromPrimary'] | undefined
  /** For LISTEN and migrations, which a pooler in transaction mode cannot carry. */
  directUrl: string
  /** Brings the schema up to date; answers the names of what it applied. */
  migrate: () => Promise<string[]>
  note: string | undefined
  stop: () => Promise<void>
}>

/** Opens the database, starting the packaged PostgreSQL or attaching to it where DATABASE_URL is unset. */
export async function openDatabase(config: Config, max = 16, name = 'antfarm'): Promise<OpenDatabase> {
  const server = config.databaseUrl ? undefined : await startEmbedded(config.dataDir)
  const url = config.databaseUrl ?? server!.url
  const pooled = config.databaseUrl !== undefined && config.databaseDirectUrl !== config.databaseUrl
  const main = connect(url, { max, pooled, name })
  if (config.databaseUrl) await answers(main, config.databaseUrl)
  const { databaseReadUrl: readUrl } = config
  const reader = readUrl && readUrl !== url ? openReader(main, connect(readUrl, { max, pooled, name })) : undefined
  return {
    db: main.db,
    readDb: reader?.db ?? main.db,
    fromPrimary: reader?.fromPrimary,
    directUrl: config.databaseDirectUrl ?? url,
    migrate: () => migrateAt(config.databaseDirectUrl ?? url),
    note: server?.note,
    async stop() {
      await reader?.stop()
      await main.stop()
      await server?.stop()
    },
  }
}

/**
 * The lock of migrations belongs to a session: past the pooler, which would leave it to whoever comes next. They take as
 * long as the tables are large.
 */
async function migrateAt(directUrl: string): Promise<string[]> {
  const { db, stop } = connect(directUrl, { max: 2, pooled: true, statementTimeout: 0, name: 'antfarm migrate' })
  try {
    return await migrate(db)
  } finally {
    await stop()
  }
}

/** Says where it looked and what to do, never the password. */
async function answers({ pool, stop }: Connection, url: string): Promise<void> {
  try {
    await pool.query('select 1')
  } catch (error) {
    await stop()
    const { code, message } = error as { code?: string; message: string }
    throw new Error(
      `The database at ${new URL(url).host} does not let us in (${message || code}): correct DATABASE_URL, or unset it for the packaged PostgreSQL.`,
    )
  }
}
