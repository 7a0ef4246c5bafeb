import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { closed, closedByRep } from './closed.ts'
import { countBy, type Dimension } from './counts.ts'
import { csat } from './csat.ts'
import { interactions, interactionsByRep } from './interactions.ts'
import type { Period, Preset } from './period.ts'
import { askQuery, type Report, type Viewer } from './report.ts'
import { idOrNone, repChoices } from './shared.ts'

export const teamColumns = ['answered', 'interactions', 'closed', 'praised', 'blamed'] as const
export type TeamColumn = (typeof teamColumns)[number]

/** What one rep did; each cell has its list. */
export type TeamLine = Readonly<{
  repId: number
  name: string
  cells: Readonly<Record<TeamColumn, Readonly<{ count: number; list: string }>>>
}>

export type TeamAsk = Readonly<{ period: Period; preset?: Preset; sort?: string; viewer: Viewer }>

const csatByRep: Dimension = { filter: 'rep', value: idOrNone(sql`a.rep_id`) }

type Source = Readonly<{ report: Report; dimension: Dimension; filters: Readonly<Record<string, string>> }>

const sources: Readonly<Record<TeamColumn, Source>> = {
  answered: { report: interactions, dimension: interactionsByRep, filters: { originator: 'rep', channel: 'email' } },
  interactions: { report: interactions, dimension: interactionsByRep, filters: {} },
  closed: { report: closed, dimension: closedByRep, filters: {} },
  praised: { report: csat, dimension: csatByRep, filters: { verdict: 'good' } },
  blamed: { report: csat, dimension: csatByRep, filters: { verdict: 'bad' } },
}

/** The numbers of everybody who did something: by name, unless the reader sorts by a column (“-closed”). */
export async function teamNumbers(db: Db, { period, preset, sort = 'name', viewer }: TeamAsk): Promise<TeamLine[]> {
  const ask = ({ report, filters }: Source) => ({
    ...{ period, sort: report.sort, filters, viewer },
    ...(preset && { preset }),
  })
  const [reps, ...counted] = await Promise.all([
    repChoices(db),
    ...teamColumns.map((column) =>
      countBy(db, sources[column].report, ask(sources[column]), sources[column].dimension),
    ),
  ])
  const counts = counted.map((lines) => new Map(lines.map(({ value, count }) => [value, count])))
  const lines = reps.map(({ value, label }) => ({
    ...{ repId: Number(value), name: label },
    cells: Object.fromEntries(
      teamColumns.map((column, nth) => {
        const { report, dimension } = sources[column]
        const list = `/reports/${report.name}?${askQuery(ask(sources[column]), { [dimension.filter]: value })}`
        return [column, { count: counts[nth]!.get(value) ?? 0, list }]
      }),
    ) as TeamLine['cells'],
  }))
  const shown = lines.filter(({ cells }) => teamColumns.some((column) => cells[column].count > 0))
  const column = teamColumns.find((one) => one === sort.replace(/^-/, ''))
  if (!column) return sort === '-name' ? shown.reverse() : shown
  const sign = sort.startsWith('-') ? -1 : 1
  return shown.sort((a, b) => sign * (a.cells[column].count - b.cells[column].count))
}
