import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export type SurgesTable = {
  id: Generated<number>
  type: string
  since: Date
  until: Date
  count: number
  usual: number
  weeks: number
  foundAt: At
  endedAt: Date | null
  dismissedAt: Date | null
  dismissedBy: number | null
}
