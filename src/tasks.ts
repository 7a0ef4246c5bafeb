import type { Logger } from 'pino'
import { parserVersion } from '../inbound/parsed.ts'
import { giftTasks } from './certificates/tasks.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connection.ts'
import { dropOldTokens } from './desk/contact-forms.ts'
import { foldCounts } from './desk/counts.ts'
import { recomputeTimes } from './desk/recompute-times.ts'
import { tellFollowUps } from './desk/rep-notices.ts'
import { wakeSnoozed } from './desk/snooze.ts'
import { findSurges } from './desk/surges.ts'
import { dropOldMessages } from './desk/webhook-log.ts'
import type { CronTask } from './jobs/cron.ts'
import { dropOldLimits } from './letters/acknowledgement-limits.ts'
import { askByLetter } from './letters/csat-letters.ts'
import { dropOldPauses } from './letters/pauses.ts'
import { foldMailCounts } from './mail/mail-counts.ts'
import { dropOldRaw } from './mail/raw-keeping.ts'
import { reconcileMailboxes } from './mail/reconcile.ts'
import { recountMail } from './mail/recount.ts'
import { dropOldPictures } from './mail/remote-pictures.ts'
import { proposeMatches } from './people/proposals.ts'
import { queueDueReports } from './reports/due-reports.ts'
import { deskZone } from './reports/period.ts'
import { dropOldReportSends } from './reports/report-sends.ts'
import type { Secrets } from './settings/secret.ts'
import { dropStale } from './settings/stale.ts'
import { dropOldImports } from './shop/imports.ts'
import { recountByNight } from './shop/recount.ts'

export type Parts = Readonly<{ db: Database; config: Config; secrets: Secrets; log: Logger }>

/** What comes round by the clock, for the worker that `main.ts` starts: counters folded, sums proved, what is stale dropped. */
export function tasks(parts: Parts): CronTask[] {
  const { db, log } = parts
  return [
    { name: 'fold-counts', pattern: '* * * * *', run: () => foldCounts(db) },
    { name: 'fold-mail-counts', pattern: '* * * * *', run: () => foldMailCounts(db) },
    { name: 'propose-matches', pattern: '* * * * *', run: () => proposeMatches(db) },
    { name: 'tell-follow-ups', pattern: '* * * * *', run: () => tellFollowUps(db) },
    { name: 'wake-snoozed', pattern: '* * * * *', run: () => wakeSnoozed(db) },
    { name: 'find-surges', pattern: '*/10 * * * *', run: async () => findSurges(db, await deskZone(db)) },
    { name: 'recompute-times', pattern: '* * * * *', run: () => recomputeTimes(db) },
    { name: 'ask-at-closing', pattern: '* * * * *', run: () => askByLetter(db, parts) },
    { name: 'queue-due-reports', pattern: '* * * * *', run: () => queueDueReports(db) },
    { name: 'drop-stale', pattern: '17 * * * *', run: () => dropStale(db) },
    { name: 'drop-remote-pictures', pattern: '41 * * * *', run: () => dropOldPictures(db) },
    { name: 'reconcile-mailboxes', pattern: '11 2 * * *', run: () => reconcileAll(parts) },
    { name: 'recount-shop', pattern: '47 2 * * *', run: () => recountShop(parts) },
    { name: 'recount-mail', pattern: '7 3 * * *', run: () => recount(parts) },
    { name: 'drop-old-raw', pattern: '41 3 * * *', run: async () => void (await dropOldRaw(db)) },
    { name: 'drop-imports', pattern: '23 3 * * *', run: () => dropOldImports(db) },
    { name: 'drop-acknowledgement-limits', pattern: '37 3 * * *', run: () => dropOldLimits(db) },
    { name: 'drop-old-report-sends', pattern: '29 3 * * *', run: () => dropOldReportSends(db) },
    { name: 'drop-old-pauses', pattern: '23 4 * * *', run: () => dropOldPauses(db) },
    { name: 'drop-old-tokens', pattern: '51 * * * *', run: () => dropOldTokens(db) },
    { name: 'drop-old-messages', pattern: '53 * * * *', run: () => dropOldMessages(db) },
    ...giftTasks(db, log),
  ]
}

/** The nightly proof that no mail is missing; the ledger shows it, the log says so too. */
async function recount({ db, log }: Parts) {
  const { received, missing, corrected, tookMs } = await recountMail(db, parserVersion)
  log[missing > 0 ? 'error' : 'info']({ received, missing, corrected, tookMs }, 'mail recounted')
}

/** Sums of customers are kept by the writers of orders: at night nothing should be left to mend. */
async function recountShop({ db, log }: Parts) {
  const { orders, customers, visits } = await recountByNight(db)
  log[orders + customers + visits > 0 ? 'warn' : 'info']({ orders, customers, visits }, 'sums of customers recounted')
}

/** Says of every mailbox what was compared and how much was missing, which should be 0. */
async function reconcileAll({ db, secrets, config, log }: Parts) {
  for (const { mailboxId, mails, missing } of await reconcileMailboxes({ db, secrets, maxBytes: config.smtpMaxBytes }))
    log[missing > 0 ? 'error' : 'info'](
      { mailbox: mailboxId, mails, missing },
      `mailbox reconciled: ${missing} missing`,
    )
}
