import { type RawBuilder, sql } from 'kysely'
import type { Period, When } from './audience-tree.ts'

/** A calendar day from 1970 to 9998. */
export function isDay(text: string): boolean {
  if (!/^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d$/.test(text) || text.startsWith('9999')) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

/** RFC 3339 with its zone, from 1970 to 9998. */
export function isInstant(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.exec(text)
  return Boolean(match && isDay(match[1]!) && Number.isFinite(Date.parse(text)))
}

/** An IANA name; offsets and POSIX rules, which PostgreSQL reads the other way round, are none. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z_+\-/0-9]{1,59}$/.test(zone)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** SQL that is true of times in the period and false of others; a time that is null is in none. */
export function within(time: RawBuilder<unknown>, period: Period): RawBuilder<boolean> {
  const { from, to, zone = 'UTC' } = period
  const sides = [
    sql`${time} is not null`,
    ...(from === undefined ? [] : [sql`${time} >= ${start(from, zone)}`]),
    ...(to === undefined ? [] : [sql`${time} < ${end(to, zone)}`]),
  ]
  return sql<boolean>`(${sql.join(sides, sql` and `)})`
}

/** Whether the period has no side at all. */
export function isAlways({ from, to }: Period): boolean {
  return from === undefined && to === undefined
}

function start(when: When, zone: string): RawBuilder<Date> {
  if (typeof when !== 'string') return sql`(now() - make_interval(hours => 24 * ${when.daysAgo}::int))`
  // A midnight that summer time skips: PostgreSQL takes the first moment of that day.
  if (isDay(when)) return sql`(${when}::date::timestamp at time zone ${zone})`
  return sql`${when}::timestamptz`
}

function end(when: When, zone: string): RawBuilder<Date> {
  if (typeof when !== 'string' || !isDay(when)) return start(when, zone)
  return sql`((${when}::date + 1)::timestamp at time zone ${zone})`
}
