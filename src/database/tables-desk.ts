import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export type ChangesTable = {
  id: Generated<number>
  at: At
  actor: 'rep' | 'system' | 'mail'
  repId: number | null
  kind: string
  issueId: number | null
  userIdentificationId: number | null
  before: Json<Record<string, unknown>>
  after: Json<Record<string, unknown>>
  undoneAt: Date | null
  undoneBy: number | null
  issueVersion: number | null
}

export type AttachmentsTable = {
  id: Generated<number>
  emailId: number | null
  letterId: number | null
  position: Generated<number>
  filename: string
  contentType: string
  contentId: string | null
  inline: Generated<boolean>
  size: number
  sha256: Buffer
  repId: number | null
  createdAt: At
}

export type ActionsTable = {
  id: Generated<number>
  interactionId: number
  issueId: number
  details: string | null
  followUp: string | null
  excerptStart: number | null
  excerptEnd: number | null
  deletedAt: Date | null
  createdAt: At
}
