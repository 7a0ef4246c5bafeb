import { csvCell } from '../shop/spenders-csv.ts'
import type { Liability } from './liability.ts'

const columns = [
  ...['programId', 'program', 'kind', 'currency', 'openingMinor', 'issuedMinor', 'redeemedMinor', 'refundedMinor'],
  ...['expiredMinor', 'voidedMinor', 'adjustedMinor', 'closingMinor', 'entries'],
] as const

/** A line for each program (RFC 4180), in minor units of its currency; programs are few. */
export function liabilityCsv({ from, to, programs }: Liability): string {
  const lines = programs.map((line) =>
    [from, to, ...columns.map((name) => line[name])].map((value) =>
      typeof value === 'string' ? csvCell(value) : String(value),
    ),
  )
  return [['from', 'to', ...columns], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}
