import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { after, cutPage, microsOf, type Page, readCursor } from '../database/cursor.ts'
import { type PersonLine, personEmail, personLine, personName } from '../people/people.ts'

/** An issue out of every list; undoing `changeId` brings it back. */
export type DeletedIssue = Readonly<{
  id: number
  subject: string
  person: PersonLine
  deletedAt: Date
  deletedBy: { id: number; name: string } | null
  changeId: number
}>

type Row = Omit<DeletedIssue, 'person' | 'deletedBy'> & {
  personId: number
  personName: string
  personEmail: string | null
  repId: number | null
  repName: string | null
  micros: string
}

/** What somebody deleted, newest first; not what an undo took away again (an issue that was opened by mistake). */
export async function listDeletedIssues(
  db: Db,
  { cursor: from, limit }: Page,
): Promise<{ items: DeletedIssue[]; next: string | null }> {
  const cursor = readCursor(from)
  const { rows } = await sql<Row>`
    select i.id, i.subject, i.deleted_at, p.id as person_id, ${personName} as person_name, ${personEmail} as person_email,
      c.id as change_id, r.id as rep_id, r.name as rep_name, ${microsOf(sql`i.deleted_at`)} as micros
    from issues i join user_identifications p on p.id = i.user_identification_id
      join lateral (select id, rep_id, after from changes where issue_id = i.id and kind = 'issue.delete' and undone_at is null
        order by id desc limit 1) c on c.after->>'deletedAt' is not null
      left join reps r on r.id = c.rep_id
    where i.deleted_at is not null and i.merged_into_id is null
      and ${cursor ? after(sql`i.deleted_at`, sql`i.id`, cursor) : sql`true`}
    order by i.deleted_at desc, i.id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit)
  return { items: page.rows.map(toDeleted), next: page.next }
}

function toDeleted({ personId, personName, personEmail, repId, repName, micros: _, ...rest }: Row): DeletedIssue {
  const deletedBy = repId === null ? null : { id: repId, name: repName ?? '' }
  return { ...rest, person: personLine(personId, personName, personEmail), deletedBy }
}
