import type { Generated, JSONColumnType } from 'kysely'
import type { At } from './columns.ts'

export type Role = 'admin' | 'rep' | 'marketing' | 'data_entry' | 'read_only'
/** What an API key may be: `submit` hands in mail and reads nothing. */
export type KeyRole = Role | 'submit'

export type RepsTable = {
  id: Generated<number>
  name: string
  email: string
  emailVerified: Generated<boolean>
  image: string | null
  role: Generated<Role>
  deactivatedAt: Date | null
  twoFactorEnabled: Generated<boolean>
  createdAt: At
  updatedAt: At
}

export type SessionsTable = {
  id: Generated<number>
  token: string
  userId: number
  ipAddress: string | null
  userAgent: string | null
  expiresAt: Date
  lastUsedAt: At
  createdAt: At
}

export type AccountsTable = {
  id: Generated<number>
  accountId: string
  providerId: string
  userId: number
  password: string | null
}

export type ApiKeysTable = {
  id: Generated<number>
  name: string
  keyHash: Buffer
  role: string
  repId: number | null
  createdAt: At
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export type IdempotencyKeysTable = {
  apiKeyId: number
  method: string
  path: string
  key: string
  bodyHash: Buffer
  result: JSONColumnType<Record<string, unknown>>
  createdAt: At
}
