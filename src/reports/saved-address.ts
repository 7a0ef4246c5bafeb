import type { Report } from './report.ts'
import { reportNamed } from './reports.ts'

/** Pages of numbers, which have no rows of their own. */
const pages: readonly string[] = ['statistics', 'service', 'mine']
/** What an address says of the moment, not of what is shown. */
const passing = new Set(['cursor', 'limit', 'done', 'said', 'taken', 'find', 'compose', 'format', 'was'])
const longest = 2000

/** An address of the desk as it is saved: a report's or a page of numbers, with what it asks; undefined for any other. */
export function savedAddress(text: string): string | undefined {
  if (text.length > 2 * longest || !text.isWellFormed() || text.includes('\0')) return undefined
  const [, name, query] = /^\/reports\/([A-Za-z0-9-]{1,60})(?:\?([^#]*))?$/s.exec(text.trim()) ?? []
  if (name === undefined || !(reportNamed(name) || pages.includes(name))) return undefined
  const asked = [...new URLSearchParams(query)].filter(([key, value]) => value && !passing.has(key))
  const address = asked.length > 0 ? `/reports/${name}?${new URLSearchParams(asked)}` : `/reports/${name}`
  return address.length <= longest && !address.includes('%00') ? address : undefined
}

/** What a saved address shows: a report where it is one, the name of the page, and the query. */
export function readAddress(address: string): { page: string; report?: Report; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(address, 'http://desk.invalid')
  const page = pathname.split('/')[2] ?? ''
  const report = reportNamed(page)
  return { page, ...(report && { report }), query: Object.fromEntries(searchParams) }
}
