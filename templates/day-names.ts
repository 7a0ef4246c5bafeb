import type { StretchKind } from '../src/reports/over-time.ts'
import type { Ui } from './ui.ts'

/** Days as they are, whatever zone the reader is in: “3 Mar 2026”; `short` without the year, months and years by name. */
export function dayNames(ui: Ui) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const written = new Intl.DateTimeFormat(ui.language, { ...options, timeZone: 'UTC' })
    return (day: string) => written.format(Date.parse(`${day}T00:00:00Z`))
  }
  const short = format({ day: 'numeric', month: 'short' })
  const month = format({ month: 'short', year: 'numeric' })
  const names: Readonly<Record<StretchKind, (day: string) => string>> = {
    ...{ day: short, week: short, month, year: (day) => day.slice(0, 4) },
  }
  return { long: format({ day: 'numeric', month: 'short', year: 'numeric' }), short, names }
}
