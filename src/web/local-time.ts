import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Web } from './desk.ts'

/**
 * What a datetime-local field posts (“2030-01-31T09:00”), in the reader's own zone as app.js tells it, else the
 * server's. Undefined for anything else; a time that a clock skips in spring is the one an hour later.
 */
export function localTime(c: Context<Web>, text: string | undefined): Date | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?$/.exec(text ?? '')
  if (!match) return undefined
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number]
  if (year < 1971 || year > 2200 || month > 12 || day > 31 || hour > 23 || minute > 59) return undefined
  const wall = Date.UTC(year, month - 1, day, hour, minute)
  const zone = getCookie(c, 'zone')
  // Twice: the offset at the first guess may be that of the other side of a change of clocks.
  const guess = wall - offsetAt(zone, wall)
  return new Date(wall - offsetAt(zone, guess))
}

/** Milliseconds by which the zone's clock is ahead of UTC at that moment. */
function offsetAt(zone: string | undefined, at: number): number {
  const parts = format(zone).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour') % 24, of('minute')) - Math.floor(at / 60_000) * 60_000
  )
}

function format(zone: string | undefined): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, ...(zone && { timeZone: zone }) })
  } catch {
    return new Intl.DateTimeFormat('en-US', options)
  }
}

/** A moment as a datetime-local field holds it, on the reader's clock. */
export function localText(c: Context<Web>, at: Date): string {
  return new Date(+at + offsetAt(getCookie(c, 'zone'), +at)).toISOString().slice(0, 16)
}

/** Tomorrow, or Monday next week, at nine on the reader's clock. */
export function nextMorning(c: Context<Web>, which: 'tomorrow' | 'week'): Date {
  const now = Date.now()
  const here = new Date(now + offsetAt(getCookie(c, 'zone'), now))
  const days = which === 'tomorrow' ? 1 : (8 - here.getUTCDay()) % 7 || 7
  here.setUTCDate(here.getUTCDate() + days)
  return localTime(c, `${here.toISOString().slice(0, 10)}T09:00`)!
}
