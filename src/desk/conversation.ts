import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { Originator } from '../database/tables.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'
import { type EmailPart, emailParts, type LetterPart, letterParts } from './entry-parts.ts'

/** Another issue that the same interaction deals with; `start` and `end` are its words in the mail, where some are marked. */
export type OtherIssue = Readonly<{
  id: number
  subject: string
  open: boolean
  start: number | null
  end: number | null
}>

/**
 * One action with its interaction, and the mail or letter that it was. A held answer is `held`: it has no action and
 * no interaction yet (both ids are 0) and waits for a rep's decision.
 */
export type Entry = Readonly<{
  actionId: number
  held: boolean
  issue: { id: number; subject: string }
  details: string | null
  /** Which words of the mail this issue is about. */
  excerpt: { start: number; end: number } | null
  infoUsed: string[]
  followUp: string | null
  /** The follow-up as a to-do; null where there is none. */
  toDo: ToDoLine | null
  interaction: Readonly<{
    id: number
    originator: Originator
    channel: string
    occurredAt: Date
    rep: { id: number; name: string } | null
    person: PersonLine
    otherIssues: OtherIssue[]
  }>
  email: EmailPart | null
  letter: LetterPart | null
}>

/** Everything ever said in an issue, oldest first, held answers in their place. Four statements whatever its length. */
export async function conversation(db: Db, issueId: number): Promise<Entry[]> {
  const [entries, held] = await Promise.all([entriesOf(db, sql`a.issue_id = ${issueId}`), heldAnswers(db, issueId)])
  if (held.length === 0) return entries
  return [...entries, ...held].sort((a, b) => +a.interaction.occurredAt - +b.interaction.occurredAt)
}

export type ToDoLine = Readonly<{
  dueAt: Date | null
  doneAt: Date | null
  assignee: { id: number; name: string } | null
}>

type ActionRow = {
  actionId: number
  issueId: number
  issueSubject: string
  details: string | null
  followUp: string | null
  followUpDueAt: Date | null
  followUpDoneAt: Date | null
  toDoRepId: number | null
  toDoRepName: string | null
  infoUsed: string[] | null
  interactionId: number
  originator: Originator
  channel: string
  occurredAt: Date
  repId: number | null
  repName: string | null
  personId: number
  personName: string
  personEmail: string | null
  otherIssues: OtherIssue[] | null
  excerptStart: number | null
  excerptEnd: number | null
}

/** The entries of the actions `a` (of interactions `n`) that meet the condition, oldest first. */
export async function entriesOf(db: Db, where: RawBuilder<unknown>): Promise<Entry[]> {
  const { rows } = await sql<ActionRow>`${kept}
    select a.id as action_id, a.issue_id, own.subject as issue_subject, a.details, a.follow_up, a.excerpt_start, a.excerpt_end,
      a.follow_up_due_at, a.follow_up_done_at, f.id as to_do_rep_id, f.name as to_do_rep_name,
      (select array_agg(u.info_used order by u.info_used) from action_info_used u where u.action_id = a.id) as info_used,
      n.id as interaction_id, n.originator, n.channel, n.occurred_at, r.id as rep_id, r.name as rep_name,
      p.id as person_id, ${personName} as person_name, ${personEmail} as person_email,
      (select json_agg(json_build_object('id', i.id, 'subject', i.subject, 'open', i.closed_at is null,
          'start', o.excerpt_start, 'end', o.excerpt_end) order by i.id)
        from actions o join issues i on i.id = o.issue_id
        where o.interaction_id = n.id and o.id <> a.id and o.deleted_at is null and i.deleted_at is null
          and i.merged_into_id is null) as other_issues
    from actions a join interactions n on n.id = a.interaction_id
      join issues own on own.id = a.issue_id and own.deleted_at is null
      join user_identifications p on p.id = n.user_identification_id
      left join reps r on r.id = n.rep_id left join reps f on f.id = a.follow_up_assignee_id
    where a.deleted_at is null and ${where}
    order by n.occurred_at, n.id, a.id`.execute(db)
  const ids = rows.map((row) => row.interactionId)
  const [emails, letters] = await Promise.all([
    emailParts(db, sql`e.interaction_id = any (${ids}::int[])`),
    letterParts(db, ids),
  ])
  return rows.map((row) => ({
    ...toEntry(row),
    email: emails.get(row.interactionId) ?? null,
    letter: letters.get(row.interactionId) ?? null,
  }))
}

function toEntry(row: ActionRow): Omit<Entry, 'email' | 'letter'> {
  return {
    actionId: row.actionId,
    held: false,
    issue: { id: row.issueId, subject: row.issueSubject },
    details: row.details,
    excerpt: row.excerptStart === null ? null : { start: row.excerptStart, end: row.excerptEnd ?? row.excerptStart },
    infoUsed: row.infoUsed ?? [],
    followUp: row.followUp,
    toDo: row.followUp
      ? {
          dueAt: row.followUpDueAt,
          doneAt: row.followUpDoneAt,
          assignee: row.toDoRepId === null ? null : { id: row.toDoRepId, name: row.toDoRepName ?? '' },
        }
      : null,
    interaction: {
      id: row.interactionId,
      originator: row.originator,
      channel: row.channel,
      occurredAt: row.occurredAt,
      rep: row.repId === null ? null : { id: row.repId, name: row.repName ?? '' },
      person: personLine(row.personId, row.personName, row.personEmail),
      otherIssues: row.otherIssues ?? [],
    },
  }
}

/** Mails that say they answer this issue but must not join it before a rep has decided. */
async function heldAnswers(db: Db, issueId: number): Promise<Entry[]> {
  const emails = await emailParts(db, sql`e.held_for_issue_id = ${issueId} and e.interaction_id is null`)
  return [...emails.values()].map((email) => ({
    actionId: 0,
    held: true,
    issue: { id: issueId, subject: '' },
    details: null,
    excerpt: null,
    infoUsed: [],
    followUp: null,
    toDo: null,
    interaction: {
      id: 0,
      originator: 'customer',
      channel: 'email',
      occurredAt: email.receivedAt,
      rep: null,
      person: personLine(0, email.from.name, email.from.address),
      otherIssues: [],
    },
    email,
    letter: null,
  }))
}
