import { orderReader } from './import-orders.ts'
import type { ImportPlan } from './import-plan.ts'
import { type Cells, cellsOf, type Fault, type FaultOf } from './import-row.ts'
import { decimalsOf, readMoney, readNames, timeReader } from './import-values.ts'
import type { PutOrder } from './orders.ts'

export type UserItem = Readonly<{
  externalId: string
  email: string
  firstNames: string
  lastName: string
  phone: string
  postalCode: string
  country: string
  language: string
  registeredAt: Date | undefined
  lastVisitAt: Date | undefined
  classes: string[]
}>
export type ProductItem = Readonly<{
  externalId: string
  name: string
  sku: string
  categories: string[]
  priceMinor: number | null
  currency: string | null
}>
export type ViewItem = Readonly<{ user: string; product?: string; category?: string; at: Date }>
export type MemberItem = Readonly<{
  email: string
  user: string
  consent: Readonly<{ kind: string; source: string; wording: string; at: string }> | null
}>

/** What a row, or the rows of an order, came to; `row` is the file's count with its head as 1. */
export type Item = Readonly<{ row: number }> &
  (
    | Readonly<{ kind: 'users'; value: UserItem }>
    | Readonly<{ kind: 'products'; value: ProductItem }>
    | Readonly<{ kind: 'orders'; value: PutOrder }>
    | Readonly<{ kind: 'views'; value: ViewItem }>
    | Readonly<{ kind: 'members'; value: MemberItem }>
  )

export type ItemReader = Readonly<{ take: (record: readonly string[], row: number) => void; end: () => void }>
export type Sink = Readonly<{ item: (item: Item) => void; fault: (fault: Fault) => void }>

type One<T> = (cells: Cells, fault: FaultOf) => T | undefined

/** Reads rows by a plan into items and faults: a bad row gives no item, and a fault for each bad field. */
export function itemReader(plan: ImportPlan, sink: Sink): ItemReader {
  if (plan.kind === 'orders')
    return orderReader(plan, (row, value) => sink.item({ row, kind: 'orders', value }), sink.fault)
  const readers = {
    users: userOf(plan),
    products: productOf(plan),
    views: viewOf(plan),
    members: memberOf(plan),
  } as const satisfies Record<string, One<unknown>>
  const read = readers[plan.kind] as One<never>
  const { kind } = plan
  return {
    take(record, row) {
      const cells = cellsOf(plan, record, row, sink.fault)
      const value = cells && read(cells, cells.fault)
      if (cells && value !== undefined && !cells.bad()) sink.item({ row, kind, value } as Item)
    },
    end: () => undefined,
  }
}

function userOf(plan: ImportPlan): One<UserItem> {
  const time = timeReader(plan)
  return (cells, fault) => {
    const email = cells.email('email')
    // Exports write long numbers with an apostrophe before, lest a spreadsheet rounds them.
    const externalId = cells.text('id', 200).replace(/^'/, '') || email.toLowerCase()
    if (externalId === '') fault('id', 'is empty, and there is no address either')
    const [first, last] = nameParts(cells.text('name', 400))
    return {
      ...{ externalId, email, firstNames: cells.text('firstNames', 200) || first },
      ...{ lastName: cells.text('lastName', 200) || last, phone: cells.text('phone', 100).replace(/^'/, '') },
      ...{ postalCode: cells.text('postalCode', 40).replace(/^'/, ''), country: cells.text('country', 60) },
      ...{ language: cells.text('language', 35), registeredAt: cells.time('registeredAt', time) },
      ...{ lastVisitAt: cells.time('lastVisitAt', time), classes: cells.all('classes').flatMap(readNames) },
    }
  }
}

function nameParts(name: string): [string, string] {
  const at = name.lastIndexOf(' ')
  return at < 0 ? ['', name] : [name.slice(0, at).slice(0, 200), name.slice(at + 1).slice(0, 200)]
}

/** Rows of a group below the first have its name and categories; those that are pictures alone are no products. */
function productOf(plan: ImportPlan): One<ProductItem> {
  let group = { id: '', name: '', categories: [] as string[] }
  return (cells, fault) => {
    const [id, sku, name] = [cells.text('id', 200), cells.text('sku', 200).replace(/^'/, ''), cells.text('name', 500)]
    const handle = cells.text('group', 200)
    const categories = cells.all('categories').flatMap(readNames)
    if (handle === '' || handle !== group.id) group = { id: handle, name, categories }
    else if (name === '' && sku === '') return undefined
    const externalId = id || sku || handle
    if (externalId === '') fault('id', 'is empty, and so are its stand-ins')
    const full = name || group.name
    if (full === '') fault('name', 'is empty')
    const currency = cells.currency(plan)
    const amount = cells.text('price', 60)
    const priceMinor = amount === '' ? null : readMoney(amount, decimalsOf(currency) ?? 2, plan.decimal)
    if (priceMinor === undefined) fault('price', `is no sum in ${currency}`)
    const all = (categories.length > 0 ? categories : group.categories).map((one) => one.slice(0, 200))
    return {
      ...{ externalId, name: full, sku, categories: [...new Set(all)].slice(0, 100) },
      ...{ priceMinor: priceMinor ?? null, currency: priceMinor === null ? null : currency },
    }
  }
}

function viewOf(plan: ImportPlan): One<ViewItem> {
  const time = timeReader(plan)
  return (cells, fault) => {
    const [user, product, category] = [
      cells.needed('user', 200),
      cells.text('product', 200),
      cells.text('category', 200),
    ]
    if ((product === '') === (category === '')) fault('product', 'must name a product or a category, and not both')
    const at = cells.time('at', time)
    if (!at) return void (cells.bad() || fault('at', 'is empty'))
    return { user, at, ...(product ? { product } : { category }) }
  }
}

function memberOf(plan: ImportPlan): One<MemberItem> {
  const time = timeReader(plan)
  return (cells, fault) => {
    const [email, user] = [cells.email('email'), cells.text('user', 200)]
    if (email === '' && user === '') fault('email', 'is empty')
    const [kind, source] = [cells.text('consentKind', 60), cells.text('consentSource', 300)]
    const [wording, at] = [cells.text('consentWording', 2000), cells.time('consentAt', time)]
    // Half an evidence is none: the person comes in as unproven.
    const consent =
      at && (kind || source || wording) ? { kind: kindOf(kind), source, wording, at: at.toISOString() } : null
    return { email, user, consent }
  }
}

/** A list that asks twice takes this one kind for the second yes, however the file spells it. */
function kindOf(kind: string): string {
  return /^(double[\s_-]?opt[\s_-]?in|doi)$/i.test(kind.trim()) ? 'doubleOptIn' : kind || 'import'
}
