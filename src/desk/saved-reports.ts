import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'
import {
  mayKeep,
  type ReportKeeper,
  ready,
  type SavedReport,
  type SavedReportPatch,
  type SavedReportValues,
  savedReportProblem,
} from './saved-report-values.ts'

export type SavedReportResult =
  | { report: SavedReport; changeId: number | null }
  | { problem: string }
  | { newer: SavedReport }
  | 'not found'
  | 'not yours'

const fresh: Omit<SavedReportValues, 'name' | 'address'> = {
  ...{ shared: false, deleted: false, cadence: null, onDay: 1, atHour: 8, repIds: [] },
}

/** The rep's own and the shared ones, by name; at most 300. */
export async function listSavedReports(db: Db, repId: number | null): Promise<SavedReport[]> {
  const { rows } = await sql<SavedReport>`
    select ${columns} from saved_reports s left join reps r on r.id = s.rep_id
    where s.deleted_at is null and (s.shared or s.rep_id is not distinct from ${repId}::int)
    order by lower(s.name), s.id limit 300`.execute(db)
  return rows
}

/** One that this rep may see. */
export async function getSavedReport(db: Db, id: number, repId: number | null): Promise<SavedReport | undefined> {
  const report = await readSavedReport(db, id)
  if (!report || report.deleted || !(report.shared || report.repId === repId)) return undefined
  const { deleted: _, ...rest } = report
  return rest
}

export async function createSavedReport(
  tx: Tx,
  keeper: ReportKeeper,
  wish: SavedReportPatch & { name: string; address: string },
): Promise<SavedReportResult> {
  const values = ready({ ...fresh, shared: keeper.actor.repId === null }, wish)
  const problem =
    (await savedReportProblem(tx, { keeper, owner: keeper.actor.repId, values, repIds: values.repIds })) ??
    (await tooMany(tx, keeper.actor.repId))
  if (problem) return { problem }
  const { deleted: _, ...row } = values
  const { id } = await tx
    .insertInto('savedReports')
    .values({ ...row, repId: keeper.actor.repId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { name } = values
  const change = { kind: 'saved_report', before: { id, name, deleted: true }, after: { id, name, deleted: false } }
  return done(tx, id, await recordChange(tx, keeper.actor, change))
}

/** Renames, shares, schedules or (`deleted`) takes away. With `version`, a newer one is answered. */
export async function changeSavedReport(
  tx: Tx,
  keeper: ReportKeeper,
  id: number,
  { version, ...patch }: SavedReportPatch & { version?: number | undefined },
): Promise<SavedReportResult> {
  const report = await readSavedReport(tx, id, true)
  if (!report || report.deleted) return 'not found'
  if (!mayKeep(keeper, report)) return report.shared ? 'not yours' : 'not found'
  if (version !== undefined && version !== report.version) return { newer: report }
  const values = ready(report, patch)
  const after = differing<SavedReportValues>(report, values)
  const repIds = values.repIds.filter((one) => !report.repIds.includes(one))
  const problem = after.deleted
    ? undefined
    : await savedReportProblem(tx, { keeper, owner: report.repId, values, repIds, patch: after })
  if (problem) return { problem }
  if (Object.keys(after).length === 0) return { report, changeId: null }
  await write(tx, id, after)
  const before = { ...pick<SavedReportValues>(report, after) }
  const named = { id, name: report.name }
  const change = { kind: 'saved_report', before: { ...named, ...before }, after: { ...named, ...after } }
  return done(tx, id, await recordChange(tx, keeper.actor, change))
}

/** Takes a rep off those who get it by mail, also where the report is another's. */
export async function leaveSavedReport(tx: Tx, actor: Actor, id: number): Promise<SavedReportResult> {
  const report = await readSavedReport(tx, id, true)
  if (!report || report.deleted || !(report.shared || report.repId === actor.repId)) return 'not found'
  const repIds = report.repIds.filter((one) => one !== actor.repId)
  if (repIds.length === report.repIds.length) return { report, changeId: null }
  await write(tx, id, { repIds })
  const named = { id, name: report.name }
  const change = { before: { ...named, repIds: report.repIds }, after: { ...named, repIds } }
  return done(tx, id, await recordChange(tx, actor, { kind: 'saved_report', ...change }))
}

/** A saved report as it was before that change, where nobody changed the same since. Who did it, or keeps it, may. */
export async function undoSavedReport(
  tx: Tx,
  actor: Actor,
  change: { id: number; before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { id, ...before } = change.before as { id: number } & Partial<SavedReportValues>
  const { id: _, ...wrote } = change.after as { id: number } & Partial<SavedReportValues>
  const report = await readSavedReport(tx, id, true)
  if (!report) return { conflict: 'The saved report is gone.' }
  if (!(await mayUndo(tx, actor, change.id, report)))
    return { conflict: `“${report.name}” is somebody else’s: ask its keeper or an admin.` }
  const differ = differing<SavedReportValues>(
    report,
    before.name === wrote.name ? { ...wrote, name: report.name } : wrote,
  )
  if (Object.keys(differ).length > 0) return { conflict: `Somebody changed the saved report “${report.name}” since.` }
  await write(tx, id, before.name === wrote.name ? { ...before, name: report.name } : before)
  return {
    changeId: await recordChange(tx, actor, { kind: 'saved_report', before: change.after, after: change.before }),
  }
}

/** The row whoever asks, for those who send it. */
export async function readSavedReport(
  db: Db,
  id: number,
  lock = false,
): Promise<(SavedReport & { deleted: boolean }) | undefined> {
  const { rows } = await sql<SavedReport & { deleted: boolean }>`
    select ${columns}, s.deleted_at is not null as deleted from saved_reports s left join reps r on r.id = s.rep_id
    where s.id = ${id} ${lock ? sql`for update of s` : sql``}`.execute(db)
  return rows[0]
}

const columns = sql`s.id, s.rep_id, s.name, s.address, s.shared, s.cadence, s.on_day, s.at_hour, s.rep_ids, s.version, r.name as owner`

async function mayUndo(tx: Tx, { repId }: Actor, changeId: number, report: SavedReport): Promise<boolean> {
  if (report.repId === repId) return true
  const { rows } =
    await sql`select from changes c where c.id = ${changeId} and c.rep_id is not distinct from ${repId}::int
    union all select from reps r where r.id = ${repId}::int and r.role = 'admin' and ${report.shared}`.execute(tx)
  return rows.length > 0
}

async function done(tx: Tx, id: number, changeId: number): Promise<SavedReportResult> {
  const { deleted: _, ...report } = (await readSavedReport(tx, id))!
  return { report, changeId }
}

/** A schedule that changed, or a report that comes back, is counted anew from now: nothing missed is made up for. */
async function write(tx: Tx, id: number, { deleted, ...values }: Partial<SavedReportValues>): Promise<void> {
  const anew = deleted === false || ['cadence', 'onDay', 'atHour'].some((name) => name in values)
  await tx
    .updateTable('savedReports')
    .set((e) => ({
      ...values,
      ...(deleted !== undefined && { deletedAt: deleted ? new Date() : null }),
      ...(anew && { dueAt: null, dueZone: null, scheduledAt: sql<Date>`now()` }),
      version: e('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

async function tooMany(tx: Tx, repId: number | null): Promise<string | undefined> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from saved_reports
    where deleted_at is null and rep_id is not distinct from ${repId}::int`.execute(tx)
  return rows[0]!.n >= 100 ? 'You have 100 saved reports: delete one first.' : undefined
}
