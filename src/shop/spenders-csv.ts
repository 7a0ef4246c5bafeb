import type { Spender } from './spend.ts'

const columns = ['personId', 'externalId', 'name', 'email', 'orders', 'spentMinor', 'currency', 'lastOrderAt']

/** The first line of the file (RFC 4180). */
export const spendersHead = `${columns.join(',')}\r\n`

/** Lines of RFC 4180. */
export function spendersCsv(rows: readonly Spender[], currency: string): string {
  return rows
    .map(({ personId, externalId, name, email, orders, spentMinor, lastAt }) =>
      [personId ?? '', externalId ?? '', name, email, orders, spentMinor, currency, lastAt.toISOString()]
        .map((value) => (typeof value === 'number' ? String(value) : csvCell(value)))
        .join(','),
    )
    .map((line) => `${line}\r\n`)
    .join('')
}

/** Names are their owners' words: one that begins like a formula must not be one in a spreadsheet (OWASP, CSV injection). */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
