import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export type AudienceTables = {
  audiences: {
    id: Generated<number>
    name: string
    audience: Json<object>
    repId: number | null
    version: Generated<number>
    createdAt: At
    updatedAt: At
    deletedAt: Date | null
  }
}
