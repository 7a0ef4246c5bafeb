import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export type ContactTables = {
  contactForms: {
    id: Generated<number>
    slug: string
    name: string
    mailboxId: number
    sites: string[]
    askOrder: boolean
    types: string[]
    files: boolean
    thanks: string
    deletedAt: Date | null
    version: Generated<number>
    createdAt: At
  }
  contactTokens: { hash: Buffer; expiresAt: Date }
}
