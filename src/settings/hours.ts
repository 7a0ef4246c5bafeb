import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Hours, type OpenSeconds, openSeconds, type Weekday, weekdays } from './business-time.ts'
import { isZone, zoneOf } from './zone.ts'

/** When the desk is there: everywhere, and otherwise for some mailboxes, by their ids. */
export type DeskHours = Readonly<{ zone: string; desk: Hours; mailboxes: Readonly<Record<string, Hours>> }>

const always = '00:00-24:00'
const everyDay = Object.fromEntries(weekdays.map((day) => [day, always])) as Record<Weekday, string>

/** Until somebody says otherwise: day and night. */
export const roundTheClock: Hours = { ...everyDay, holidays: [] }

export async function readHours(db: Db): Promise<DeskHours> {
  return toHours(await rowsOf(db, sql``))
}

/** The same, locked until the transaction ends. */
export async function lockHours(tx: Tx): Promise<DeskHours> {
  await sql`insert into settings (name, value) values ('hours', '{}') on conflict (name) do nothing`.execute(tx)
  return toHours(await rowsOf(tx, sql`for update`))
}

async function rowsOf(db: Db, lock: RawBuilder<unknown>) {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select name, value from settings where name in ('hours', 'time_zone') order by name ${lock}`.execute(db)
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

function toHours(settings: Record<string, unknown>): DeskHours {
  const { desk = roundTheClock, mailboxes = {} } = (settings.hours ?? {}) as Partial<DeskHours>
  return { zone: zoneOf(settings.time_zone), desk, mailboxes }
}

/** Writes them; answers nothing, since whoever locked them knows what they were. */
export async function writeHours(tx: Tx, { zone, desk, mailboxes }: DeskHours): Promise<void> {
  const values = [
    { name: 'hours', value: { desk, mailboxes } },
    { name: 'time_zone', value: zone },
  ]
  await sql`insert into settings (name, value, updated_at)
    select name, value, now() from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as t(name text, value jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now()`.execute(tx)
}

/** How to count open seconds for a mailbox, null for none; for the length of a piece of work. */
export function openFor({ zone, desk, mailboxes }: DeskHours): (mailboxId: number | null) => OpenSeconds {
  const made = new Map<string, OpenSeconds>()
  return (mailboxId) => {
    const own = mailboxId !== null && Object.hasOwn(mailboxes, mailboxId) ? String(mailboxId) : 'desk'
    const found = made.get(own) ?? openSeconds(own === 'desk' ? desk : mailboxes[own]!, zone)
    made.set(own, found)
    return found
  }
}

const limits = { spans: 6, holidays: 400, text: 200 } as const
const span = /^([01]?\d|2[0-4])(?:[:.]([0-5]\d))?\s*[-–]\s*([01]?\d|2[0-4])(?:[:.]([0-5]\d))?$/

/** What somebody wrote, as it is kept; or what of it is no opening hours and no date. */
export function readHoursWish(
  wish: Readonly<Record<Weekday, string>> & Readonly<{ holidays: readonly string[] }>,
): Hours | { wrong: string } {
  const week: Partial<Record<Weekday, string>> = {}
  for (const day of weekdays) {
    const spans = daySpans(wish[day])
    if (spans === undefined) return { wrong: wish[day].slice(0, limits.text) }
    week[day] = spans
  }
  const holidays = [...new Set(wish.holidays.map((day) => day.trim()).filter(Boolean))].sort()
  const wrong = holidays.find((day) => !isDate(day)) ?? holidays[limits.holidays]
  if (wrong !== undefined) return { wrong: wrong.slice(0, limits.text) }
  return { ...(week as Record<Weekday, string>), holidays }
}

function isDate(text: string): boolean {
  const at = /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** In order, apart from each other; undefined for what is none. */
function daySpans(text: string): string | undefined {
  if (text.length > limits.text) return undefined
  const parts = text.split(/[,;]/).flatMap((part) => part.trim() || [])
  const spans = parts.map((part) => {
    const match = span.exec(part)
    const two = (at: number) => (match?.[at] ?? '00').padStart(2, '0')
    return match ? { from: `${two(1)}:${two(2)}`, to: `${two(3)}:${two(4)}` } : undefined
  })
  const sorted = spans.filter((one) => one !== undefined).sort((a, b) => (a.from < b.from ? -1 : 1))
  const apart = sorted.every(({ from, to }, at) => from < to && to <= '24:00' && from >= (sorted[at - 1]?.to ?? ''))
  if (sorted.length < parts.length || sorted.length > limits.spans || !apart) return undefined
  return sorted.map(({ from, to }) => `${from}-${to}`).join(', ')
}

/** The name of a time zone, as Intl and PostgreSQL know it; undefined for anything else. */
export function readZone(text: string): string | undefined {
  return isZone(text.trim()) ? text.trim() : undefined
}
