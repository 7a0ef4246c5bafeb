import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0014-picklists.sql. */
export type PicklistTables = {
  picklists: PicklistsTable
  picklistItems: PicklistItemsTable
  picklistRenamings: { changeId: number; useId: number; hadBoth: boolean }
  issueTypeCounts: { types: string[]; delta: number }
}

type PicklistsTable = {
  name: string
  title: Generated<string>
  builtin: Generated<boolean>
  revision: Generated<number>
  retiredAt: Date | null
  createdAt: At
}

type PicklistItemsTable = {
  id: Generated<number>
  picklist: string
  label: string
  position: number
  retiredAt: Date | null
  version: Generated<number>
  changedAt: At
  changedBy: number | null
}
