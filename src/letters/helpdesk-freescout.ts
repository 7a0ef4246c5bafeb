import type { MailAddress } from '../database/tables.ts'
import { htmlToText } from '../mail/html-text.ts'
import { add, isRow, type Records, type Row, textOf, timeOf } from './helpdesk-records.ts'
import type { Helpdesk } from './helpdesk-zendesk.ts'
import type { PastPerson } from './past-people.ts'
import type { PastEntry, PastIssue } from './past-source.ts'

/**
 * FreeScout, by its API (conversations with their threads, customers; names as in fooBar) or by its tables as CSV
 * (conversations, threads, customers, emails, users; names as in foo_bar, numbers for types and states). Drafts, junk
 * and what was deleted are left out; line items are no contact.
 */
export function readFreescout(records: Records): Helpdesk {
  const addresses = new Map<string, string[]>()
  for (const row of records.get('emails') ?? []) add(addresses, textOf(row.customer_id), [textOf(row.email)])
  const people = new Map<string, PastPerson>()
  for (const row of records.get('customers') ?? []) {
    const person = personOf(row, addresses.get(textOf(row.id)))
    people.set(person.externalId, person)
  }
  const staff = new Map((records.get('users') ?? []).map((row) => [textOf(row.id), addressOf(row)]))
  const threads = new Map<string, Row[]>()
  for (const row of records.get('threads') ?? []) add(threads, of(row, 'conversationId', 'conversation_id'), [row])
  const issues: { person: PastPerson; issue: PastIssue }[] = []
  const skipped: string[] = []
  for (const row of records.get('conversations') ?? []) {
    const read = readConversation(row, { people, staff, more: threads.get(textOf(row.id)) ?? [] })
    if (typeof read === 'string') skipped.push(`Conversation ${textOf(row.id).slice(0, 20)}: ${read}`)
    else issues.push(read)
  }
  return { people: [...people.values()].filter(({ emails }) => emails.length > 0), issues, skipped }
}

/** A field by its name in the API, else by that of its column. */
function of(row: Row, name: string, column: string): string {
  return textOf(row[name]) || textOf(row[column])
}

function nameOf(row: Row): string {
  return `${of(row, 'firstName', 'first_name')} ${of(row, 'lastName', 'last_name')}`.trim()
}

function addressOf(row: Row): MailAddress {
  return { name: nameOf(row), address: textOf(row.email) }
}

function personOf(row: Row, more: readonly string[] = []): PastPerson {
  const inside = isRow(row._embedded) ? row._embedded : {}
  const emails = [textOf(row.email), ...more, ...valuesIn(inside.emails)]
  const [phone] = [...valuesIn(row.phones), ...valuesIn(inside.phones), textOf(row.phone)]
  return {
    externalId: textOf(row.id),
    name: nameOf(row),
    emails: [...new Set(emails.map((email) => email.trim().toLowerCase()))].filter(Boolean),
    phone,
  }
}

/** [{value}], or the same as JSON text in a column. */
function valuesIn(list: unknown): string[] {
  return rowsIn(list).flatMap((one) => (isRow(one) ? textOf(one.value) : textOf(one)) || [])
}

function rowsIn(list: unknown): unknown[] {
  if (typeof list !== 'string') return Array.isArray(list) ? list.slice(0, 100) : []
  try {
    const parsed: unknown = JSON.parse(list)
    return Array.isArray(parsed) ? parsed.slice(0, 100) : []
  } catch {
    return []
  }
}

type Known = Readonly<{ people: Map<string, PastPerson>; staff: Map<string, MailAddress>; more: readonly Row[] }>

function readConversation(row: Row, known: Known) {
  const id = textOf(row.id)
  const openedAt = timeOf(row.createdAt ?? row.created_at)
  const [status, state] = [textOf(row.status), textOf(row.state)]
  if (!id) return 'it has no id.'
  if (['spam', '4'].includes(status)) return 'it is junk there.'
  if (['draft', 'deleted', '1', '3'].includes(state)) return 'it is a draft, or was deleted there.'
  if (!openedAt) return 'it has no time of its beginning.'
  const person = customerOf(row, known.people)
  if (!person) return 'its customer is not among the customers.'
  const inside = isRow(row._embedded) && Array.isArray(row._embedded.threads) ? row._embedded.threads.filter(isRow) : []
  const entries = [...inside, ...known.more].flatMap(
    (thread) => entryOf(thread, id, { ...known, person, openedAt }) ?? [],
  )
  entries.sort((a, b) => +a.at - +b.at)
  const closedAt = timeOf(row.closedAt ?? row.closed_at) ?? entries.at(-1)?.at ?? openedAt
  const issue: PastIssue = {
    ...{ externalId: id, subject: textOf(row.subject), types: [], priority: 'normal', openedAt, entries },
    closedAt: ['closed', '3'].includes(status) ? closedAt : null,
  }
  return { person, issue }
}

/** Among the customers, or told in the conversation itself. */
function customerOf(row: Row, people: Map<string, PastPerson>): PastPerson | undefined {
  const told = isRow(row.customer) ? personOf(row.customer) : undefined
  const known = people.get(told?.externalId || textOf(row.customer_id))
  if (known) return known
  if (told?.externalId) return told
  const [externalId, email] = [textOf(row.customer_id), textOf(row.customer_email)]
  return externalId && email ? { externalId, name: '', emails: [email] } : undefined
}

const kinds: Readonly<Record<string, PastEntry['kind']>> = {
  ...{ customer: 'mail', message: 'letter', note: 'note' },
  ...{ 1: 'mail', 2: 'letter', 3: 'note' },
}

type Around = Known & Readonly<{ person: PastPerson; openedAt: Date }>

function entryOf(row: Row, issueId: string, { staff, person, openedAt }: Around): PastEntry | undefined {
  const kind = kinds[textOf(row.type)]
  const [id, html] = [textOf(row.id), textOf(row.body)]
  if (!kind || !id || ['draft', '1', 'hidden', '3'].includes(textOf(row.state))) return undefined
  const text = htmlToText(html)
  if (!text) return undefined
  const customer = { name: person.name, address: person.emails[0] ?? '' }
  const told = isRow(row.createdBy) ? addressOf(row.createdBy) : undefined
  const author = told ??
    staff.get(textOf(row.created_by_user_id) || textOf(row.created_by)) ?? { name: '', address: '' }
  const list = (value: unknown) => valuesIn(value).map((address) => ({ name: '', address }))
  const to = list(row.to)
  return {
    externalId: `${issueId}.${id}`,
    ...{ kind, text, cc: kind === 'note' ? [] : list(row.cc) },
    at: timeOf(row.createdAt ?? row.created_at) ?? openedAt,
    from: kind === 'mail' ? { ...customer, address: textOf(row.from) || customer.address } : author,
    to: kind !== 'letter' ? [] : to.length > 0 || !customer.address ? to : [customer],
    html: kind === 'mail' ? html : undefined,
    messageId: of(row, 'messageId', 'message_id').replace(/^<|>$/g, '') || undefined,
  }
}
