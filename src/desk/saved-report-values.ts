import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { KeyRole } from '../database/tables-reps.ts'
import type { Cadence } from '../database/tables-saved-reports.ts'
import { may } from '../reps/roles.ts'
import type { Actor } from './changes.ts'

/** When it goes by mail, and to whom: `onDay` is 1 (Monday) to 7, or a day of the month; `atHour` of the desk's zone. */
export type Schedule = { cadence: Cadence | null; onDay: number; atHour: number; repIds: number[] }

/** A report's address under a name: a rep's own, or shared with everybody. */
export type SavedReportValues = { name: string; address: string; shared: boolean; deleted: boolean } & Schedule
export type SavedReportPatch = { [Key in keyof SavedReportValues]?: SavedReportValues[Key] | undefined }
export type SavedReport = Omit<SavedReportValues, 'deleted'> &
  Readonly<{ id: number; repId: number | null; owner: string | null; version: number }>

/** Who asks: `admin` may change shared ones of others, `share` may show his own to others and send them. */
export type ReportKeeper = Readonly<{ actor: Actor; admin: boolean; share: boolean }>

/** Everybody keeps reports of his own; who works, makes campaigns or sees the numbers of the team may share them. */
export function keeperOf(actor: Actor, role: KeyRole): ReportKeeper {
  const share = may(role, 'work') || may(role, 'campaigns') || may(role, 'team')
  return { actor, admin: may(role, 'settings'), share }
}

/** Whether it is his to change. */
export function mayKeep({ actor, admin }: ReportKeeper, { repId, shared }: Pick<SavedReport, 'repId' | 'shared'>) {
  return repId === actor.repId || (shared && admin)
}

const mostReps = 50

/** What is there with what is wished, tidied: one line of a name, each rep once, a day that the cadence has. */
export function ready<T extends Omit<SavedReportValues, 'name' | 'address'>>(
  now: T,
  patch: SavedReportPatch,
): SavedReportValues {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const all = { ...now, ...given } as unknown as SavedReportValues
  const { name, address, shared, deleted, cadence, onDay, atHour, repIds } = all
  return {
    ...{ name: name.replace(/[\p{Cc}\s]+/gu, ' ').trim(), address, shared, deleted, cadence, atHour },
    onDay: cadence === 'weekly' || cadence === 'monthly' ? onDay : 1,
    repIds: [...new Set(repIds)].sort((a, b) => a - b),
  }
}

type Asked = Readonly<{
  keeper: ReportKeeper
  owner: number | null
  values: SavedReportValues
  /** Those who are to get it from now on. */
  repIds: readonly number[]
  patch?: SavedReportPatch
}>

/** What is wrong with a saved report, in words with the remedy. */
export async function savedReportProblem(tx: Tx, asked: Asked): Promise<string | undefined> {
  const { keeper, owner, values, patch = values } = asked
  const { name, address, shared, repIds } = values
  if (name.length < 1 || name.length > 100) return 'Give the report a name of at most 100 characters.'
  if (!/^\/reports\/[A-Za-z0-9-]{1,60}(\?[\x21-\x7e]{1,2000})?$/.test(address))
    return 'That is no address of a report: save one from the page that shows it.'
  if (repIds.length > mostReps) return `At most ${mostReps} reps get a report by mail: leave some out.`
  const others = repIds.some((id) => id !== owner)
  if (others && !shared) return 'Only you may see this report: share it first, then send it to others.'
  if (!keeper.share && ((shared && patch.shared) || asked.repIds.some((id) => id !== keeper.actor.repId)))
    return 'Your role may not share reports: keep it to yourself.'
  return scheduleProblem(values) ?? unknownRep(tx, asked.repIds)
}

function scheduleProblem({ cadence, onDay, atHour, repIds }: SavedReportValues): string | undefined {
  if (cadence === null) return undefined
  const most = cadence === 'weekly' ? 7 : 31
  if (!isWhole(onDay, 1, most)) return `The day must be from 1 to ${most}.`
  if (!isWhole(atHour, 0, 23)) return 'The hour must be from 0 to 23.'
  return repIds.length === 0 ? 'Nobody would get it: choose at least one rep.' : undefined
}

function isWhole(n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most
}

async function unknownRep(tx: Tx, repIds: readonly number[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: number }>`select id from unnest(${[...repIds]}::int[]) asked(id)
    where not exists (select from reps r where r.id = asked.id and r.deactivated_at is null) limit 1`.execute(tx)
  return rows[0] && `There is no active rep ${rows[0].id}: leave that one out.`
}
