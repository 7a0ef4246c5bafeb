import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as GraphileLogger, parseCronItems, run } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { cronPool } from './cron-pool.ts'

/** A deed that comes round by the clock; `pattern` is a crontab pattern in UTC. */
export type CronTask = Readonly<{ name: string; pattern: string; run: () => Promise<void> }>

/** ms that a stop waits for the queue where no task is in hand: its database may be away for longer. */
const stopPatience = 5000

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
  const inHand = new Set<Promise<void>>()
  const noted = (task: CronTask) => () => {
    const work = task.run().finally(() => inHand.delete(work))
    inHand.add(work)
    return work
  }
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    noHandleSignals: true,
    logger: new GraphileLogger(() => (level, message) => level === 'error' && log.error({ from: 'cron' }, message)),
    taskList: Object.fromEntries(tasks.map((task) => [task.name, noted(task)])),
    parsedCronItems: parseCronItems(
      tasks.map((task) => ({ task: task.name, match: task.pattern, options: { backfillPeriod: 0 } })),
    ),
  })
  await releaseDeadWorkers(pool)
  return {
    async stop() {
      const ended = runner.stop().catch(() => undefined)
      const idle = Promise.allSettled(inHand).then(() => sleep(stopPatience, undefined, { ref: false }))
      await Promise.race([ended.then(() => pool.end()), idle])
    },
  }
}

async function releaseDeadWorkers(pool: pg.Pool) {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker.jobs where locked_at < now() - interval '10 minutes' having count(*) > 0`)
}
