import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Dimension } from './counts.ts'
import { issues, issuesByGroup, issuesByMailbox, issuesByType } from './issues.ts'
import { plusDays } from './period.ts'
import { type Ask, conditions } from './report.ts'
import { idOrNone } from './shared.ts'

export const measureNames = ['firstResponse', 'nextResponse', 'resolution'] as const
export type MeasureName = (typeof measureNames)[number]

/** A time that people wait. Its numbers stand on the issues that `filter` set to yes lists. */
export type Measure = Readonly<{
  name: MeasureName
  filter: string
  /** The column of the list that has the seconds, and the one with those in business hours. */
  columns: readonly [clock: string, business: string]
  /** Whose time it is. */
  byRep: Dimension
}>

export const measures: readonly Measure[] = [
  {
    ...{ name: 'firstResponse', filter: 'answered', columns: ['firstResponse', 'firstResponseBusiness'] },
    byRep: { filter: 'answeredBy', value: idOrNone(sql`i.first_response_by`) },
  },
  {
    ...{ name: 'nextResponse', filter: 'answeredLater', columns: ['nextResponse', 'nextResponseBusiness'] },
    byRep: { filter: 'answeredLaterBy', value: idOrNone(sql`i.next_response_by`) },
  },
  {
    ...{ name: 'resolution', filter: 'resolved', columns: ['resolution', 'resolutionBusiness'] },
    byRep: { filter: 'closedBy', value: idOrNone(sql`i.closed_by`) },
  },
]

export const timeDimensions = { mailbox: issuesByMailbox, type: issuesByType, group: issuesByGroup } as const

/** Seconds; medians and 90th percentiles are times that some issue of the list has. */
export type Times = Readonly<{
  count: number
  median: number
  p90: number
  medianBusiness: number
  p90Business: number
}>
export type TimesLine = Times & Readonly<{ value: string }>
/** Both days included. */
export type TimesOfDays = Times & Readonly<{ from: string; to: string }>

/** The list that a measure's numbers stand on. */
export function askMeasured(ask: Ask, { filter }: Measure): Ask {
  return { ...ask, filters: { ...ask.filters, [filter]: 'yes' } }
}

/** Over everything that is asked for; undefined where no issue has such a time. */
export async function timesOf(db: Db, measure: Measure, ask: Ask): Promise<Times | undefined> {
  const { rows } = await sql<Shares>`
    select ${numbers(measure)} from ${issues.from} where ${conditions(issues, askMeasured(ask, measure))}`.execute(db)
  return rows[0]!.count > 0 ? named(rows[0]!) : undefined
}

/** The same of each measure, in their order, in one look at the issues. */
export async function timesOfEach(db: Db, ask: Ask): Promise<(Times | undefined)[]> {
  const each = measures.map((measure, nth) => {
    const has = issues.filters[measure.filter]!.where('yes')!
    return sql`json_build_object('count', count(*) filter (where ${has}), 'clock', ${shares(measure.columns[0], has)},
      'business', ${shares(measure.columns[1], has)}) as ${sql.id(`m${nth}`)}`
  })
  const { rows } = await sql<Record<string, Shares>>`
    select ${sql.join(each)} from ${issues.from} where ${conditions(issues, ask)}`.execute(db)
  return measures.map((_, nth) => rows[0]![`m${nth}`]!).map((one) => (one.count > 0 ? named(one) : undefined))
}

/** By a dimension, in the order of its values: the list of a line has the dimension's filter set to its value. */
export async function timesBy(db: Db, measure: Measure, ask: Ask, dimension: Dimension): Promise<TimesLine[]> {
  const { rows } = await sql<Shares & { value: string }>`
    select ${dimension.value} as value, ${numbers(measure)} from ${issues.from} ${dimension.join ?? sql``}
    where ${conditions(issues, askMeasured(ask, measure))} group by 1 order by 1 limit 1000`.execute(db)
  return rows.map(named)
}

/** Week by week (from Monday) or month by month of when they were opened, as far as they lie in the period. */
export async function timesOver(db: Db, measure: Measure, ask: Ask, unit: 'week' | 'month'): Promise<TimesOfDays[]> {
  const { from, to, zone } = ask.period
  const start = sql`date_trunc(${sql.lit(unit)}, i.opened_at at time zone ${sql.lit(zone)})::date`
  const { rows } = await sql<Shares & { from: string; to: string }>`
    select ${start}::text as "from", (${start} + ${sql.lit(`1 ${unit}`)}::interval)::date::text as "to", ${numbers(measure)}
    from ${issues.from} where ${conditions(issues, askMeasured(ask, measure))}
    group by ${start} order by ${start} limit 1000`.execute(db)
  return rows.map((row) => {
    const last = plusDays(row.to, -1)
    return { ...named(row), from: from && row.from < from ? from : row.from, to: to && last > to ? to : last }
  })
}

type Shares = Readonly<{ count: number; clock: [number, number] | null; business: [number, number] | null }>

/** One sort for both shares of a column. */
function numbers({ columns: [clock, business] }: Measure): RawBuilder<unknown> {
  return sql`count(*)::float8 as count, ${shares(clock)} as clock, ${shares(business)} as business`
}

function shares(column: string, of = sql<boolean>`true`): RawBuilder<unknown> {
  return sql`to_json(percentile_disc(array[0.5, 0.9]) within group (order by ${issues.columns[column]!.value}) filter (where ${of}))`
}

function named<T extends Shares>({ clock, business, ...rest }: T): Omit<T, 'clock' | 'business'> & Times {
  const [median, p90] = clock ?? [0, 0]
  const [medianBusiness, p90Business] = business ?? [0, 0]
  return { ...rest, median, p90, medianBusiness, p90Business }
}
