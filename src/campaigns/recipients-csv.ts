import type { Db } from '../database/connection.ts'
import { listRecipients, type RecipientLine } from './recipients.ts'

const columns = [
  ...['address', 'name', 'state', 'skipReason', 'reason', 'attempts', 'code', 'reply', 'messageId', 'handedAt'],
  ...['doneAt', 'bounced', 'issueId', 'certificate'],
]

/** The first line of the file (RFC 4180). */
export const recipientsHead = `${columns.join(',')}\r\n`

type Wanted = Omit<Parameters<typeof listRecipients>[1], 'cursor' | 'limit'>
const atOnce = 1000

/** Everybody who fits, as lines of the file, a thousand at a time; certificates by their last four signs alone. */
export async function* recipientsCsv(db: Db, wanted: Wanted): AsyncGenerator<string> {
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listRecipients(db, { ...wanted, cursor, limit: atOnce })
    yield items.map(lineOf).join('')
    if (next === null) return
    cursor = next
  }
}

function lineOf(line: RecipientLine): string {
  const { address, name, state, skipReason, reason, attempts, code, reply, messageId, handedAt, doneAt } = line
  const { bounced, issueId, last4 } = line
  const values = [address, name, state, skipReason, reason, attempts, code, reply, messageId, handedAt, doneAt]
  return `${[...values, bounced, issueId, last4].map(cell).join(',')}\r\n`
}

/** Names and replies are others' words: one that begins like a formula must not be one in a spreadsheet (OWASP, CSV injection). */
function cell(value: string | number | Date | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : value.toISOString()
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
