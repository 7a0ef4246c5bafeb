import type { EventEmitter } from 'node:events'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { prepareKept } from './kept.ts'
import { endWhenSilent } from './silence.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>
/** What every noun's function takes first: the database, or a transaction that its caller opened. */
export type Db = Database | Transaction<Tables>
export type Tx = Transaction<Tables>

export type Connection = Readonly<{ db: Database; pool: pg.Pool; stop: () => Promise<void> }>

export type ConnectionOptions = Readonly<{
  max?: number
  /** ms for a statement, 0 for as long as it takes. */
  statementTimeout?: number
  /** ms after which a connection that does not answer is given up; 5 s more than a statement may take. */
  silence?: number
  /** What the database calls us: a desk that runs is told from a command. */
  name?: string
  /** Between us and the database stands one that gives out its connections by transaction. */
  pooled?: boolean
}>

/** Connections that stay open while nobody asks: a new one takes tens of milliseconds to know the tables again. */
const warm = 4

/**
 * Opens a pool and Kysely on it. Statements end after `statementTimeout` ms (default 30 s), waiting for a free
 * connection after 10 s, so that a stuck database shows as an error and never as silence.
 */
export function connect(url: string, options: ConnectionOptions = {}): Connection {
  const { statementTimeout = 30_000, silence = statementTimeout && statementTimeout + 5000 } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    min: Math.min(warm, options.max ?? 10),
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A pooler refuses settings that it does not know: there the database's role has its own (README).
    ...(!options.pooled && { statement_timeout: statementTimeout }),
    // A server that vanished with its machine says nothing: it is found out within half a minute.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: options.name ?? 'antfarm',
  })
  // A server that goes away must not end the process, whether a connection idles or is in use: the query in hand
  // fails by itself, the next one opens a new connection.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    if (!options.pooled) prepareKept(client)
    if (silence > 0) endWhenSilent(client, silence)
  })
  leaveReplicas(pool)
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, stop: () => db.destroy() }
}

const readOnly = '25006'

/**
 * A server that was made a replica while we were connected refuses every write on that connection, for ever: it is
 * given up, so that the next one is to whoever is the primary now.
 */
function leaveReplicas(pool: pg.Pool): void {
  const left = new WeakSet<pg.PoolClient>()
  pool.on('connect', (client) => {
    const { connection } = client as pg.PoolClient & { connection: EventEmitter }
    connection.on('errorMessage', ({ code }: { code?: string }) => code === readOnly && left.add(client))
  })
  pool.on('release', (_error, client) => {
    if (left.has(client)) void client.end()
  })
}
