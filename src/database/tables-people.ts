import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export type UserIdentificationsTable = {
  id: Generated<number>
  firstNames: Generated<string>
  lastName: Generated<string>
  phone: Generated<string>
  postalCode: Generated<string>
  other: Generated<string>
  createdAt: At
  updatedAt: At
  version: Generated<number>
  shopUserId: number | null
  erasedAt: Date | null
}

export type UserIdentificationEmailsTable = {
  addressKey: string
  address: string
  userIdentificationId: number
  createdAt: At
}
