/** Opening hours of a week, day by day, like “09:00-12:30, 13:30-18:00”; empty: closed. Holidays are dates (ISO 8601). */
export type Hours = Readonly<Record<Weekday, string>> & Readonly<{ holidays: readonly string[] }>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** Seconds of opening hours from one moment to another; 0 when the second is not later. */
export type OpenSeconds = (from: Date, to: Date) => number

type Span = readonly [from: number, to: number]

const minute = 60_000
const aDay = 1440 * minute
/** Clocks change at quarters of an hour, everywhere since 1972. */
const quarter = 15 * minute
/** What lasts longer is counted as so long: a time from a wrong clock must not cost seconds of work. */
const longest = 20 * 366 * aDay

/** Seconds of these opening hours between two moments, as a clock on the wall in that zone tells them. */
export function businessSeconds(hours: Hours & { zone: string }, from: Date, to: Date): number {
  return openSeconds(hours, hours.zone)(from, to)
}

/**
 * The same for many: days once reckoned are kept as long as the function is. A moment is open when the clock there
 * shows an open time: an hour that the clock skips is none, one that it shows twice is two.
 */
export function openSeconds(hours: Hours, zone: string): OpenSeconds {
  const offsetAt = offsetsOf(zone)
  const week = weekdays.map((day) => spansOf(hours[day]))
  const holidays = new Set(hours.holidays.map((day) => Date.parse(`${day}T00:00:00Z`) / aDay))
  const known = new Map<number, Span[]>()
  const openOn = (day: number) => {
    const spans = holidays.has(day) ? [] : week[(((day + 3) % 7) + 7) % 7]!
    const open = known.get(day) ?? spans.flatMap((span) => momentsOf(day, span, offsetAt))
    known.set(day, open)
    return open
  }
  const dayAt = (at: number) => Math.floor((at + offsetAt(at)) / aDay)
  return (from, to) => {
    const [start, end] = [+from, Math.min(+to, +from + longest)]
    if (!(end > start)) return 0
    let open = 0
    for (let day = dayAt(start); day <= dayAt(end); day += 1)
      for (const [opens, closes] of openOn(day)) open += Math.max(0, Math.min(closes, end) - Math.max(opens, start))
    return Math.floor(open / 1000)
  }
}

/** “09:00-12:30, 13:30-18:00” as milliseconds of the day. */
function spansOf(text: string): Span[] {
  const at = (time: string) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute
  return text.split(', ').flatMap((span) => {
    const [from, to] = span.split('-')
    return from && to ? [[at(from), at(to)] as const] : []
  })
}

/** When that span of a day there is, in milliseconds since 1970; in parts where the clock changes on that day. */
function momentsOf(day: number, [from, to]: Span, offsetAt: (at: number) => number): Span[] {
  const [early, late] = [day * aDay - 16 * 60 * minute, (day + 1) * aDay + 16 * 60 * minute]
  const [first, second] = [offsetAt(early), offsetAt(late)]
  const change = first === second ? late : changeBetween(early, late, offsetAt)
  const [start, end] = [day * aDay + from, day * aDay + to]
  const parts: Span[] = [
    [start - first, Math.min(end - first, change)],
    [Math.max(start - second, change), first === second ? change : end - second],
  ]
  return parts.filter(([opens, closes]) => closes > opens)
}

function changeBetween(early: number, late: number, offsetAt: (at: number) => number): number {
  const before = offsetAt(early)
  let [low, high] = [Math.floor(early / quarter), Math.ceil(late / quarter)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle * quarter) === before) low = middle
    else high = middle
  }
  return high * quarter
}

/** How far the clock there is ahead of UTC at a moment, in milliseconds. */
function offsetsOf(zone: string): (at: number) => number {
  const shown = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  const known = new Map<number, number>()
  return (at) => {
    const key = Math.floor(at / quarter)
    const found = known.get(key)
    if (found !== undefined) return found
    const parts = Object.fromEntries(shown.formatToParts(key * quarter).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day, hour, minute, second } = parts
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - key * quarter
    known.set(key, offset)
    return offset
  }
}
