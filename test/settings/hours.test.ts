import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { businessSeconds, type Hours, weekdays } from '../../src/settings/business-time.ts'
import { readHoursWish } from '../../src/settings/hours.ts'
import { testDatabase } from '../support/database.ts'

const closed = Object.fromEntries(weekdays.map((day) => [day, ''])) as Record<(typeof weekdays)[number], string>
const wish = (days: Partial<Record<(typeof weekdays)[number], string>>, holidays: string[] = []) =>
  readHoursWish({ ...closed, ...days, holidays })
const hours = (...wished: Parameters<typeof wish>) => wish(...wished) as Hours
const open = (one: Hours, zone: string, from: string, to: string) =>
  businessSeconds({ ...one, zone }, new Date(from), new Date(to))

it('what is open counts, nights, days off and holidays do not', () => {
  const office = hours({ monday: '9-12:30, 13:30–18', tuesday: '9-18', friday: '22:00-24:00' }, ['2026-06-02'])
  expect(office).toMatchObject({ monday: '09:00-12:30, 13:30-18:00', friday: '22:00-24:00' })
  // Monday, 1 June 2026; Berlin is two hours ahead of UTC.
  expect(open(office, 'Europe/Berlin', '2026-06-01T10:00:00Z', '2026-06-01T12:00:00Z')).toBe(3600)
  expect(open(office, 'Europe/Berlin', '2026-05-30T10:00:00Z', '2026-06-03T10:00:00Z')).toBe(8 * 3600)
  expect(open(office, 'Europe/Berlin', '2026-06-05T21:59:58Z', '2026-06-06T10:00:00Z')).toBe(2)
  expect(open(office, 'Europe/Berlin', '2026-06-01T12:00:00Z', '2026-06-01T10:00:00Z')).toBe(0)
})

it('a Sunday on which the clock changes has 23 or 25 hours', () => {
  const sunday = hours({ sunday: '0-24' })
  expect(open(sunday, 'Europe/Berlin', '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toBe(23 * 3600)
  expect(open(sunday, 'Europe/Berlin', '2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z')).toBe(25 * 3600)
  expect(open(hours({ sunday: '2-3' }), 'Europe/Berlin', '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toBe(0)
  expect(open(hours({ sunday: '2-3' }), 'Europe/Berlin', '2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z')).toBe(7200)
})

it('what is no opening hours and no date is named', () => {
  for (const monday of ['9-9', '12-9', '9-25', '9-24:30', 'late', '9-12, 11-18', '9–12–13', `9-12${' '.repeat(300)}`])
    expect(wish({ monday })).toEqual({ wrong: monday.slice(0, 200) })
  expect(wish({}, ['2026-02-30'])).toEqual({ wrong: '2026-02-30' })
  expect(wish({}, [' 2026-12-25 ', '', '2026-01-01', '2026-12-25'])).toMatchObject({
    holidays: ['2026-01-01', '2026-12-25'],
  })
})

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Havana']
const clock = fc.integer({ min: 0, max: 96 })
const dayHours = fc
  .uniqueArray(clock, { maxLength: 4 })
  .map((all) => [...all].sort((a, b) => a - b))
  .map((all) => Array.from({ length: all.length >> 1 }, (_, n) => [all[2 * n]!, all[2 * n + 1]!]))
const timeOf = (n: number) => `${String(n >> 2).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`
const week = fc
  .tuple(...weekdays.map(() => dayHours))
  .map((days) => days.map((spans) => spans.map(([a, b]) => `${timeOf(a!)}-${timeOf(b!)}`).join(', ')))
const moment = fc.integer({ min: 0, max: 4 * 24 * 60 }) // minutes

it('agrees with a clock on the wall that is looked at every minute', { timeout: 60_000 }, async () => {
  const { db } = await testDatabase()
  const starts = ['2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30', '2026-06-01']
  await fc.assert(
    fc.asyncProperty(
      ...[fc.constantFrom(...zones), week, fc.constantFrom(...starts), moment, moment, fc.boolean()],
      async (zone, days, start, a, b, off) => {
        const [from, minutes] = [+new Date(`${start}T12:00:00Z`) + Math.min(a, b) * 60_000, Math.abs(a - b)]
        const holidays = off ? [new Date(from + 86_400_000).toISOString().slice(0, 10)] : []
        const own = hours(Object.fromEntries(weekdays.map((day, n) => [day, days[n]!])), holidays)
        const { rows } = await sql<{ open: number }>`
          select count(*)::int as open from generate_series(0, ${minutes}::int - 1) m,
            lateral (select (to_timestamp(${from / 1000}::float8) + m * interval '1 minute') at time zone ${zone}::text as at) t,
            lateral unnest(string_to_array((${days}::text[])[extract(isodow from t.at)::int], ', ')) span
          where to_char(t.at, 'HH24:MI') >= split_part(span, '-', 1) and to_char(t.at, 'HH24:MI') < split_part(span, '-', 2)
            and t.at::date <> all (${holidays}::date[])`.execute(db)
        const to = new Date(from + minutes * 60_000)
        expect(businessSeconds({ ...own, zone }, new Date(from), to)).toBe(rows[0]!.open * 60)
      },
    ),
    { numRuns: 80 },
  )
})
