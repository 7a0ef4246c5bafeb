import type { CalendarMark, CalendarTime } from '../src/database/tables-parts.ts'
import { cleanLine, decodeText } from './charset.ts'

const inputLimit = 256 << 10
const mostEvents = 5

type Property = Readonly<{ value: string; parameters: ReadonlyMap<string, string> }>

/**
 * What the invitations of a text/calendar part say (RFC 5545), for showing only: nothing is ever answered (inbound.md
 * P15). At most five events; repetitions are not unrolled.
 */
export function readCalendar(bytes: Buffer): CalendarMark[] {
  const lines = decodeText(bytes.subarray(0, inputLimit), undefined)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
  const outer = new Map<string, Property>()
  const events: Map<string, Property>[] = []
  const open: string[] = []
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Za-z0-9-]{1,60})([;:].*)$/.exec(line) ?? []
    const key = name.toUpperCase()
    const value = rest.slice(1).trim().toUpperCase()
    if (key === 'BEGIN') {
      open.push(value)
      if (isEvent(value) && open.length === 2) events.push(new Map())
    } else if (key === 'END') open.pop()
    else if (open.length === 1) setOnce(outer, key, rest)
    else if (open.length === 2 && isEvent(open[1])) setOnce(events.at(-1)!, key, rest)
    if (events.length > mostEvents) break
  }
  const method = plain(outer.get('METHOD')).toUpperCase().slice(0, 20)
  return events.slice(0, mostEvents).map((event) => mark(method, event))
}

const isEvent = (name: string | undefined) => name === 'VEVENT' || name === 'VTODO'

function setOnce(found: Map<string, Property>, name: string, rest: string) {
  if (name && found.size < 200 && !found.has(name)) found.set(name, property(rest))
}

/** ";TZID=Europe/Vienna;X=\"a:b\":value": a colon within quotes does not end the parameters. */
function property(rest: string): Property {
  const parameters = new Map<string, string>()
  let quoted = false
  let at = 0
  while (at < rest.length && (quoted || rest[at] !== ':')) {
    if (rest[at] === '"') quoted = !quoted
    at += 1
  }
  for (const [, name, value] of rest.slice(0, Math.min(at, 2000)).matchAll(/;([\w-]{1,40})=("[^"]*"|[^;"]*)/g))
    parameters.set(name!.toUpperCase(), value!.replaceAll('"', ''))
  return { value: rest.slice(at + 1), parameters }
}

function mark(method: string, event: ReadonlyMap<string, Property>): CalendarMark {
  const organiser = event.get('ORGANIZER')
  const address = plain(organiser).replace(/^mailto:/i, '')
  const name = cleanLine(organiser?.parameters.get('CN') ?? '').slice(0, 200)
  const cancelled = plain(event.get('STATUS')).toUpperCase() === 'CANCELLED'
  return {
    method: cancelled ? 'CANCEL' : method,
    uid: plain(event.get('UID')),
    title: plain(event.get('SUMMARY')),
    organiser: name && name !== address ? `${name} <${address}>` : address,
    start: time(event.get('DTSTART')),
    end: time(event.get('DTEND') ?? event.get('DUE')),
    place: plain(event.get('LOCATION')),
  }
}

/** RFC 5545 3.3.11: \n, \, \; and \, stand for themselves; here for showing in one line. */
function plain(property: Property | undefined): string {
  const text = (property?.value ?? '').slice(0, 2000).replace(/\\(.)/g, (_, c: string) => (/n/i.test(c) ? ' ' : c))
  return cleanLine(text).slice(0, 300).toWellFormed()
}

function time(property: Property | undefined): CalendarTime | null {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$/.exec(property?.value.trim() ?? '')
  if (!found) return null
  const [, year, month, date, hour, minute, second, utc] = found
  const day = hour === undefined
  const local = `${year}-${month}-${date}${day ? '' : `T${hour}:${minute}:${second ?? '00'}`}`
  const named = cleanLine(property?.parameters.get('TZID') ?? '').slice(0, 100)
  const zone = day ? '' : utc ? 'UTC' : named
  return { local, zone, at: day ? null : instant(local, zone), day }
}

/** When that was by the clock of a zone; null for a zone that is not of the IANA’s, whose rules are unknown here. */
function instant(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}Z`)
  const known = zone && !Number.isNaN(wall) ? ianaZone(zone) : undefined
  if (!known) return null
  const first = wall - offset(known, wall)
  return new Date(wall - offset(known, first)).toISOString()
}

/** Some programs write a path of their own before the zone’s name. */
function ianaZone(name: string): Intl.DateTimeFormat | undefined {
  for (const one of [name, name.split('/').slice(-2).join('/')]) {
    try {
      const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
      return new Intl.DateTimeFormat('en', { timeZone: one, hourCycle: 'h23', ...parts, second: 'numeric' })
    } catch {
      // The next spelling may be known.
    }
  }
  return undefined
}

function offset(zone: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(zone.formatToParts(at).map(({ type, value }) => [type as string, Number(value)]))
  const part = (name: string) => parts.get(name) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1000) * 1000
}
