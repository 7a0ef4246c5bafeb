import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Priority } from '../database/tables.ts'
import type { Actor } from './changes.ts'
import { groupProblem } from './groups.ts'
import { type IssueValues, type LockedIssue, same } from './issue-values.ts'

export type IssuePatch = Readonly<{
  status?: 'open' | 'closed' | undefined
  types?: readonly string[] | undefined
  /** Onto the types that are there, whatever they are by then. */
  addTypes?: readonly string[] | undefined
  removeTypes?: readonly string[] | undefined
  assignee?: number | null | undefined
  group?: string | null | undefined
  priority?: Priority | undefined
  orderId?: string | null | undefined
  /** 'reply': until the customer writes. */
  snoozeUntil?: Date | 'reply' | null | undefined
  dueAt?: Date | null | undefined
  subject?: string | undefined
}>

/** What somebody else changed meanwhile, by field: what was asked for and what stands there now. */
export type Conflict = Readonly<Record<string, { yours: unknown; theirs: unknown }>>

/** Trimmed, inner white space folded, each once, sorted as the database sorts. */
export function cleanTypes(types: readonly string[]): string[] {
  const clean = types.map((type) => type.trim().replace(/\s+/g, ' ')).filter(Boolean)
  return [...new Set(clean)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

function typesProblem(types: readonly string[]): string | undefined {
  const clean = cleanTypes(types)
  const long = clean.find((type) => type.length > 100)
  if (long) return `The type “${long.slice(0, 40)}…” has ${long.length} characters: use at most 100.`
  return clean.length > 20 ? `An issue has at most 20 types, these are ${clean.length}: leave some out.` : undefined
}

/** What the patch asks for, in the columns of an issue. */
export function wantedValues(issue: LockedIssue, actor: Actor, patch: IssuePatch): Partial<IssueValues> {
  const wanted: Partial<IssueValues> = {}
  const types = wantedTypes(issue.values.types, patch)
  if (types) wanted.types = cleanTypes(types)
  if (patch.assignee !== undefined) wanted.assigneeId = patch.assignee
  if (patch.group !== undefined) wanted.groupName = patch.group?.trim() || null
  if (patch.priority !== undefined) wanted.priority = patch.priority
  if (patch.orderId !== undefined) wanted.orderId = patch.orderId?.trim() || null
  if (patch.snoozeUntil !== undefined) Object.assign(wanted, snooze(issue.now, patch.snoozeUntil))
  if (patch.dueAt !== undefined) wanted.dueAt = patch.dueAt?.toISOString() ?? null
  if (patch.subject !== undefined) wanted.subject = patch.subject.trim()
  return { ...wantedStatus(issue, actor, patch.status), ...wanted }
}

function wantedTypes(now: readonly string[], { types, addTypes, removeTypes }: IssuePatch): string[] | undefined {
  if (!types && !addTypes && !removeTypes) return undefined
  const gone = new Set(cleanTypes(removeTypes ?? []))
  return [...(types ?? now).filter((type) => !gone.has(type)), ...(addTypes ?? [])]
}

/** A snooze that is over is none: counters would leave the issue out until the next minute. */
function snooze(now: string, until: Date | 'reply' | null): Pick<IssueValues, 'snoozeUntil' | 'snoozedForReply'> {
  if (until === 'reply') return { snoozeUntil: null, snoozedForReply: true }
  const later = until !== null && +until > Date.parse(now)
  return { snoozeUntil: later ? until.toISOString() : null, snoozedForReply: false }
}

/** Opening also wakes it: an issue that a rep opens is one that they want to see. */
function wantedStatus({ values, now }: LockedIssue, actor: Actor, status: IssuePatch['status']): Partial<IssueValues> {
  if (status === 'closed' && !values.closedAt) return { closedAt: now, closedBy: actor.repId }
  if (status === 'open' && values.closedAt)
    return { closedAt: null, closedBy: null, listed: true, snoozeUntil: null, snoozedForReply: false }
  return {}
}

const names: Partial<Record<string, string>> = { assigneeId: 'assignee', groupName: 'group', closedAt: 'status' }

/** What the newest changes of an issue wrote, its part in deeds on many included. */
async function newestAfters(tx: Tx, issueId: number, limit: number): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ after: Record<string, unknown> }>`
    (select id, after from changes where issue_id = ${issueId}
      and kind in ('issue.update', 'issue.reopen', 'issue.delete') order by id desc limit ${limit})
    union all
    (select change_id, after from change_parts where issue_id = ${issueId} order by change_id desc limit ${limit})
    order by id desc limit ${limit}`.execute(tx)
  return rows.map((row) => row.after)
}

/** Everything the newer versions touched, and whatever was asked for and differs. */
export async function conflictSince(
  tx: Tx,
  issue: LockedIssue,
  version: number,
  wanted: Partial<IssueValues>,
): Promise<Conflict> {
  const newer = await newestAfters(tx, issue.id, Math.max(0, Math.min(100, issue.version - version)))
  const touched = new Set([...newer.flatMap((after) => Object.keys(after)), ...Object.keys(wanted)])
  const values: Record<string, unknown> = issue.values
  const asked: Record<string, unknown> = wanted
  const entries = [...touched].flatMap((key) => {
    if (
      !(key in values) ||
      key === 'closedBy' ||
      key === 'listed' ||
      key === 'snoozedForReply' ||
      (key in asked && same(values[key], asked[key]))
    )
      return []
    const shown = (value: unknown) => (key === 'closedAt' && value !== undefined ? (value ? 'closed' : 'open') : value)
    return [[names[key] ?? key, { yours: shown(asked[key]), theirs: shown(values[key]) }]]
  })
  return Object.fromEntries(entries) as Conflict
}

/** Why a patch cannot be; undefined when it can. */
export async function patchProblem(tx: Tx, patch: IssuePatch): Promise<string | undefined> {
  const types = [...(patch.types ?? []), ...(patch.addTypes ?? [])]
  return typesProblem(types) ?? (await assigneeProblem(tx, patch.assignee)) ?? groupProblem(tx, patch.group)
}

async function assigneeProblem(tx: Tx, assignee: number | null | undefined): Promise<string | undefined> {
  if (!assignee) return undefined
  const rep = await tx.selectFrom('reps').select('deactivatedAt').where('id', '=', assignee).executeTakeFirst()
  if (!rep) return `There is no rep ${assignee}: name one of the reps, or null for nobody.`
  return rep.deactivatedAt ? `Rep ${assignee} is deactivated: assign the issue to somebody else.` : undefined
}
