import type { Db } from '../database/connection.ts'
import { backlog } from './backlog.ts'
import { type By, type ContactLine, contacts } from './contacts.ts'
import { countBy } from './counts.ts'
import { csat, csatByVerdict, verdicts } from './csat.ts'
import { goodwill, goodwillByType } from './goodwill.ts'
import { interactions } from './interactions.ts'
import { issues } from './issues.ts'
import { load } from './load.ts'
import { orders } from './orders.ts'
import type { Period, Preset } from './period.ts'
import { reopenings } from './reopenings.ts'
import { type Ask, askQuery, type Query, type Report, readAsk, type Viewer } from './report.ts'
import {
  readWaits,
  readWaitsAsk,
  readWaitsLines,
  readWaitsOver,
  type Waits,
  type WaitsAsk,
  type WaitsLines,
  type WaitsOver,
} from './waits.ts'

/** A number and the list that has its rows, as a path of the desk. */
export type Listed = Readonly<{ count: number; list: string }>

export type ReopenLine = Readonly<{ type: string; closed: Listed; reopened: Listed }>
export type ContactRate = Readonly<{ value: string; label: string; contacts: Listed; orders: Listed }>
export type GoodwillSum = Readonly<{ type: string; currency: string; minor: number; certificates: Listed }>

/** How well people are served, in numbers that each have a list. Of issues that humans wrote. */
export type Service = Readonly<{
  waits: Waits
  waitsOver: WaitsOver
  waitsLines: WaitsLines
  backlog: readonly Readonly<{ day: string; open: number; list: string }>[]
  reopenings: Readonly<{ closed: Listed; reopened: Listed; types: readonly ReopenLine[] }>
  contacts: Readonly<Record<By, readonly ContactRate[]>>
  goodwill: readonly GoodwillSum[]
  csat: Readonly<Record<(typeof verdicts)[number], Listed>>
  /** What customers sent, by weekday (Monday first), then by hour. */
  load: readonly (readonly Listed[])[]
}>

export type ServiceAsk = WaitsAsk & Readonly<{ period: Period; preset?: Preset; viewer: Viewer }>

/** An address's query as the days that are asked for, the last 30 where it names none; `faults` names what is none. */
export function readServiceAsk(query: Query, zone: string, viewer: Viewer): { asked: ServiceAsk; faults: string[] } {
  const { period, from, to } = query
  const days = period || from || to ? { period, from, to } : { period: 'days30' }
  const { ask, faults } = readAsk(issues, days, zone, viewer)
  const waits = readWaitsAsk(query, faults)
  return { asked: { ...waits, period: ask.period, viewer, ...(ask.preset && { preset: ask.preset }) }, faults }
}

/** Each part of the page by its own SQL, in the order in which it stands there. */
export const serviceParts = {
  waits: (db, asked) => readWaits(db, ofHumans(asked), asked),
  waitsOver: (db, asked) => readWaitsOver(db, ofHumans(asked), asked),
  waitsLines: (db, asked) => readWaitsLines(db, ofHumans(asked), asked),
  backlog: (db, asked) => backlogOf(db, ofHumans(asked)),
  reopenings: (db, asked) => reopeningsOf(db, ofHumans(asked)),
  csat: (db, asked) => csatOf(db, askFor(asked, csat)),
  load: (db, asked) => loadOf(db, askFor(asked, interactions, { originator: 'customer' })),
  contacts: (db, asked) => contactsOf(db, asked),
  goodwill: (db, asked) => goodwillOf(db, askFor(asked, goodwill)),
} satisfies { [P in keyof Service]: (db: Db, asked: ServiceAsk) => Promise<Service[P]> }

export type ServicePart = keyof Service

/** All of them, two at a time: one reader does not take all connections. */
export async function readService(db: Db, asked: ServiceAsk): Promise<Service> {
  const left = Object.entries(serviceParts)
  const read: [string, unknown][] = []
  const next = async () => {
    for (let one = left.shift(); one; one = left.shift()) read.push([one[0], await one[1](db, asked)])
  }
  await Promise.all([next(), next()])
  return Object.fromEntries(read) as Service
}

const ofHumans = (asked: ServiceAsk) => askFor(asked, issues, { origin: 'human' })

function askFor({ period, preset, viewer }: ServiceAsk, report: Report, filters: Ask['filters'] = {}): Ask {
  return { period, viewer, sort: report.sort, filters, ...(preset && { preset }) }
}

function pathOf(report: Report, ask: Ask, filters: Query = {}): string {
  return `/reports/${report.name}?${askQuery(ask, filters)}`
}

async function backlogOf(db: Db, ask: Ask): Promise<Service['backlog']> {
  const { preset: _, ...others } = ask
  const ever: Ask = { ...others, preset: 'all' }
  const points = await backlog(db, ask)
  return points.map(({ day, open }) => ({ day, open, list: pathOf(issues, ever, { openAt: day }) }))
}

async function reopeningsOf(db: Db, ask: Ask): Promise<Service['reopenings']> {
  const { all, types } = await reopenings(db, ask)
  const closed = (count: number, type?: string) => ({ count, list: pathOf(issues, ask, { type, everClosed: 'yes' }) })
  const reopened = (count: number, type?: string) => ({ count, list: pathOf(issues, ask, { type, reopened: 'yes' }) })
  return {
    closed: closed(all.closed),
    reopened: reopened(all.reopened),
    types: types.map((line) => ({
      ...{ type: line.type, closed: closed(line.closed, line.type), reopened: reopened(line.reopened, line.type) },
    })),
  }
}

async function contactsOf(db: Db, asked: ServiceAsk): Promise<Service['contacts']> {
  const rates = async (by: By) => (await contacts(db, ofHumans(asked), by)).map((line) => rateOf(asked, by, line))
  return { product: await rates('product'), category: await rates('category') }
}

function rateOf(asked: ServiceAsk, by: By, line: ContactLine): ContactRate {
  const about = { [by]: line.value }
  return {
    ...{ value: line.value, label: line.label },
    contacts: { count: line.contacts, list: pathOf(issues, ofHumans(asked), about) },
    orders: { count: line.orders, list: pathOf(orders, askFor(asked, orders, { counted: 'yes' }), about) },
  }
}

async function goodwillOf(db: Db, ask: Ask): Promise<GoodwillSum[]> {
  return (await goodwillByType(db, ask)).map(({ type, currency, count, minor }) => ({
    ...{ type, currency, minor },
    certificates: { count, list: pathOf(goodwill, ask, { type, currency }) },
  }))
}

async function csatOf(db: Db, ask: Ask): Promise<Service['csat']> {
  const counts = new Map((await countBy(db, csat, ask, csatByVerdict)).map(({ value, count }) => [value, count]))
  const listed = verdicts.map((verdict) => {
    return [verdict, { count: counts.get(verdict) ?? 0, list: pathOf(csat, ask, { verdict }) }] as const
  })
  return Object.fromEntries(listed) as Service['csat']
}

async function loadOf(db: Db, ask: Ask): Promise<Service['load']> {
  const cells = await load(db, ask)
  return cells.map((hours, day) =>
    hours.map((count, hour) => ({
      count,
      list: pathOf(interactions, ask, { weekday: String(day + 1), hour: String(hour) }),
    })),
  )
}
