import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'

/** A change of something that holds for the whole desk, with the fields that differ, in words. */
export type SettingsChange = Readonly<{
  id: number
  kind: string
  at: Date
  rep: string | null
  /** What was changed, by its name: a label, an address. */
  what: string
  fields: readonly Readonly<{ name: string; before: string; after: string }>[]
  undoneAt: Date | null
}>

/** Nouns whose changes are settings; the part of a change's kind before the point. */
export const settingNouns = [
  'picklist',
  'mailbox',
  'relay',
  'dkim',
  'sender',
  'settings',
  'canned',
  'template',
  'group',
  'rep',
  'api_key',
  'spelling',
  'gift_program',
  'list',
  'webhook',
  'contact_form',
] as const

export type SettingsFilter = Readonly<{ kind?: string | undefined; from?: Date | undefined; to?: Date | undefined }>

/** Newest first, by keyset over an index that holds settings only. An unknown kind shows nothing. */
export async function listSettingsChanges(
  db: Db,
  { kind, from, to }: SettingsFilter,
  page: Page,
): Promise<{ items: SettingsChange[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const nouns = kind ? [kind] : [...settingNouns]
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.at, c.before, c.after, c.undone_at, r.name as rep, '0' as micros
    from changes c left join reps r on r.id = c.rep_id
    where c.issue_id is null and c.user_identification_id is null and c.id < ${cursor?.id ?? 2 ** 31 - 1}
      and split_part(c.kind, '.', 1) = any(${nouns}::text[]) and c.kind <> 'list.member'
      and c.at >= ${from ?? new Date(0)} and c.at < ${to ?? new Date(253_402_300_799_000)}
    order by c.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  const labels = await labelsOf(db, kept)
  return { items: kept.map((row) => toChange(row, labels)), next }
}

type Row = Omit<SettingsChange, 'fields' | 'what'> & {
  before: Record<string, unknown>
  after: Record<string, unknown>
  micros: string
}

/** Ids that an order names, as the labels that the items have now. */
async function labelsOf(db: Db, rows: readonly Row[]): Promise<Map<number, string>> {
  const ids = rows.flatMap(({ kind, before, after }) =>
    kind === 'picklist.order' ? [before.ids, after.ids].flat().filter((id) => typeof id === 'number') : [],
  )
  if (ids.length === 0) return new Map()
  const items = await db
    .selectFrom('picklistItems')
    .select(['id', 'label'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(items.map(({ id, label }) => [id, label]))
}

function toChange({ before, after, micros: _, ...row }: Row, labels: ReadonlyMap<number, string>): SettingsChange {
  const [old, now] = [flat(before), flat(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !/Id$/.test(name))
  const shown = (value: unknown) => inWords(value, labels)
  const fields = names
    .map((name) => ({ name, before: shown(old[name]), after: shown(now[name]) }))
    .filter((field) => field.before !== field.after)
    .slice(0, 40)
  const what = [now.label, now.title, now.sender, now.address, now.name, now.email, now.slug, now.url].find(
    (each) => typeof each === 'string',
  )
  return { ...row, fields, what: cut(String(what ?? ''), 100) }
}

/** Fields within fields side by side; what is nested deeper is shown as it is kept. */
function flat(values: Record<string, unknown>): Record<string, unknown> {
  const { settings, retired, ...rest } = values
  const offered = typeof retired === 'boolean' ? { offered: !retired } : {}
  return { ...rest, ...offered, ...(typeof settings === 'object' ? settings : {}) }
}

function inWords(value: unknown, labels: ReadonlyMap<number, string>): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '✓' : '–'
  if (Array.isArray(value))
    return cut(value.map((each) => labels.get(each as number) ?? inWords(each, labels)).join(', '), 400)
  return cut(typeof value === 'object' ? JSON.stringify(value) : String(value), 400)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
