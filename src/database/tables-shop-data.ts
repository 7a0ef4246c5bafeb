import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export type CustomerStatsTable = {
  shopUserId: number
  currency: string
  orders: number
  orderedMinor: string
  refundedMinor: string
  firstAt: Date
  lastAt: Date
}

export type GuestStatsTable = Omit<CustomerStatsTable, 'shopUserId'> & { addressKey: string }

export type ShopRecountsTable = {
  id: Generated<number>
  why: 'night' | 'rules'
  startedAt: At
  endedAt: Date | null
  orders: Generated<number>
  customers: Generated<number>
  visits: Generated<number>
}

export type ImportState = 'mapping' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'

export type ShopImportsTable = {
  id: Generated<number>
  name: string
  state: Generated<ImportState>
  plan: Json<Record<string, unknown>>
  header: Json<string[]>
  bytes: string
  rows: Generated<number>
  readRows: Generated<number>
  badRows: Generated<number>
  written: Generated<number>
  problem: Generated<string>
  cancel: Generated<boolean>
  repId: number | null
  attempts: Generated<number>
  leaseUntil: Date | null
  createdAt: At
  startedAt: Date | null
  endedAt: Date | null
}

export type ShopImportPiecesTable = { importId: number; position: number; bytes: Buffer }

export type ShopImportFaultsTable = {
  importId: number
  id: number
  row: number
  field: string
  why: string
  value: Generated<string>
}

export type ShopImportPlansTable = { headerHash: Buffer; plan: Json<Record<string, unknown>>; usedAt: At }

export type ShopDataTables = {
  customerStats: CustomerStatsTable
  guestStats: GuestStatsTable
  shopRecounts: ShopRecountsTable
  shopImports: ShopImportsTable
  shopImportPieces: ShopImportPiecesTable
  shopImportFaults: ShopImportFaultsTable
  shopImportPlans: ShopImportPlansTable
}
