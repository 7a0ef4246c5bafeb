import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'
import type { ShopUserKeys } from './tables-matching.ts'

export type ShopUsersTable = {
  id: Generated<number>
  externalId: string
  email: Generated<string>
  emailKey: Generated<string>
  firstNames: Generated<string>
  lastName: Generated<string>
  phone: Generated<string>
  phoneKey: Generated<string>
  postalCode: Generated<string>
  postalKey: Generated<string>
  country: Generated<string>
  language: Generated<string>
  registeredAt: Date | null
  lastVisitAt: Date | null
  lastViewAt: Generated<Date | null>
  createdAt: At
  updatedAt: At
}

export type ShopUserClassesTable = { shopUserId: number; class: string }

/** Sums of money are bigint in the database, and safe integers here: a check at the door keeps them below 2^53. */
export type ShopProductsTable = {
  id: Generated<number>
  externalId: string
  name: string
  sku: Generated<string>
  priceMinor: string | null
  currency: string | null
  createdAt: At
  updatedAt: At
}

export type ShopProductCategoriesTable = { productId: number; category: string }

/** Addresses and shipments as the shop told them; every part may be missing. */
export type Shipping = Readonly<{
  addresses?: readonly Readonly<{ kind: string; lines: readonly string[] }>[] | undefined
  shipments?: readonly Shipment[] | undefined
}>

type Shipment = Readonly<{
  at?: string | undefined
  carrier?: string | undefined
  tracking?: string | undefined
  state?: string | undefined
}>

export type ShopOrdersTable = {
  id: Generated<number>
  externalId: string
  number: string
  shopUserId: number | null
  email: Generated<string>
  emailKey: Generated<string>
  state: string
  placedAt: Date
  currency: string
  totalMinor: string
  refundedMinor: Generated<string>
  shipping: Json<Shipping>
  comment: Generated<string>
  commentVersion: Generated<number>
  counted: Generated<boolean>
  createdAt: At
  updatedAt: At
}

export type ShopOrderLinesTable = {
  orderId: number
  position: number
  productId: number | null
  product: string
  name: Generated<string>
  quantity: number
  amountMinor: string
  state: Generated<string>
}

export type ShopViewsTable = { shopUserId: number; productId: number | null; category: string | null; at: Date }

export type ShopProblemsTable = {
  id: Generated<number>
  text: string
  orderNumber: string | null
  createdAt: At
  resolvedAt: Date | null
  resolvedBy: number | null
}

export type ShopTables = {
  shopUsers: ShopUsersTable & ShopUserKeys
  shopUserClasses: ShopUserClassesTable
  shopProducts: ShopProductsTable
  shopProductCategories: ShopProductCategoriesTable
  shopOrders: ShopOrdersTable
  shopOrderLines: ShopOrderLinesTable
  shopViews: ShopViewsTable
  shopProblems: ShopProblemsTable
}
