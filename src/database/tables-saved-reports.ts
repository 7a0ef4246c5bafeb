import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export const cadences = ['daily', 'weekly', 'monthly'] as const
export type Cadence = (typeof cadences)[number]

export const reportSendStates = ['waiting', 'sending', 'sent', 'skipped', 'failed', 'uncertain'] as const
export type ReportSendState = (typeof reportSendStates)[number]

type SavedReportsTable = {
  id: Generated<number>
  repId: number | null
  name: string
  address: string
  shared: Generated<boolean>
  cadence: Cadence | null
  onDay: Generated<number>
  atHour: Generated<number>
  repIds: Generated<number[]>
  scheduledAt: At
  dueAt: Date | null
  dueZone: string | null
  createdAt: At
  deletedAt: Date | null
  version: Generated<number>
}

type SavedReportSendsTable = {
  id: Generated<number>
  savedReportId: number
  repId: number
  dueAt: Date
  asked: Generated<boolean>
  state: Generated<ReportSendState>
  reason: string | null
  attempts: Generated<number>
  leaseUntil: Date | null
  readyAt: At
  finishedAt: Date | null
  total: number | null
  attached: Generated<boolean>
}

export type SavedReportTables = { savedReports: SavedReportsTable; savedReportSends: SavedReportSendsTable }
