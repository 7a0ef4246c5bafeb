import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export type PersonNotesTable = {
  id: Generated<number>
  userIdentificationId: number
  text: string
  repId: number | null
  createdAt: At
  deletedAt: Date | null
}

export type ShopOrderCommentsTable = {
  id: Generated<number>
  orderId: number
  comment: string
  repId: number | null
  at: At
}

export type ErasuresTable = {
  id: Generated<number>
  userIdentificationId: number
  addressHashes: Generated<Buffer[]>
  at: At
  repId: number | null
}

export type CustomerTables = {
  personNotes: PersonNotesTable
  shopOrderComments: ShopOrderCommentsTable
  erasures: ErasuresTable
}
