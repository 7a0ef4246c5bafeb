import { AsyncLocalStorage } from 'node:async_hooks'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Connection, Database } from './connection.ts'
import type { Tables } from './tables.ts'

/** Reads that a little staleness does not harm, wherever they can be had. */
export type Reader = Readonly<{
  /** Asks the replica, or the primary while the replica is away or more than ten seconds behind. */
  db: Database
  /** What `work` reads by `db` comes from the primary: for who wrote a moment ago and wants to see it. */
  fromPrimary: <T>(work: () => T) => T
  stop: () => Promise<void>
}>

/** ms that the replica may be behind; who wrote reads from the primary for longer than that. */
export const staleAfter = 10_000
const lookEvery = 2000

/**
 * How old the replica's data is, measured by positions in the log and by our clock: the primary's position is noted
 * every two seconds, and the replica is as old as the newest note that it has replayed. So a primary where nothing
 * happens makes nobody stale, and a replica that lost its primary is found out.
 */
export function openReader(main: Connection, replica: Connection): Reader {
  const writers = new AsyncLocalStorage<true>()
  let notes: Note[] = []
  let freshAt = Number.NEGATIVE_INFINITY

  async function look() {
    try {
      notes = [...notes.slice(-20), { at: performance.now(), position: await positionOf(main.pool) }]
      const replayed = await positionOf(replica.pool)
      freshAt = notes.findLast(({ position }) => position <= replayed)?.at ?? freshAt
    } catch {
      // whichever is away, the replica grows old until both answer again
    }
  }

  const isFresh = () => performance.now() - freshAt < staleAfter
  async function connect(): Promise<pg.PoolClient> {
    if (writers.getStore() || !isFresh()) return main.pool.connect()
    return replica.pool.connect().catch(() => {
      freshAt = Number.NEGATIVE_INFINITY
      return main.pool.connect()
    })
  }

  const looking = loop(look)
  const dialect = new PostgresDialect({ pool: { options: {}, connect, end: async () => undefined } })
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] })
  return {
    db,
    fromPrimary: (work) => writers.run(true, work),
    async stop() {
      await looking.stop()
      await replica.stop()
    },
  }
}

type Note = Readonly<{ at: number; position: bigint }>

/** Bytes of log that this server has written, or replayed where it follows another. */
async function positionOf(pool: pg.Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>(`
    select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end - '0/0')::text as position`)
  return BigInt(rows[0]!.position)
}

function loop(look: () => Promise<void>) {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const next = async (): Promise<void> => {
    await look()
    if (!stopped) timer = setTimeout(() => (running = next()), lookEvery)
  }
  let running = next()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}
