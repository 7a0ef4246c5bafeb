import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { likePart } from '../people/people.ts'

/** A file that goes along with a response; `size` in bytes. */
export type CannedFile = Readonly<{ id: number; filename: string; contentType: string; size: number }>

/** A text with variables that reps put into letters. `ownerId` null: shared with everybody. */
export type CannedResponse = Readonly<{
  id: number
  title: string
  body: string
  folder: string
  ownerId: number | null
  /** BCP 47; '': whatever language. */
  language: string
  files: CannedFile[]
  version: number
  uses: number
  lastUsedAt: Date | null
  changedAt: Date
  changedBy: string | null
}>

export type CannedFilter = Readonly<{
  /** Words that title, folder or body hold. */
  q?: string | undefined
  folder?: string | undefined
  /** What is written in it, or in no language of its own. */
  language?: string | undefined
  /** Only the rep's own, or only shared ones. */
  whose?: 'own' | 'shared' | undefined
}>

type Wish = Readonly<{ limit: number; afterId?: number | undefined; prefer?: string | undefined }>

/**
 * Shared responses and the rep's own. With `q` what begins with it comes first, then titles with these words, then
 * what is used most; `prefer` lifts a language. With `afterId` those behind it, by id, for whoever reads them all.
 */
export async function findCanned(
  db: Db,
  repId: number | null,
  filter: CannedFilter,
  { limit, afterId, prefer = '' }: Wish,
): Promise<CannedResponse[]> {
  const q = (filter.q ?? '').trim().slice(0, 200)
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  const conditions = [
    sql<boolean>`c.deleted_at is null`,
    visibleTo(repId, filter.whose),
    ...words.map((word) => sql<boolean>`c.title || ' ' || c.folder || ' ' || c.body ilike ${likePart(word)}`),
    ...(filter.folder === undefined ? [] : [sql<boolean>`c.folder = ${filter.folder}`]),
    ...(filter.language ? [sql<boolean>`c.language in ('', ${filter.language})`] : []),
    ...(afterId === undefined ? [] : [sql<boolean>`c.id > ${afterId}`]),
  ]
  const titled = words.map((word) => sql<boolean>`c.title ilike ${likePart(word)}`)
  const order =
    afterId === undefined
      ? sql`c.title ilike ${likePart(q).slice(1)} desc, ${sql.join([sql`c.id > 0`, ...titled], sql` and `)} desc,
          c.language = ${prefer} and c.language <> '' desc, c.uses desc, lower(c.title), c.id`
      : sql`c.id`
  return select(db, sql.join(conditions, sql` and `), sql`${order} limit ${limit}`)
}

/** One that this rep may see; undefined where there is none, or it is another rep's. */
export async function getCanned(db: Db, repId: number | null, id: number): Promise<CannedResponse | undefined> {
  return (await select(db, sql`c.id = ${id} and c.deleted_at is null and ${visibleTo(repId)}`, sql`c.id`))[0]
}

/** The folders in use, by name. */
export async function cannedFolders(db: Db, repId: number | null): Promise<string[]> {
  const { rows } = await sql<{ folder: string }>`
    select folder from canned_responses c where deleted_at is null and folder <> '' and ${visibleTo(repId)}
    group by folder order by lower(folder), folder limit 500`.execute(db)
  return rows.map(({ folder }) => folder)
}

/** The languages in use. */
export async function cannedLanguages(db: Db, repId: number | null): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select language from canned_responses c where deleted_at is null and language <> '' and ${visibleTo(repId)}
    group by language order by language limit 100`.execute(db)
  return rows.map(({ language }) => language)
}

/** One that was put into a letter. */
export async function countUse(db: Db, id: number): Promise<void> {
  await sql`update canned_responses set uses = uses + 1, last_used_at = now() where id = ${id}`.execute(db)
}

function visibleTo(repId: number | null, whose?: CannedFilter['whose']) {
  const own = sql<boolean>`c.owner_id = ${repId}::int`
  const shared = sql<boolean>`c.owner_id is null`
  if (whose) return whose === 'own' ? own : shared
  return sql<boolean>`(${shared} or ${own})`
}

type Row = Omit<CannedResponse, 'files'> & { files: CannedFile[] | null }

async function select(db: Db, where: ReturnType<typeof sql>, order: ReturnType<typeof sql>): Promise<CannedResponse[]> {
  const { rows } = await sql<Row>`
    select c.id, c.title, c.body, c.folder, c.owner_id, c.language, c.version, c.uses, c.last_used_at, c.changed_at,
      r.name as changed_by, (
        select json_agg(json_build_object('id', f.id, 'filename', f.filename, 'contentType', f.content_type,
          'size', f.size) order by array_position(c.files, f.id))
        from canned_files f where f.id = any (c.files)) as files
    from canned_responses c left join reps r on r.id = c.changed_by where ${where} order by ${order}`.execute(db)
  return rows.map((row) => ({ ...row, files: row.files ?? [] }))
}
