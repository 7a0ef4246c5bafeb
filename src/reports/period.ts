import { type RawBuilder, sql } from 'kysely'

export { deskZone, isZone } from '../settings/zone.ts'

/** Whole days in a time zone, both ends included; an end that is missing is open. */
export type Period = Readonly<{ from?: string | undefined; to?: string | undefined; zone: string }>

export const presets = ['today', 'week', 'days30', 'month', 'last-month', 'quarter', 'year', 'all'] as const
export type Preset = (typeof presets)[number]

const aDay = 86_400_000

/** SQL: the column lies in the period. A day begins at its midnight there, so that one of 23 or 25 hours is whole. */
export function within(column: RawBuilder<unknown>, { from, to, zone }: Period): RawBuilder<boolean>[] {
  const midnight = (day: string, plus: number) =>
    sql`((${day}::date + ${plus}::int)::timestamp at time zone ${zone}::text)`
  return [
    ...(from ? [sql<boolean>`${column} >= ${midnight(from, 0)}`] : []),
    ...(to ? [sql<boolean>`${column} < ${midnight(to, 1)}`] : []),
  ]
}

/** The day as it is, if it is one (ISO 8601, 1971 to 2199). */
export function readDay(text: string | undefined): string | undefined {
  if (!/^(19[789]|20\d|21\d)\d-\d\d-\d\d$/.test(text ?? '') || text! < '1971') return undefined
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && dayOf(at) === text ? text : undefined
}

/** The day that it is there now. */
export function today(zone: string, now = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now)
}

/** A preset as days; quarters and years are those of the calendar, so far. */
export function periodOf(preset: Preset, zone: string, now = Date.now()): Period {
  const to = today(zone, now)
  const month = to.slice(0, 7)
  if (preset === 'all') return { zone }
  if (preset === 'today') return { from: to, to, zone }
  if (preset === 'week') return { from: plusDays(to, -6), to, zone }
  if (preset === 'days30') return { from: plusDays(to, -29), to, zone }
  if (preset === 'month') return { from: `${month}-01`, to, zone }
  if (preset === 'year') return { from: `${month.slice(0, 4)}-01-01`, to, zone }
  if (preset === 'quarter') return { from: quarterOf(month), to, zone }
  const last = plusDays(`${month}-01`, -1)
  return { from: `${last.slice(0, 7)}-01`, to: last, zone }
}

function quarterOf(month: string): string {
  const first = Math.floor((Number(month.slice(5)) - 1) / 3) * 3 + 1
  return `${month.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

/** As many days, just before; undefined for a period without a beginning or an end. */
export function periodBefore({ from, to, zone }: Period): Period | undefined {
  if (!from || !to || to < from) return undefined
  const days = (Date.parse(to) - Date.parse(from)) / aDay + 1
  return { from: plusDays(from, -days), to: plusDays(from, -1), zone }
}

/** A day so many days later. */
export function plusDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * aDay)
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
