import type { Shown } from '../../templates/shop-mapping.tsx'
import type { Ui } from '../../templates/ui.ts'
import { guessColumns } from '../shop/import-guess.ts'
import type { Item } from '../shop/import-items.ts'
import { charsets, dateOrders, delimiters, type ImportPlan, importFields, importKinds } from '../shop/import-plan.ts'
import type { ShopImport } from '../shop/imports.ts'

type Form = Readonly<Record<string, string>>

/** What was chosen on the mapping page; what it does not know stays as it was. Another kind brings guesses of its own. */
export function planOfForm({ plan, header }: ShopImport, form: Form): ImportPlan {
  const kind = oneOf(importKinds, form.kind, plan.kind)
  const columns = header.map((_, at) => form[`column-${at}`] ?? '')
  const known = columns.map((name) => (Object.hasOwn(importFields[kind], name) ? name : ''))
  const zone = (form.zone ?? '').trim()
  const currency = (form.currency ?? '').trim().toUpperCase()
  return {
    kind,
    columns: kind === plan.kind ? known : guessColumns(kind, header),
    charset: oneOf(charsets, form.charset, plan.charset),
    delimiter: oneOf(delimiters, form.delimiter, plan.delimiter),
    decimal: oneOf(['.', ','] as const, form.decimal, plan.decimal),
    dates: oneOf(dateOrders, form.dates, plan.dates),
    zone: isZone(zone) ? zone : plan.zone,
    currency: /^[A-Z]{3}$/.test(currency) ? currency : plan.currency,
    list: (form.list ?? plan.list).slice(0, 60),
    source: kind === plan.kind ? plan.source : '',
  }
}

function oneOf<T extends string>(all: readonly T[], value: string | undefined, otherwise: T): T {
  return all.find((one) => one === value) ?? otherwise
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z_+\-/0-9]{1,59}$/.test(zone)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** An item as a row of the preview: money and times as they were understood. */
export function cellsOfItem(ui: Ui, item: Item): Shown {
  const { row } = item
  if (item.kind === 'orders') return { row, cells: orderCells(ui, item.value) }
  if (item.kind === 'members') {
    const { email, user, consent } = item.value
    const told = consent
      ? { consentKind: consent.kind, consentSource: consent.source, consentAt: consent.at }
      : { consentKind: '' }
    return { row, cells: { email, user, ...told } }
  }
  if (item.kind === 'products') {
    const { externalId: id, name, sku, categories, priceMinor, currency } = item.value
    const price = priceMinor === null || currency === null ? '' : ui.dates.money(priceMinor, currency)
    return { row, cells: { id, name, sku, categories: categories.join(', '), price } }
  }
  const { externalId, ...others } = { externalId: '', ...item.value }
  return { row, cells: textsOf(externalId ? { id: externalId, ...others } : others) }
}

function orderCells(ui: Ui, order: Extract<Item, { kind: 'orders' }>['value']) {
  const { externalId: id, number, user = '', email = '', state, placedAt, currency, totalMinor } = order
  const lines = order.lines.map(({ quantity, product, amountMinor }) => {
    return `${quantity} × ${product} ${ui.dates.money(amountMinor, currency)}`
  })
  const [total, refunded] = [totalMinor, order.refundedMinor ?? 0].map((minor) => ui.dates.money(minor, currency))
  const sums = { total: total!, refunded: refunded!, lineItem: lines.join('; ').slice(0, 200) }
  return { id, number, user, email, state, placedAt: placedAt.toISOString(), ...sums }
}

function textsOf(value: object): Record<string, string> {
  const text = (one: unknown) =>
    one instanceof Date ? one.toISOString() : Array.isArray(one) ? one.join(', ') : `${one ?? ''}`
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, text(one).slice(0, 200)]))
}
