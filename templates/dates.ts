/** Dates and numbers for one reader: his language, his time zone, one moment "now" for the whole page. */
export type Dates = Readonly<{
  now: Date
  /** "now", "5 min. ago", "3 hr. ago", "Tue", "12 Mar", "12 Mar 2024": for lists. */
  relative: (at: Date) => string
  /** A time to come: "14:05" within a day, else as `relative` writes past ones. */
  soon: (at: Date) => string
  /** "2030-01-31T09:00" on the reader's clock, as a datetime-local field wants it. */
  field: (at: Date) => string
  /** "Tuesday, 3 March 2026 at 14:05": titles and details. */
  full: (at: Date) => string
  /** "3 Mar 2026". */
  day: (at: Date) => string
  number: (n: number) => string
  /** Minor units of an ISO 4217 currency: "€29.99". */
  money: (minor: number, currency: string) => string
  /** "12 KB", by thousands. */
  size: (bytes: number) => string
}>

const minute = 60_000
const day = 24 * 60 * minute

export type DatesMaker = (locale: string, timeZone: string | undefined, now: Date) => Dates

const mostFormats = 50

/** Keeps the formats of readers for the next page: making them takes longer than all that a page writes with them. */
export function datesMaker(): DatesMaker {
  const kept = new Map<string, Formats>()
  return (locale, timeZone, now) => {
    const key = `${locale} ${timeZone?.slice(0, 100)}`
    const known = kept.get(key)
    if (known) return datesFor(known, now)
    if (kept.size >= mostFormats) kept.clear()
    const formats = formatsFor(locale, timeZone)
    kept.set(key, formats)
    return datesFor(formats, now)
  }
}

type Formats = ReturnType<typeof formatsFor>

/** An unknown time zone falls back to the server's. */
function formatsFor(locale: string, timeZone: string | undefined) {
  const zone = knownZone(timeZone)
  const format = (options: Intl.DateTimeFormatOptions, written = locale) =>
    new Intl.DateTimeFormat(written, { ...options, ...(zone ? { timeZone: zone } : {}) })
  return {
    locale,
    // Narrow French is "-5 min", which reads as a number.
    ago: new Intl.RelativeTimeFormat(locale, { style: /^fr\b/i.test(locale) ? 'short' : 'narrow', numeric: 'auto' }),
    full: format({ dateStyle: 'full', timeStyle: 'short' }),
    dayOnly: format({ dateStyle: 'medium' }),
    weekday: format({ weekday: 'short', hour: 'numeric', minute: '2-digit' }),
    thisYear: format({ day: 'numeric', month: 'short' }),
    time: format({ hour: 'numeric', minute: '2-digit' }),
    // Swedish writes dates as ISO 8601 does.
    fieldTime: format(
      { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      'sv-SE',
    ),
    number: new Intl.NumberFormat(locale),
  }
}

function datesFor(
  { locale, ago, full, dayOnly, weekday, thisYear, time, fieldTime, number }: Formats,
  now: Date,
): Dates {
  return {
    now,
    relative(at) {
      const age = +now - +at
      if (age < minute) return ago.format(0, 'second')
      if (age < 60 * minute) return ago.format(-Math.floor(age / minute), 'minute')
      if (age < day) return ago.format(-Math.floor(age / (60 * minute)), 'hour')
      if (age < 6 * day) return weekday.format(at)
      return age < 300 * day ? thisYear.format(at) : dayOnly.format(at)
    },
    soon(at) {
      const far = Math.abs(+now - +at)
      if (far < day) return time.format(at)
      if (far < 6 * day) return weekday.format(at)
      return far < 300 * day ? thisYear.format(at) : dayOnly.format(at)
    },
    field: (at) => fieldTime.format(at).replace(' ', 'T'),
    full: (at) => full.format(at),
    day: (at) => dayOnly.format(at),
    number: (n) => number.format(n),
    money: (minor, currency) => moneyText(locale, minor, currency),
    size: (bytes) => sizeText(locale, bytes),
  }
}

function sizeText(locale: string, bytes: number): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: bytes < 1e6 ? 0 : 1,
  }).format(value)
}

function moneyText(locale: string, minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

function knownZone(zone: string | undefined): string | undefined {
  try {
    return zone ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone : undefined
  } catch {
    return undefined
  }
}
