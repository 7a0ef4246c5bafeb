import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import type { DraftFields, DraftKind } from '../database/tables-drafts.ts'
import { personName } from '../people/people.ts'

/** What a rep has begun to write at a place: "issue-12", or "new-…" for a letter that makes its issue. */
export type DraftLine = Readonly<{
  place: string
  issueId: number | null
  kind: DraftKind
  fields: DraftFields
  version: number
  device: string
  updatedAt: Date
}>

/** `version` is the one that was changed, 0 for a new draft; `device` the page that wrote, which may save as often as it likes. */
export type DraftWish = Readonly<{
  repId: number
  place: string
  kind: DraftKind
  fields: DraftFields
  version: number
  device: string
}>

export type DraftSaved = DraftLine | { conflict: DraftLine } | { problem: string } | 'gone' | 'not found'

const most = { drafts: 500, text: 200_000, field: 20_000, list: 100 }
const columns = ['place', 'issueId', 'kind', 'fields', 'version', 'device', 'updatedAt'] as const

export async function getDraft(db: Db, repId: number, place: string): Promise<DraftLine | undefined> {
  return db
    .selectFrom('drafts')
    .select(columns)
    .where('repId', '=', repId)
    .where('place', '=', place)
    .executeTakeFirst()
}

/**
 * Keeps what was typed. Another device's newer words are never written over: they come back as `conflict`. 'gone' when
 * the draft was sent or discarded elsewhere; saved once more as version 0 it is a new one.
 */
export async function saveDraft(tx: Tx, wish: DraftWish): Promise<DraftSaved> {
  const problem = draftProblem(wish.fields)
  if (problem) return { problem }
  const issueId = issueOf(wish.place)
  if (issueId === undefined) return { problem: `“${wish.place}” is no place for a draft: write issue-ID or new-NAME.` }
  if (issueId !== null && !(await isOpenTo(tx, issueId))) return 'not found'
  const now = await locked(tx, wish)
  if (now && now.version !== wish.version && !(wish.device && now.device === wish.device)) return { conflict: now }
  if (now) return update(tx, wish)
  if (wish.version > 0) return 'gone'
  return insert(tx, wish, issueId)
}

/** Of the issue in the place's name; null for a new letter, undefined for what is no place. */
function issueOf(place: string): number | null | undefined {
  if (/^new-[a-z0-9-]{1,40}$/.test(place)) return null
  const id = /^issue-([1-9]\d{0,9})$/.exec(place)?.[1]
  return id && Number(id) < 2 ** 31 ? Number(id) : undefined
}

async function isOpenTo(tx: Tx, id: number): Promise<boolean> {
  const issue = await tx.selectFrom('issues').select('deletedAt').where('id', '=', id).executeTakeFirst()
  return issue !== undefined && issue.deletedAt === null
}

async function locked(tx: Tx, { repId, place }: DraftWish): Promise<DraftLine | undefined> {
  return tx
    .selectFrom('drafts')
    .select(columns)
    .where('repId', '=', repId)
    .where('place', '=', place)
    .forUpdate()
    .executeTakeFirst()
}

async function update(tx: Tx, { repId, place, kind, fields, device }: DraftWish): Promise<DraftLine> {
  return tx
    .updateTable('drafts')
    .set((e) => ({
      ...{ kind, device, fields: JSON.stringify(fields) },
      version: e('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('repId', '=', repId)
    .where('place', '=', place)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

async function insert(tx: Tx, wish: DraftWish, issueId: number | null): Promise<DraftSaved> {
  const { repId, place, kind, fields, device } = wish
  const { rows } = await sql<{ full: boolean }>`
    select count(*) >= ${most.drafts} as full from drafts where rep_id = ${repId}`.execute(tx)
  if (rows[0]?.full) return { problem: `You have ${most.drafts} drafts: send or discard some.` }
  const made = await tx
    .insertInto('drafts')
    .values({ repId, place, issueId, kind, device, fields: JSON.stringify(fields) })
    .onConflict((c) => c.doNothing())
    .returning(columns)
    .executeTakeFirst()
  // Another page was quicker by a moment: its draft is there now.
  return made ?? { conflict: (await locked(tx, wish))! }
}

function draftProblem({ text, subject = '', to = '', cc = '', bcc = '', ...lists }: DraftFields): string | undefined {
  if (text.length > most.text) return `The text has ${text.length} characters: a letter has at most ${most.text}.`
  if ([subject, to, cc, bcc].some((field) => field.length > most.field))
    return `A field has more than ${most.field} characters: shorten it.`
  if ([lists.uploads, lists.files, lists.also].some((list) => (list?.length ?? 0) > most.list))
    return `More than ${most.list} things hang on it: take some off.`
  return undefined
}

/** Discards a draft; false when there was none. */
export async function dropDraft(tx: Tx, repId: number, place: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('drafts')
    .where('repId', '=', repId)
    .where('place', '=', place)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export type Settled = Readonly<{ place: string; version: number; device: string }>

/** The draft of what goes now, gone in the same transaction; what another device wrote since stays. */
export async function settleDraft(tx: Tx, repId: number, { place, version, device }: Settled): Promise<void> {
  await sql`delete from drafts where rep_id = ${repId} and place = ${place}
    and (version <= ${version} or (device <> '' and device = ${device}))`.execute(tx)
}

export type ListedDraft = DraftLine & Readonly<{ id: number; subject: string; person: string }>

/** A rep's drafts, the last changed first. */
export async function listDrafts(db: Db, repId: number, page: Page) {
  const cursor = readCursor(page.cursor)
  const { rows: found } = await sql<ListedDraft & { micros: string }>`
    select d.id, d.place, d.issue_id, d.kind, d.fields, d.version, d.device, d.updated_at,
      coalesce(i.subject, d.fields->>'subject', '') as subject, coalesce(${personName}, d.fields->>'to', '') as person,
      ${microsOf(sql`d.updated_at`)} as micros
    from drafts d left join issues i on i.id = d.issue_id left join user_identifications p on p.id = i.user_identification_id
    where d.rep_id = ${repId} and ${cursor ? after(sql`d.updated_at`, sql`d.id`, cursor) : sql`true`}
    order by d.updated_at desc, d.id desc limit ${page.limit + 1}`.execute(db)
  const { rows, next } = cutPage(found, page.limit)
  return { items: rows.map(({ micros: _, ...line }) => line), next }
}

/** In which of these issues a rep has begun to write. */
export async function draftedIssues(db: Db, repId: number, issueIds: readonly number[]): Promise<Set<number>> {
  if (issueIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('drafts')
    .select('issueId')
    .where('repId', '=', repId)
    .where('issueId', 'in', issueIds)
    .execute()
  return new Set(rows.flatMap((row) => row.issueId ?? []))
}
