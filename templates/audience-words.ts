import type { Audience, Clause } from '../src/campaigns/audience.ts'
import type { Period, When } from '../src/campaigns/audience-tree.ts'
import type { Fact } from '../src/campaigns/audience-why.ts'
import type { Ui } from './ui.ts'

/** A tree as a sentence. */
export function audienceText(ui: Ui, audience: Audience): string {
  const { says } = ui.words.audiences
  const nested = (part: Audience) =>
    'all' in part || 'any' in part ? `(${audienceText(ui, part)})` : audienceText(ui, part)
  if ('all' in audience) return audience.all.map(nested).join(says.and) || says.everybody
  if ('any' in audience) return audience.any.map(nested).join(says.or) || says.noOne
  if ('not' in audience) return says.not(nested(audience.not))
  return clauseText(ui, audience)
}

/** A clause as the end of "somebody who …". */
export function clauseText(ui: Ui, clause: Clause): string {
  const { says } = ui.words.audiences
  const when = (period: Period) => periodText(ui, period)
  const number = (n: number) => says.times(ui.dates.number(n))
  if ('bought' in clause) return says.bought(whatText(ui, clause.bought), when(clause.bought))
  if ('viewed' in clause) return says.viewed(whatText(ui, clause.viewed), when(clause.viewed))
  if ('lastVisit' in clause) return says.lastVisit(when(clause.lastVisit))
  if ('registered' in clause) return says.registered(when(clause.registered))
  if ('spent' in clause) {
    const { minMinor, maxMinor, currency } = clause.spent
    const money = (minor: number) => ui.dates.money(minor, currency)
    return says.spent(rangeText(ui, minMinor, maxMinor, money), when(clause.spent))
  }
  if ('orders' in clause)
    return says.orders(rangeText(ui, clause.orders.min, clause.orders.max, number), when(clause.orders))
  if ('onList' in clause) return says.onList(clause.onList)
  if ('inClass' in clause) return says.inClass(clause.inClass)
  if ('hasCertificate' in clause) return says.hasCertificate(clause.hasCertificate)
  if ('country' in clause) return says.country(clause.country)
  if ('language' in clause) return says.language(clause.language)
  if ('openIssue' in clause) return says.openIssue(clause.openIssue)
  if ('received' in clause) return says.received(clause.received)
  return says.people(clause.people.length)
}

function whatText(ui: Ui, what: { product: string } | { category: string }): string {
  const { says } = ui.words.audiences
  return 'product' in what ? says.product(what.product) : says.category(what.category)
}

type Text = (value: number) => string

function rangeText(ui: Ui, least: number | undefined, most: number | undefined, text: Text): string {
  const { says } = ui.words.audiences
  if (least !== undefined && most !== undefined) return says.between(text(least), text(most))
  if (least !== undefined) return says.atLeast(text(least))
  return most === undefined ? says.anything : says.atMost(text(most))
}

function periodText(ui: Ui, { from, to }: Period): string {
  const { says } = ui.words.audiences
  if (from !== undefined && typeof from !== 'string' && to === undefined) return says.last(from.daysAgo)
  const text = (when: When) => (typeof when === 'string' ? when : says.ago(when.daysAgo))
  return `${from === undefined ? '' : says.from(text(from))}${to === undefined ? '' : says.to(text(to))}`
}

/** What is known of somebody, in few words. */
export function factText(ui: Ui, clause: Clause, { at, number, text }: Fact): string {
  const words = ui.words.audiences.fact
  const parts = [
    ...('spent' in clause ? [ui.dates.money(Number(number ?? 0), clause.spent.currency)] : []),
    ...(!('spent' in clause) && number !== undefined ? [words.times(ui.dates.number(Number(number ?? 0)))] : []),
    ...(text && !('spent' in clause) ? [text] : []),
    ...(at ? [words.last(ui.dates.full(at))] : []),
  ]
  return parts.join(', ') || words.none
}
