import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Role } from '../database/tables-reps.ts'
import type { ReportSendState } from '../database/tables-saved-reports.ts'

/** One mail of a saved report to one rep, as it went or did not. */
export type ReportSend = Readonly<{
  id: number
  rep: { id: number; name: string }
  dueAt: Date
  asked: boolean
  state: ReportSendState
  /** A word for why it was skipped, or what the relay said. */
  reason: string | null
  finishedAt: Date | null
  total: number | null
  attached: boolean
}>

/** One that a worker has claimed, with what decides whether it goes. */
export type DueReport = Readonly<{
  id: number
  attempts: number
  asked: boolean
  repId: number
  email: string
  role: Role
  active: boolean
  savedReportId: number
  name: string
  address: string
  cadence: string | null
  deleted: boolean
  /** It is the rep's own or shared. */
  visible: boolean
}>

/** The newest mails of a saved report, to everybody or, with `repId`, to one rep. */
export async function listReportSends(db: Db, savedReportId: number, repId?: number): Promise<ReportSend[]> {
  const { rows } = await sql<Omit<ReportSend, 'rep'> & { repId: number; name: string }>`
    select s.id, s.rep_id, r.name, s.due_at, s.asked, s.state, s.reason, s.finished_at, s.total, s.attached
    from saved_report_sends s join reps r on r.id = s.rep_id
    where s.saved_report_id = ${savedReportId} and ${repId === undefined ? sql`true` : sql`s.rep_id = ${repId}`}
    order by s.id desc limit 20`.execute(db)
  return rows.map(({ repId: id, name, ...send }) => ({ ...send, rep: { id, name } }))
}

const mostAnHour = 20

/** Asks for a saved report by mail, to oneself, now; answers the one that waits already where there is one. */
export async function sendReportNow(
  tx: Tx,
  savedReportId: number,
  repId: number,
): Promise<{ sendId: number } | 'too many'> {
  await sql`select from saved_reports where id = ${savedReportId} for update`.execute(tx)
  const { rows } = await sql<{ id: number | null; asked: number }>`
    select min(id) filter (where state in ('waiting', 'sending') and saved_report_id = ${savedReportId}) as id,
      count(*) filter (where asked and due_at > now() - interval '1 hour')::int as asked
    from saved_report_sends where rep_id = ${repId}`.execute(tx)
  const { id, asked } = rows[0]!
  if (id !== null) return { sendId: id }
  if (asked >= mostAnHour) return 'too many'
  const made = await tx
    .insertInto('savedReportSends')
    .values({ savedReportId, repId, dueAt: sql<Date>`clock_timestamp()`, asked: true })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { sendId: made.id }
}

/** What is older than a year is forgotten; the history of changes stays. */
export async function dropOldReportSends(db: Db): Promise<void> {
  await sql`delete from saved_report_sends where due_at < now() - interval '1 year' and state not in ('waiting', 'sending')`.execute(
    db,
  )
}
