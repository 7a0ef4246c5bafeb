import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0022-canned.sql. */
export type CannedTables = {
  cannedResponses: CannedResponsesTable
  cannedFiles: CannedFilesTable
}

type CannedResponsesTable = {
  id: Generated<number>
  title: string
  body: string
  folder: Generated<string>
  ownerId: number | null
  language: Generated<string>
  files: Generated<number[]>
  version: Generated<number>
  uses: Generated<number>
  lastUsedAt: Date | null
  createdAt: At
  changedAt: At
  changedBy: number | null
  deletedAt: Date | null
}

type CannedFilesTable = {
  id: Generated<number>
  filename: string
  contentType: string
  size: number
  sha256: Buffer
  createdAt: At
}
