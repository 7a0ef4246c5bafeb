import { sha256 } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import type { MailAddress, Priority } from '../database/tables.ts'

/** Where history comes from: `source` keys it for ever, `label` is what a rep reads; `reps` are ours by address key. */
export type PastSource = Readonly<{
  source: string
  label: string
  mailbox: Readonly<{ id: number; address: string; name: string }>
  reps: ReadonlyMap<string, number>
}>

/** One thing that was written: a customer's mail, a letter to them, or a note. Times are when it was. */
export type PastEntry = Readonly<{
  externalId: string
  kind: 'mail' | 'letter' | 'note'
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  at: Date
  text: string
  html?: string | undefined
  messageId?: string | undefined
}>

export type PastIssue = Readonly<{
  externalId: string
  subject: string
  types: readonly string[]
  priority: Priority
  openedAt: Date
  closedAt: Date | null
  entries: readonly PastEntry[]
}>

/** Rows that were brought before, by their ids there. */
export async function broughtRows(
  tx: Tx,
  source: string,
  kind: 'person' | 'issue' | 'entry',
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('importedRows')
    .select(['externalId', 'rowId'])
    .where('source', '=', source)
    .where('kind', '=', kind)
    .where('externalId', 'in', ids.map(keyOf))
    .execute()
  const found = new Map(rows.map((row) => [row.externalId, row.rowId]))
  return new Map(ids.flatMap((id) => (found.has(keyOf(id)) ? [[id, found.get(keyOf(id))!] as const] : [])))
}

/** An index row has room for 2,700 bytes; whoever wrote a longer id meant no good. */
const keyOf = (id: string) => (id.length > 200 ? sha256(id).toString('hex') : id)

export async function markBrought(
  tx: Tx,
  source: string,
  kind: 'person' | 'issue' | 'entry',
  rows: readonly (readonly [externalId: string, rowId: number])[],
): Promise<void> {
  await tx
    .insertInto('importedRows')
    .values(rows.map(([externalId, rowId]) => ({ source, kind, externalId: keyOf(externalId), rowId })))
    .onConflict((c) => c.doNothing())
    .execute()
}
