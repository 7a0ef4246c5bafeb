import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { ReportSendState } from '../database/tables-saved-reports.ts'
import { claim, startWorker, type Worker } from '../jobs/queue.ts'
import { type Timeouts, usualTimeouts } from '../letters/relay.ts'
import { tryStaffMail } from '../letters/staff-mail.ts'
import { staffWords } from '../letters/staff-words.ts'
import { may } from '../reps/roles.ts'
import type { Secrets } from '../settings/secret.ts'
import { deskZone } from './period.ts'
import { type ReportMail, writeReportMail } from './report-mail-text.ts'
import type { DueReport } from './report-sends.ts'

export type ReportMails = Readonly<{
  db: Database
  readDb: Database
  config: Pick<Config, 'relayUrl' | 'publicUrl' | 'basePath'>
  secrets: Secrets
  instance: string
  log: Logger
}>

/** Longer than an export may take and a session with the relay after it. */
const leaseSeconds = 1800
const mostTries = 5
/** About a minute of an idle worker; the first thing that one does. */
const roundsToSettle = 60
const timeouts: Timeouts = { ...usualTimeouts, talk: 15_000, idle: 60_000, all: 180_000 }

/**
 * Mails saved reports that are due to reps, each with what he may see himself. They are no letters: no issue, no
 * customer's history holds them. Before the relay gets the last piece the row says so, thus none goes twice: one whose
 * fate the relay leaves open is `uncertain` and stays so. Where sending is off it is skipped, and the page says why.
 */
export function startReportMails(parts: ReportMails): Worker {
  const { db, log } = parts
  let rounds = 0
  async function round(): Promise<boolean> {
    if (rounds++ % roundsToSettle === 0) await settleDoubtful(db)
    const [id] = await claim(db, {
      ...{ table: 'saved_report_sends', leaseSeconds, limit: 1 },
      ready: sql`state = 'waiting' and ready_at <= now()`,
      order: sql`ready_at, id`,
    })
    if (id === undefined) return false
    const due = await readDue(db, id)
    if (due) await handle(parts, due)
    return true
  }
  return startWorker(round, (error) => log.error({ error: String(error) }, 'saved reports could not be mailed'))
}

/** What a worker that died had with the relay may have gone. */
async function settleDoubtful(db: Database): Promise<void> {
  await sql`update saved_report_sends set state = 'uncertain', reason = 'died', finished_at = now(), lease_until = null
    where state = 'sending' and lease_until < now()`.execute(db)
}

async function readDue(db: Database, id: number): Promise<DueReport | undefined> {
  const { rows } = await sql<DueReport>`
    select d.id, d.attempts, d.asked, d.rep_id, r.email, r.role, r.deactivated_at is null as active, s.id as saved_report_id,
      s.name, s.address, s.cadence, s.deleted_at is not null as deleted,
      s.shared or s.rep_id is not distinct from d.rep_id as visible
    from saved_report_sends d join reps r on r.id = d.rep_id join saved_reports s on s.id = d.saved_report_id
    where d.id = ${id} and d.state = 'waiting'`.execute(db)
  return rows[0]
}

/** Why nobody gets it: a word that the page has a sentence for. */
function skipped({ deleted, active, visible, role }: DueReport): string | undefined {
  if (deleted) return 'deleted'
  if (!active) return 'deactivated'
  return visible && may(role, 'read') ? undefined : 'not allowed'
}

async function handle(parts: ReportMails, due: DueReport): Promise<void> {
  const reason = skipped(due)
  if (reason) return settle(parts, due, { state: 'skipped', reason })
  if (due.attempts > mostTries) return settle(parts, due, { state: 'failed', reason: 'too often' })
  const mail = await written(parts, due)
  if (typeof mail === 'string')
    return settle(parts, due, { state: mail === 'error' ? 'failed' : 'skipped', reason: mail })
  return send(parts, due, mail)
}

/** A report that cannot be read is a failure of that report, not of those that wait behind it. */
async function written({ db, readDb, config, log }: ReportMails, due: DueReport): Promise<ReportMail | string> {
  try {
    const desk = `${config.publicUrl}${config.basePath}`.replace(/\/$/, '')
    const viewer = { repId: due.repId, team: may(due.role, 'team') }
    const [zone, words] = await Promise.all([deskZone(db), staffWords(db, due.repId)])
    return await writeReportMail(readDb, { due, viewer, desk, zone, words: words.report })
  } catch (error) {
    log.error({ savedReport: due.savedReportId, error: String(error) }, 'a saved report could not be read')
    return 'error'
  }
}

async function send(parts: ReportMails, due: DueReport, mail: ReportMail): Promise<void> {
  const { text, enclosures, total } = mail
  const id = `report.${due.id}.${due.savedReportId}`
  const outcome = await tryStaffMail(
    parts,
    { to: due.email, subject: (desk) => `${due.name} · ${desk}`, text, enclosures, id },
    { timeouts, beforeEnd: () => markSending(parts.db, due) },
  )
  const figures = { total, attached: enclosures.length > 0 }
  if (typeof outcome === 'string') return settle(parts, due, { state: 'skipped', reason: outcome })
  const { kind, reason } = outcome
  if (kind === 'sent') return settle(parts, due, { state: 'sent', ...figures })
  if (kind === 'doubtful') return settle(parts, due, { state: 'uncertain', reason, ...figures })
  if (kind === 'never' || due.attempts >= mostTries) return settle(parts, due, { state: 'failed', reason })
  await sql`update saved_report_sends set state = 'waiting', lease_until = null, ready_at = now() + interval '5 minutes', reason = ${reason}
    where id = ${due.id} and attempts = ${due.attempts} and state in ('waiting', 'sending')`.execute(parts.db)
}

/** From here on the relay may have it. Throws where another worker has it by now, so that the relay never gets it. */
async function markSending(db: Database, { id, attempts }: DueReport): Promise<void> {
  const { numAffectedRows } = await sql`update saved_report_sends set state = 'sending'
    where id = ${id} and attempts = ${attempts} and state = 'waiting'`.execute(db)
  if (numAffectedRows !== 1n) throw new Error(`The saved report's mail ${id} is another worker's by now.`)
}

type End = Readonly<{ state: ReportSendState; reason?: string; total?: number | undefined; attached?: boolean }>

async function settle({ db, log }: ReportMails, due: DueReport, end: End): Promise<void> {
  const { state, reason = null, total = null, attached = false } = end
  await sql`update saved_report_sends set state = ${state}, reason = ${reason}, total = ${total}::int, attached = ${attached},
      lease_until = null, finished_at = now()
    where id = ${due.id} and attempts = ${due.attempts} and state in ('waiting', 'sending')`.execute(db)
  log.info({ savedReport: due.savedReportId, state }, 'saved report mailed')
}
