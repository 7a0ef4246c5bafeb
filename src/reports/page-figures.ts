import type { Db } from '../database/connection.ts'
import { ownNumbers, ownPeriods } from './own-numbers.ts'
import type { Query, Viewer } from './report.ts'
import { type ContactRate, readService, readServiceAsk } from './service.ts'
import { readStatisticsAsk, statisticTables } from './statistic-tables.ts'
import { statistics } from './statistics.ts'

/** A number of a page, by the part of the page and the line in it; `before`: the same of the period before. */
export type Figure = Readonly<{ part: string; line: string; number: number; before?: number | undefined }>

type Asked = Readonly<{ query: Query; zone: string; viewer: Viewer }>

/** The numbers of a page that has no rows of its own, as this viewer sees them; 'not allowed' for what he may not ask. */
export async function pageFigures(db: Db, page: string, asked: Asked): Promise<Figure[] | 'not allowed'> {
  if (page === 'statistics') return statisticFigures(db, asked)
  if (page === 'service') return serviceFigures(db, asked)
  return page === 'mine' ? ownFigures(db, asked) : []
}

async function statisticFigures(db: Db, { query, zone, viewer }: Asked): Promise<Figure[] | 'not allowed'> {
  const { asked, faults } = readStatisticsAsk(statistics[0]!, query, zone, viewer)
  if (faults.length > 0) return 'not allowed'
  return (await statisticTables(db, asked)).flatMap(({ name, lines }) =>
    lines.map(({ label, count, before }) => ({ part: name, line: label, number: count, before })),
  )
}

async function serviceFigures(db: Db, { query, zone, viewer }: Asked): Promise<Figure[] | 'not allowed'> {
  const { asked, faults } = readServiceAsk(query, zone, viewer)
  if (faults.length > 0) return 'not allowed'
  const { backlog, reopenings, contacts, goodwill, csat } = await readService(db, asked)
  return [
    ...backlog.map(({ day, open }) => ({ part: 'openIssues', line: day, number: open })),
    { part: 'reopenRate', line: 'closed', number: reopenings.closed.count },
    { part: 'reopenRate', line: 'reopened', number: reopenings.reopened.count },
    ...contacts.product.flatMap((line) => contactFigures('contactsByProduct', line)),
    ...contacts.category.flatMap((line) => contactFigures('contactsByCategory', line)),
    ...goodwill.map(({ type, currency, certificates }) => ({
      ...{ part: 'goodwillCertificates', line: `${type}, ${currency}`, number: certificates.count },
    })),
    ...Object.entries(csat).map(([verdict, { count }]) => ({ part: 'whatCustomersSay', line: verdict, number: count })),
  ]
}

function contactFigures(part: string, { label, contacts, orders }: ContactRate): Figure[] {
  return [
    { part, line: `${label}, contacts`, number: contacts.count },
    { part, line: `${label}, orders`, number: orders.count },
  ]
}

async function ownFigures(db: Db, { zone, viewer }: Asked): Promise<Figure[]> {
  const lines = await ownNumbers(db, { repId: viewer.repId, zone, viewer })
  return lines.flatMap(({ name, value, cells }) =>
    cells.map(({ count }, nth) => {
      return {
        part: ownPeriods[nth] ?? '',
        line: value === undefined ? spaced(name) : `${spaced(name)}, ${value}`,
        number: count,
      }
    }),
  )
}

/** “closedBy” as “closed by”. */
export function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
