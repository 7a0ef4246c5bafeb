import type { Logger } from 'pino'
import type { Database } from '../database/connection.ts'
import type { CronTask } from '../jobs/cron.ts'
import { expireDue } from './ledger.ts'
import { foldGiftSums } from './liability.ts'
import { proveLedger } from './proof.ts'

/** What comes round by the clock for certificates. */
export function giftTasks(db: Database, log: Logger): CronTask[] {
  return [
    { name: 'expire-certificates', pattern: '*/5 * * * *', run: () => expireDue(db) },
    { name: 'fold-gift-sums', pattern: '* * * * *', run: () => foldGiftSums(db) },
    { name: 'prove-gift-ledger', pattern: '23 3 * * *', run: () => prove(db, log) },
  ]
}

/** The nightly proof that every balance is the sum of its entries. */
async function prove(db: Database, log: Logger) {
  const { at: _, ...found } = await proveLedger(db)
  log[found.wrong + found.sumsWrong > 0 ? 'error' : 'info'](found, 'gift ledger proved')
}
