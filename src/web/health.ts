import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Database, Db } from '../database/connection.ts'
import { pendingMigrations } from '../database/migrate.ts'
import { imapHealth } from '../mail/imap-health.ts'
import { deskGauges } from './desk-gauges.ts'
import { onScrape } from './on-scrape.ts'
import { type RequestTimes, requestTimes } from './request-times.ts'

export type Health = Readonly<{
  /** What this process must be able to do before traffic is sent to it; all true is ready. */
  checks: () => Promise<Record<string, boolean>>
  /** Prometheus text. */
  metrics: () => Promise<string>
  /** Notes what a request took; without it nothing is noted. */
  times?: RequestTimes
}>

/** Readiness of the roles that run in this process, and the desk's metrics. */
export function createHealth(db: Database, running: Record<string, () => boolean>): Health {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  queueGauges(db, registry)
  mailboxGauges(db, registry)
  deskGauges(db, registry)
  return {
    times: requestTimes(registry),
    async checks() {
      const migrated = await pendingMigrations(db).then(
        (names) => names.length === 0,
        () => false,
      )
      return { migrated, ...Object.fromEntries(Object.entries(running).map(([name, ready]) => [name, ready()])) }
    },
    metrics: () => registry.metrics(),
  }
}

type QueueNumbers = {
  kept: number
  keptAge: number
  held: number
  failed: number
  lettersDue: number
  lettersTrouble: number
  giftsWrong: number
}

function queueGauges(db: Db, registry: Registry) {
  const gauge = (name: string, help: string) => new Gauge({ name: `antfarm_${name}`, help, registers: [registry] })
  const backlog = gauge('mail_backlog', 'Mail kept and not filed yet')
  const age = gauge('mail_backlog_age_seconds', 'Age of the oldest kept mail')
  const held = gauge('mail_held', 'Mail that waits for a rep')
  const failed = gauge('mail_failed', 'Mail that could not be filed')
  const due = gauge('letters_waiting', 'Letters that are queued, scheduled, deferred or being sent')
  const gifts = gauge('gift_ledger_wrong', 'Gift certificates and programs that the last nightly proof found wrong')
  const trouble = gauge('letters_trouble', 'Letters failed, bounced, uncertain or undelivered')
  // A scrape costs one statement on partial indexes.
  onScrape([backlog, age, held, failed, due, gifts, trouble], async () => {
    const now = await queueNumbers(db)
    backlog.set(now.kept)
    age.set(now.keptAge)
    held.set(now.held)
    failed.set(now.failed)
    due.set(now.lettersDue)
    trouble.set(now.lettersTrouble)
    gifts.set(now.giftsWrong)
  })
}

/** Per mailbox that is fetched: how far it is behind, and what the last comparison with its server missed. */
function mailboxGauges(db: Db, registry: Registry) {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `antfarm_mailbox_${name}`, help, labelNames: ['mailbox'], registers: [registry] })
  const lag = gauge('lag_seconds', 'Seconds since the last complete look at a fetched mailbox')
  const waiting = gauge('waiting', 'Mails of a fetched mailbox that its server could not give yet')
  const missing = gauge('missing', 'Mails that the last comparison with the server found missing')
  onScrape([lag, waiting, missing], async () => {
    const mailboxes = await imapHealth(db)
    for (const one of [lag, waiting, missing]) one.reset()
    for (const health of mailboxes) {
      const mailbox = String(health.mailboxId)
      if (health.enabled) lag.set({ mailbox }, health.lag)
      waiting.set({ mailbox }, health.waiting)
      missing.set({ mailbox }, health.reconciledMissing ?? 0)
    }
  })
}

async function queueNumbers(db: Db): Promise<QueueNumbers> {
  const { rows } = await sql<QueueNumbers>`
    select
      (select count(*)::int from deliveries where state = 'kept') as kept,
      (select coalesce(extract(epoch from now() - received_at), 0)::float from deliveries where state = 'kept' order by id limit 1) as kept_age,
      (select count(*)::int from deliveries where state = 'held') as held,
      (select count(*)::int from deliveries where state = 'failed') as failed,
      (select count(*)::int from letters where state in ('scheduled', 'queued', 'sending', 'deferred')) as letters_due,
      (select count(*)::int from letters where state in ('failed', 'bounced', 'uncertain', 'undelivered')) as letters_trouble,
      (select coalesce((select wrong + sums_wrong from gift_checks order by id desc limit 1), 0)) as gifts_wrong`.execute(
    db,
  )
  const row = rows[0]!
  return { ...row, keptAge: row.keptAge ?? 0 }
}
