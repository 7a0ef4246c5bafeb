import type { Audience, Clause } from '../../src/campaigns/audience.ts'
import type { Period, When } from '../../src/campaigns/audience-tree.ts'

/** A shop small enough to be looked at whole; ids are positions from 1. */
export type User = Readonly<{
  email: string
  country: string
  language: string
  registeredAt: number | null
  lastVisitAt: number | null
  classes: readonly string[]
}>
export type PersonRecord = Readonly<{ user: number | null; addresses: readonly string[] }>
export type Bought = Readonly<{
  user: number | null
  email: string
  state: string
  at: number
  currency: string
  total: number
  refunded: number
  products: readonly string[]
}>
export type Viewed = Readonly<{ user: number; product: string | null; category: string | null; at: number }>
export type SmallShop = Readonly<{
  users: readonly User[]
  records: readonly PersonRecord[]
  orders: readonly Bought[]
  views: readonly Viewed[]
  /** By product. */
  categories: Readonly<Record<string, readonly string[]>>
  onList: readonly Readonly<{ list: string; address: string; user: number | null; state: string }>[]
  /** Each: the record, and whether it can be spent. */
  certificates: readonly Readonly<{ record: number; good: boolean }>[]
  issues: readonly Readonly<{ record: number; open: boolean }>[]
  received: readonly Readonly<{ campaign: number; address: string; state: string }>[]
}>

type Someone = Readonly<{ user: number | null; records: readonly number[]; addresses: readonly string[]; to: string }>

/** The addresses of an audience, found by asking everybody every question, one after the other. */
export function naive(shop: SmallShop, audience: Audience, now: number): string[] {
  const tree = mentions(audience) ? audience : { all: [audience, { openIssue: false }] }
  const found = population(shop).filter((someone) => holds(shop, someone, tree, now))
  return [...new Set(found.map(({ to }) => to))].sort()
}

function mentions(audience: Audience): boolean {
  return JSON.stringify(audience).includes('"openIssue":')
}

function population({ users, records }: SmallShop): Someone[] {
  const accounts = users.flatMap(({ email }, index): Someone[] => {
    const own = records.flatMap((record, n) => (record.user === index + 1 ? [n + 1] : []))
    const addresses = [email, ...own.flatMap((n) => records[n - 1]!.addresses)]
    return email === '' ? [] : [{ user: index + 1, records: own, addresses, to: email }]
  })
  const strangers = records.flatMap(({ user, addresses }, index): Someone[] => {
    const to = addresses[0]
    if (user !== null || to === undefined || users.some(({ email }) => email === to)) return []
    return [{ user: null, records: [index + 1], addresses, to }]
  })
  return [...accounts, ...strangers]
}

function holds(shop: SmallShop, someone: Someone, audience: Audience, now: number): boolean {
  if ('all' in audience) return audience.all.every((part) => holds(shop, someone, part, now))
  if ('any' in audience) return audience.any.some((part) => holds(shop, someone, part, now))
  if ('not' in audience) return !holds(shop, someone, audience.not, now)
  return clauseHolds(shop, someone, audience, now)
}

const uncounted = ['void', 'cancelled']

function clauseHolds(shop: SmallShop, someone: Someone, clause: Clause, now: number): boolean {
  const user = someone.user === null ? undefined : shop.users[someone.user - 1]
  const inside = (at: number | null | undefined, period: Period) => isIn(at, period, now)
  const orders = shop.orders.filter(
    (order) =>
      !uncounted.includes(order.state.toLowerCase()) &&
      (order.user === null
        ? someone.addresses.includes(order.email) && order.email !== ''
        : order.user === someone.user),
  )
  if ('bought' in clause) {
    const { bought } = clause
    return orders.some((order) => inside(order.at, bought) && order.products.some((one) => isOf(shop, one, bought)))
  }
  if ('viewed' in clause) {
    const { viewed } = clause
    return shop.views.some(
      (view) =>
        view.user === someone.user &&
        inside(view.at, viewed) &&
        (view.product !== null
          ? isOf(shop, view.product, viewed)
          : 'category' in viewed && viewed.category === view.category),
    )
  }
  if ('spent' in clause) {
    const { minMinor = -Infinity, maxMinor = Infinity, currency } = clause.spent
    const mine = orders.filter((order) => order.currency === currency && inside(order.at, clause.spent))
    const sum = mine.reduce((all, order) => all + order.total - order.refunded, 0)
    return sum >= minMinor && sum <= maxMinor
  }
  if ('orders' in clause) {
    const { min = 0, max = Infinity } = clause.orders
    const { length } = orders.filter((order) => inside(order.at, clause.orders))
    return length >= min && length <= max
  }
  if ('lastVisit' in clause) return inside(user?.lastVisitAt, clause.lastVisit)
  if ('registered' in clause) return inside(user?.registeredAt, clause.registered)
  if ('country' in clause) return user?.country.toLowerCase() === clause.country.toLowerCase()
  if ('language' in clause) {
    const [tag, range] = [user?.language.toLowerCase(), clause.language.toLowerCase()]
    return tag === range || Boolean(tag?.startsWith(`${range}-`))
  }
  if ('inClass' in clause) return Boolean(user?.classes.includes(clause.inClass))
  if ('onList' in clause)
    return shop.onList.some(
      ({ list, address, user, state }) =>
        list === clause.onList &&
        ['confirmed', 'unproven'].includes(state) &&
        ((user !== null && user === someone.user) || someone.addresses.includes(address)),
    )
  if ('hasCertificate' in clause)
    return (
      shop.certificates.some(({ record, good }) => good && someone.records.includes(record)) === clause.hasCertificate
    )
  if ('openIssue' in clause)
    return shop.issues.some(({ record, open }) => open && someone.records.includes(record)) === clause.openIssue
  if ('received' in clause)
    return shop.received.some(
      ({ campaign, address, state }) =>
        campaign === clause.received &&
        ['sent', 'handed', 'uncertain'].includes(state) &&
        someone.addresses.includes(address),
    )
  return clause.people.some((id) => someone.records.includes(id))
}

function isOf(shop: SmallShop, product: string, what: { product: string } | { category: string }): boolean {
  return 'product' in what ? what.product === product : Boolean(shop.categories[product]?.includes(what.category))
}

function isIn(at: number | null | undefined, { from, to, zone = 'UTC' }: Period, now: number): boolean {
  if (at === null || at === undefined) return false
  return (from === undefined || at >= edge(from, zone, now, 0)) && (to === undefined || at < edge(to, zone, now, 1))
}

function edge(when: When, zone: string, now: number, days: number): number {
  if (typeof when !== 'string') return now - when.daysAgo * 86_400_000
  return when.length > 10 ? Date.parse(when) : firstMoment(when, zone, days)
}

/** When a day begins: by trying every quarter of an hour. */
function firstMoment(day: string, zone: string, later: number): number {
  const wanted = new Date(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000).toISOString().slice(0, 10)
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const begin = Date.parse(`${wanted}T00:00:00Z`) - 15 * 3_600_000
  for (let at = begin; ; at += 900_000) if (format.format(at) >= wanted) return at
}
