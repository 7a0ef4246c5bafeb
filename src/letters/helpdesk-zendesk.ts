import type { Priority } from '../database/tables.ts'
import { htmlToText } from '../mail/html-text.ts'
import { add, isRow, type Records, type Row, textOf, timeOf } from './helpdesk-records.ts'
import type { PastPerson } from './past-people.ts'
import type { PastEntry, PastIssue } from './past-source.ts'

/** What another helpdesk holds, in our words; `skipped` says of each record that is left out, why. */
export type Helpdesk = Readonly<{
  people: readonly PastPerson[]
  issues: readonly Readonly<{ person: PastPerson; issue: PastIssue }>[]
  skipped: readonly string[]
}>

type User = PastPerson & Readonly<{ staff: boolean }>

/**
 * Zendesk's JSON export (tickets with their comments, users), and what its API answers: tickets, users, comments with
 * a ticket_id. Public comments of staff are letters, private ones notes. Deleted tickets are left out.
 */
export function readZendesk(records: Records): Helpdesk {
  const users = new Map((records.get('users') ?? []).map((row) => [textOf(row.id), userOf(row)]))
  const comments = new Map<string, Row[]>()
  for (const row of records.get('comments') ?? []) add(comments, textOf(row.ticket_id), [row])
  const issues: { person: PastPerson; issue: PastIssue }[] = []
  const skipped: string[] = []
  for (const ticket of records.get('tickets') ?? []) {
    const read = readTicket(ticket, users, comments.get(textOf(ticket.id)) ?? [])
    if (typeof read === 'string') skipped.push(`Ticket ${textOf(ticket.id).slice(0, 20)}: ${read}`)
    else issues.push(read)
  }
  return { people: [...users.values()].filter(({ staff, emails }) => !staff && emails.length > 0), issues, skipped }
}

function userOf(row: Row): User {
  const role = textOf(row.role)
  return {
    externalId: textOf(row.id),
    name: textOf(row.name),
    emails: [textOf(row.email)].filter(Boolean),
    phone: textOf(row.phone),
    staff: role !== '' && role !== 'end-user',
  }
}

function readTicket(ticket: Row, users: Map<string, User>, more: readonly Row[]) {
  const id = textOf(ticket.id)
  const status = textOf(ticket.status)
  const openedAt = timeOf(ticket.created_at)
  if (!id) return 'it has no id.'
  if (status === 'deleted') return 'it was deleted there.'
  if (!openedAt) return 'created_at is no time.'
  const person = personOf(ticket, 'requester', users)
  if (!person) return 'its requester is not among the users.'
  const own = Array.isArray(ticket.comments) ? ticket.comments.filter(isRow) : []
  const entries = [...own, ...more].flatMap((row) => entryOf(row, { ticket, person, users, openedAt }) ?? [])
  const first = entries.length > 0 ? [] : [opening(ticket, person, openedAt)]
  const updated = timeOf(ticket.solved_at) ?? timeOf(ticket.updated_at) ?? entries.at(-1)?.at ?? openedAt
  const issue: PastIssue = {
    externalId: id,
    subject: textOf(ticket.subject) || textOf(ticket.raw_subject),
    types: [],
    priority: priorityOf(ticket.priority),
    openedAt,
    closedAt: status === 'solved' || status === 'closed' ? updated : null,
    entries: [...first, ...entries].sort((a, b) => +a.at - +b.at),
  }
  return { person, issue }
}

/** Among the users, or told in the ticket itself. */
function personOf(row: Row, name: string, users: Map<string, User>): User | undefined {
  const inside = row[name]
  const told = isRow(inside) ? userOf(inside) : undefined
  return users.get(textOf(row[`${name}_id`]) || told?.externalId || '') ?? (told?.externalId ? told : undefined)
}

type Around = Readonly<{ ticket: Row; person: User; users: Map<string, User>; openedAt: Date }>

function entryOf(row: Row, { ticket, person, users, openedAt }: Around): PastEntry | undefined {
  const html = textOf(row.html_body)
  const text = withFiles(textOf(row.plain_body) || (html ? htmlToText(html) : textOf(row.body)), row.attachments)
  const id = textOf(row.id)
  if (!id || !text) return undefined
  const author = personOf(row, 'author', users)
  const byPerson = !author || author.externalId === person.externalId || !author.staff
  const kind = row.public === false ? 'note' : byPerson ? 'mail' : 'letter'
  const from = author ?? person
  return {
    externalId: `${textOf(ticket.id)}.${id}`,
    ...{ kind, cc: [], at: timeOf(row.created_at) ?? openedAt, text },
    from: { name: from.name, address: from.emails[0] ?? '' },
    to: kind === 'letter' ? person.emails.slice(0, 1).map((address) => ({ name: person.name, address })) : [],
    html: kind === 'mail' && html ? html : undefined,
  }
}

/** Files stay where they are; their names and addresses come along. */
function withFiles(text: string, files: unknown): string {
  const rows = Array.isArray(files) ? files.filter(isRow).slice(0, 50) : []
  const lines = rows.map(
    (file) => `[${textOf(file.file_name).slice(0, 200)}] ${textOf(file.content_url).slice(0, 1000)}`,
  )
  return [text.trim(), ...lines].filter(Boolean).join('\n')
}

function opening(ticket: Row, person: User, at: Date): PastEntry {
  const from = { name: person.name, address: person.emails[0] ?? '' }
  const text = textOf(ticket.description) || textOf(ticket.subject)
  return { externalId: `${textOf(ticket.id)}.0`, kind: 'mail', from, to: [], cc: [], at, text }
}

function priorityOf(value: unknown): Priority {
  return (['low', 'high', 'urgent'] as const).find((each) => each === value) ?? 'normal'
}
