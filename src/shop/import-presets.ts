import type { ImportKind, ImportPlan } from './import-plan.ts'

type Preset = Readonly<{
  source: 'shopify' | 'woocommerce'
  kind: ImportKind
  /** Columns that this export has and no other. */
  sign: readonly string[]
  columns: Readonly<Record<string, string>>
  dates?: ImportPlan['dates']
}>

/** Exports that we know by their heads, in small letters; names of columns as their makers document them. */
const presets: readonly Preset[] = [
  {
    ...{ source: 'shopify', kind: 'orders', sign: ['name', 'financial status', 'lineitem quantity', 'created at'] },
    columns: {
      ...{
        name: 'id',
        email: 'email',
        'financial status': 'state',
        'cancelled at': 'cancelledAt',
        currency: 'currency',
      },
      ...{ 'created at': 'placedAt', total: 'total', 'refunded amount': 'refunded', 'lineitem sku': 'product' },
      ...{ 'lineitem name': 'lineName', 'lineitem quantity': 'quantity', 'lineitem price': 'unitPrice' },
      ...{
        'lineitem fulfillment status': 'lineState',
        'shipping name': 'shippingLine',
        'shipping zip': 'shippingLine',
      },
      ...{ 'shipping street': 'shippingLine', 'shipping city': 'shippingLine', 'shipping country': 'shippingLine' },
    },
  },
  {
    ...{ source: 'shopify', kind: 'products', sign: ['handle', 'title', 'variant sku', 'variant price'] },
    columns: {
      ...{ handle: 'group', title: 'name', 'variant sku': 'sku', 'variant price': 'price', type: 'categories' },
      ...{ 'product category': 'categories', tags: 'categories', 'custom product type': 'categories' },
    },
  },
  {
    ...{ source: 'shopify', kind: 'users', sign: ['first name', 'last name', 'email', 'total spent', 'tags'] },
    columns: {
      ...{ 'customer id': 'id', 'first name': 'firstNames', 'last name': 'lastName', email: 'email', phone: 'phone' },
      ...{ 'default address zip': 'postalCode', zip: 'postalCode', 'default address country code': 'country' },
      ...{ 'country code': 'country', tags: 'classes' },
    },
  },
  {
    ...{
      source: 'woocommerce',
      kind: 'orders',
      sign: ['order_id', 'order_number', 'status', 'order_total', 'order_currency'],
    },
    columns: {
      ...{ order_id: 'id', order_number: 'number', order_date: 'placedAt', date: 'placedAt', status: 'state' },
      ...{ order_total: 'total', order_currency: 'currency', refunded_total: 'refunded', customer_user: 'user' },
      ...{ customer_id: 'user', customer_email: 'email', billing_email: 'email', item_sku: 'product' },
      ...{ item_name: 'lineName', item_quantity: 'quantity', item_total: 'lineAmount', line_items: 'lineItem' },
      ...{
        shipping_first_name: 'shippingLine',
        shipping_last_name: 'shippingLine',
        shipping_address_1: 'shippingLine',
      },
      ...{ shipping_city: 'shippingLine', shipping_postcode: 'shippingLine', shipping_country: 'shippingLine' },
    },
  },
  {
    ...{ source: 'woocommerce', kind: 'products', sign: ['id', 'type', 'sku', 'name', 'regular price', 'categories'] },
    columns: {
      ...{ id: 'id', sku: 'sku', name: 'name', categories: 'categories', tags: 'categories', type: 'categories' },
      'regular price': 'price',
    },
  },
  {
    ...{ source: 'woocommerce', kind: 'users', sign: ['user_email', 'user_login', 'user_registered'] },
    columns: {
      ...{ id: 'id', customer_id: 'id', user_email: 'email', first_name: 'firstNames', last_name: 'lastName' },
      ...{ user_registered: 'registeredAt', roles: 'classes', role: 'classes', billing_phone: 'phone' },
      ...{ billing_postcode: 'postalCode', billing_country: 'country', locale: 'language' },
    },
  },
  {
    ...{ source: 'woocommerce', kind: 'users', sign: ['username', 'sign up', 'email', 'total spend'] },
    columns: {
      ...{ username: 'id', name: 'name', email: 'email', 'sign up': 'registeredAt', 'last active': 'lastVisitAt' },
      ...{ 'postal code': 'postalCode', 'country / region': 'country' },
    },
  },
]

/** The export whose head this is, with its columns as fields; undefined for nobody's that we know. */
export function presetOf(header: readonly string[]): Pick<ImportPlan, 'kind' | 'columns' | 'source'> | undefined {
  const names = header.map((name) => name.trim().toLowerCase())
  const preset = presets.find(({ sign }) => sign.every((name) => names.includes(name)))
  if (!preset) return undefined
  const { kind, source } = preset
  const used = new Set<string>()
  const columns = names.map((name) => {
    const field = /^line_item_\d{1,4}$/.test(name) ? 'lineItem' : own(preset.columns, name)
    const many = ['categories', 'classes', 'shippingLine', 'lineItem'].includes(field)
    if (field === '' || (used.has(field) && !many)) return ''
    used.add(field)
    return field
  })
  return { kind, columns, source }
}

function own(columns: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(columns, name) ? columns[name]! : ''
}
