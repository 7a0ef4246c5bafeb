import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** Rows that are their own queue: the state column says whether one waits, the lease who works on it. */
export type Claim = Readonly<{
  table: 'deliveries' | 'letters' | 'mail_checks' | 'notices' | 'saved_report_sends' | 'webhook_deliveries'
  /** Which rows wait, besides those whose lease is over. */
  ready: RawBuilder<unknown>
  order: RawBuilder<unknown>
  leaseSeconds: number
  limit: number
  /** Only rows of these values of a column, found by an index that begins with it: one busy value hides no other. */
  among?: Readonly<{ column: 'mailbox_id' | 'webhook_id'; values: readonly number[] }>
}>

/**
 * Claims up to `limit` rows for this worker and answers their ids in order: `FOR UPDATE SKIP LOCKED`, a lease by the
 * database's clock, attempts bumped and committed before the work, so that a row that kills its worker is counted.
 */
export async function claim(db: Db, asked: Claim): Promise<number[]> {
  const { table, leaseSeconds, order, limit, among } = asked
  const waiting = among
    ? sql`select id from unnest(${[...among.values]}::int[]) v cross join lateral (
        ${waitingRows(asked, sql`*`, sql`${sql.ref(among.column)} = v and`)}) w order by ${order} limit ${limit}`
    : waitingRows(asked, sql`id`, sql``)
  const { rows } = await sql<{ id: number }>`
    with waiting as materialized (${waiting})
    update ${sql.table(table)} t set attempts = attempts + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
    from waiting where t.id = waiting.id
    returning t.id`.execute(db)
  return rows.map((row) => row.id).sort((a, b) => a - b)
}

type Sql = RawBuilder<unknown>

function waitingRows({ table, ready, order, limit }: Claim, columns: Sql, only: Sql): Sql {
  return sql`select ${columns} from ${sql.table(table)}
    where ${only} ${ready} and (lease_until is null or lease_until < now())
    order by ${order} limit ${limit} for update skip locked`
}

export type Worker = Readonly<{
  /** Look now, a NOTIFY said that there is work. */
  wake: () => void
  /** True when the last look at the queue succeeded, at most 30 s ago or with work still in hand. */
  healthy: () => boolean
  stop: () => Promise<void>
}>

/**
 * Calls `round` for ever: at once while it says that it found work, else when woken or after a second.
 * A round that throws is reported and tried again after a pause that grows to 30 s.
 * `stop()` waits for the round in hand.
 */
export function startWorker(round: () => Promise<boolean>, failed: (error: unknown) => void): Worker {
  let stopped = false
  let failures = 0
  let busy = false
  let woken = false
  let lastSuccess = 0
  let rouse: () => void = () => undefined

  async function once(): Promise<boolean> {
    busy = true
    try {
      const found = await round()
      failures = 0
      lastSuccess = Date.now()
      return found
    } catch (error) {
      failures += 1
      failed(error)
      return false
    } finally {
      busy = false
    }
  }

  function pause(): Promise<void> {
    const ms = failures ? Math.min(30_000, 250 * 2 ** failures) : 1000
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
      if (stopped || (woken && !failures)) rouse()
    })
  }

  async function loop() {
    while (!stopped) {
      woken = false
      if (!(await once()) && !stopped) await pause()
    }
  }

  const ended = loop()
  return {
    wake() {
      woken = true
      if (!failures) rouse()
    },
    healthy: () => busy || Date.now() - lastSuccess < 30_000,
    async stop() {
      stopped = true
      rouse()
      await ended
    },
  }
}
