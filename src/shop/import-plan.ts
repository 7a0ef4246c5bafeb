/** What a file can hold. */
export const importKinds = ['users', 'products', 'orders', 'views', 'members'] as const
export type ImportKind = (typeof importKinds)[number]

export const charsets = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
export const delimiters = [',', ';', '\t', '|'] as const
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const

/**
 * How a file is read: what its columns are (a field's name or '' for one that is left out), and what cannot be seen in
 * a cell. `zone` is that of times without one (IANA), `currency` that of sums without one.
 */
export type ImportPlan = Readonly<{
  kind: ImportKind
  columns: readonly string[]
  charset: (typeof charsets)[number]
  delimiter: (typeof delimiters)[number]
  decimal: '.' | ','
  dates: (typeof dateOrders)[number]
  zone: string
  currency: string
  /** Slug of the mailing list that members come to. */
  list: string
  /** Whose export the columns are; '' where they are nobody's that we know. */
  source: 'shopify' | 'woocommerce' | ''
}>

/** `many`: several columns may be it. `needed`: no row without. `personal`: never repeated in a report of bad rows. */
type Field = Readonly<{ many?: true; needed?: true; personal?: true }>

const personal = { personal: true } as const

/** The fields of each kind, in the order in which pages offer them. */
export const importFields: Readonly<Record<ImportKind, Readonly<Record<string, Field>>>> = {
  users: {
    ...{ id: {}, email: personal, firstNames: personal, lastName: personal, name: personal, phone: personal },
    ...{ postalCode: personal, country: {}, language: {}, registeredAt: {}, lastVisitAt: {}, classes: { many: true } },
  },
  products: { id: {}, name: {}, sku: {}, group: {}, categories: { many: true }, price: {}, currency: {} },
  orders: {
    ...{ id: { needed: true }, number: {}, user: {}, email: personal, state: { needed: true }, cancelledAt: {} },
    ...{ placedAt: { needed: true }, currency: {}, total: { needed: true }, refunded: {}, product: {}, lineName: {} },
    ...{ quantity: {}, lineAmount: {}, unitPrice: {}, lineState: {}, lineItem: { many: true } },
    shippingLine: { many: true, personal: true },
  },
  views: { user: { needed: true }, product: {}, category: {}, at: { needed: true } },
  members: {
    ...{ email: personal, user: {}, consentKind: {}, consentSource: {}, consentWording: {}, consentAt: {} },
  },
}

/** What the plan lacks before the file can be read: fields of which one must be there. Empty when it is complete. */
export function missingFields({ kind, columns }: Pick<ImportPlan, 'kind' | 'columns'>): string[][] {
  const has = (field: string) => columns.includes(field)
  const needed = Object.entries(importFields[kind]).flatMap(([name, { needed }]) => (needed ? [[name]] : []))
  return [...needed, ...choices[kind]].filter((fields) => !fields.some(has))
}

const choices: Readonly<Record<ImportKind, readonly string[][]>> = {
  users: [['id', 'email']],
  products: [['id', 'sku', 'group'], ['name']],
  orders: [['email', 'user']],
  views: [['product', 'category']],
  members: [['email', 'user']],
}

/** A plan whose fields are known to its kind, each of one column but those of `many`; else what is wrong, in words. */
export function checkPlan(plan: ImportPlan): string | undefined {
  const fields = importFields[plan.kind]
  const used = plan.columns.filter(Boolean)
  const unknown = used.find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) return `“${unknown}” is no field of ${plan.kind}.`
  const twice = used.find((name, at) => !fields[name]!.many && used.indexOf(name) !== at)
  if (twice !== undefined) return `Two columns are “${twice}”: choose one of them.`
  const [missing] = missingFields(plan)
  if (missing) return `No column is ${missing.map((name) => `“${name}”`).join(' or ')}: choose one.`
  if (plan.kind === 'members' && plan.list === '') return 'Say which mailing list the people come to.'
  return undefined
}
