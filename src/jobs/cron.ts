import { Logger as GraphileLogger, parseCronItems, run } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { cronPool } from './cron-pool.ts'

/** A deed that comes round by the clock; `pattern` is a crontab pattern in UTC. */
export type CronTask = Readonly<{ name: string; pattern: string; run: () => Promise<void> }>

/**
 * Runs the tasks by graphile-worker, each once however many nodes there are. Knows no task itself.
 * A killed node's jobs stay locked for four hours there, so those older than ten minutes are let go at start.
 */
export async function startCron(
  directUrl: string,
  tasks: readonly CronTask[],
  log: Logger,
): Promise<{ stop: () => Promise<void> }> {
  const pool = cronPool(directUrl)
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    noHandleSignals: true,
    logger: new GraphileLogger(() => (level, message) => level === 'error' && log.error({ from: 'cron' }, message)),
    taskList: Object.fromEntries(tasks.map((task) => [task.name, () => task.run()])),
    parsedCronItems: parseCronItems(
      tasks.map((task) => ({ task: task.name, match: task.pattern, options: { backfillPeriod: 0 } })),
    ),
  })
  await releaseDeadWorkers(pool)
  return {
    async stop() {
      await runner.stop().catch(() => undefined)
      await pool.end()
    },
  }
}

async function releaseDeadWorkers(pool: pg.Pool) {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker.jobs where locked_at < now() - interval '10 minutes' having count(*) > 0`)
}
