import type { ImportFault } from './imports.ts'
import { csvCell } from './spenders-csv.ts'

/** The first line of a report of bad rows (RFC 4180). */
export const faultsHead = 'row,field,why,value\r\n'

export function faultsCsv(faults: readonly ImportFault[]): string {
  return faults.map(({ row, field, why, value }) => `${row},${[field, why, value].map(csvCell).join(',')}\r\n`).join('')
}
