import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'

/** What an issue of a team has besides. */
export type IssueWorkColumns = {
  dueAt: Date | null
  snoozedForReply: Generated<boolean>
  watched: Generated<boolean>
}

/** An action's follow-up as a to-do. */
export type ToDoColumns = {
  followUpDueAt: Date | null
  followUpAssigneeId: number | null
  followUpDoneAt: Date | null
  followUpDoneBy: number | null
  followUpToldAt: Date | null
}

export type NoticeKind = 'assigned' | 'mentioned' | 'follow_up' | 'watched' | 'letter'

type NoticesTable = {
  id: Generated<number>
  repId: number
  kind: NoticeKind
  issueId: number
  issues: Generated<number>
  actionId: number | null
  letterId: number | null
  byId: number | null
  at: At
  readAt: Date | null
  mailDueAt: Date | null
  mailedAt: Date | null
  attempts: Generated<number>
  leaseUntil: Date | null
}

type SavedViewsTable = {
  id: Generated<number>
  repId: number | null
  name: string
  shared: Generated<boolean>
  filter: Json<Record<string, unknown>>
  createdAt: At
  deletedAt: Date | null
  version: Generated<number>
}

export type IssueTables = {
  groups: { id: Generated<number>; name: string; retiredAt: Date | null; createdAt: At; version: Generated<number> }
  groupMembers: { groupId: number; repId: number }
  typeGroups: { type: string; groupName: string }
  issueWatchers: { issueId: number; repId: number; createdAt: At }
  issueRelations: { issueId: number; otherId: number; createdAt: At }
  changeParts: {
    changeId: number
    issueId: number
    before: Json<Record<string, unknown>>
    after: Json<Record<string, unknown>>
  }
  noticeSettings: { repId: number; byMail: Generated<boolean> }
  notices: NoticesTable
  savedViews: SavedViewsTable
}
