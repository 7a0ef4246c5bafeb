import type { Generated } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0003-threading.sql. */
export type ThreadingTables = {
  letterAliases: { messageIdKey: Buffer; interactionId: number; messageId: string; createdAt: At }
  messageRefs: { messageIdKey: Buffer; emailId: number }
  issueMailboxes: { issueId: number; mailboxId: number }
  suggestions: SuggestionsTable
}

type SuggestionsTable = {
  id: Generated<number>
  issueId: number
  interactionId: number
  kind: 'issue' | 'sender' | 'participant'
  otherIssueId: number | null
  address: Generated<string>
  name: Generated<string>
  level: string
  evidence: Generated<string>
  text: string
  createdAt: At
  settledAt: Date | null
  settledBy: number | null
}
