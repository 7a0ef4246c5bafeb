import type { Logger } from 'pino'
import type { Database } from '../database/connection.ts'
import { startWorker, type Worker } from '../jobs/queue.ts'
import { runNextImport } from './import-run.ts'
import { recountAsked } from './recount.ts'

/** Does in the background what pages of the shop's data ask for: imports of files, recounts after new rules. */
export function startShopWork({ db, log }: { db: Database; log: Logger }): Worker {
  return startWorker(
    async () => {
      const done = await runNextImport(db)
      if (done) log.info(done, 'shop data imported')
      const recount = await recountAsked(db)
      if (recount) log.info({ orders: recount.orders, customers: recount.customers }, 'orders counted by new rules')
      return Boolean(done)
    },
    (error) => log.error({ error: String(error) }, 'work on shop data failed, it will be tried again'),
  )
}
