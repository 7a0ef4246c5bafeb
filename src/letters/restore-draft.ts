import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { DraftFields, LetterDraft } from '../database/tables-drafts.ts'

type Row = Readonly<{ repId: number | null; issueId: number; draft: LetterDraft | null }>

/**
 * The draft of a letter that was called back, in the composer of who wrote it as it was typed, its files too. What
 * they began to write since stands below. Answers the draft's place; undefined where the letter kept none.
 */
export async function restoreDraft(tx: Tx, letterId: number): Promise<string | undefined> {
  const { rows } = await sql<Row>`
    select l.rep_id, l.draft, (select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id) as issue_id
    from letters l where l.id = ${letterId}`.execute(tx)
  const { repId, draft, issueId } = rows[0] ?? {}
  if (!draft || !repId || !issueId) return undefined
  const copies = await copyUploads(tx, letterId, draft.fields.uploads ?? [])
  // The issue that the letter made is there already: the letter goes on as one of it.
  const place = draft.kind === 'new' ? `issue-${issueId}` : draft.place
  const kind = draft.kind === 'new' ? 'reply' : draft.kind
  const fields = JSON.stringify(withCopies(draft.fields, copies))
  await sql`
    insert into drafts (rep_id, place, issue_id, kind, fields) values (${repId}, ${place}, ${issueId}, ${kind}, ${fields})
    on conflict (rep_id, place) do update set kind = excluded.kind, version = drafts.version + 1, updated_at = now(), device = '',
      fields = excluded.fields || jsonb_build_object('text',
        concat_ws(E'\\n\\n', nullif(excluded.fields->>'text', ''), nullif(drafts.fields->>'text', '')))`.execute(tx)
  return place
}

/** The letter goes after all: its draft goes again, unless somebody wrote on it since. */
export async function withdrawDraft(tx: Tx, letterId: number): Promise<void> {
  await sql`delete from drafts d using letters l where l.id = ${letterId} and l.draft is not null and d.rep_id = l.rep_id
    and d.device = '' and d.version = 1 and d.issue_id = (select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id)`.execute(
    tx,
  )
}

/** The letter keeps its own: it stays in the history, with its files. */
async function copyUploads(tx: Tx, letterId: number, ids: readonly number[]): Promise<Map<number, number>> {
  const copies = new Map<number, number>()
  for (const id of ids) {
    const { rows } = await sql<{ id: number }>`
      insert into attachments (filename, content_type, size, sha256, rep_id)
      select filename, content_type, size, sha256, rep_id from attachments where id = ${id} and letter_id = ${letterId}
      returning id`.execute(tx)
    if (rows[0]) copies.set(id, rows[0].id)
  }
  return copies
}

/** The text names pictures by the ids of their uploads. */
function withCopies(fields: DraftFields, copies: ReadonlyMap<number, number>): DraftFields {
  const text = fields.text.replace(/\(attachment:(\d{1,9})\)/g, (whole, id) => {
    const copy = copies.get(Number(id))
    return copy === undefined ? whole : `(attachment:${copy})`
  })
  return { ...fields, text, uploads: [...copies.values()] }
}
