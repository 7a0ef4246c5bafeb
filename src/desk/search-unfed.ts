import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { microsOf } from '../database/cursor.ts'
import { soughtIn } from '../mail/lexemes.ts'
import { likePart } from '../people/people.ts'
import type { Hit } from './search-hits.ts'
import type { SearchQuery } from './search-query.ts'
import type { Scope } from './search-scope.ts'

const most = 200

/** Notes of the last seconds, which have no words in the index yet: read as they are. Only for queries of words. */
export async function unfedNotes(db: Db, query: SearchQuery, scope: Scope): Promise<Hit[]> {
  const { words, from, to, subject, filename, attachment, before, after } = query
  if (words.length === 0 || from.length + to.length + subject.length + filename.length > 0) return []
  if (attachment || before || after) return []
  const conditions = words.flatMap(({ text, not }) =>
    soughtIn(text).map(({ lexeme }) => {
      const found = sql`s.folded like ${likePart(lexeme)}`
      return not ? sql`not ${found}` : found
    }),
  )
  const { rows } = await sql<Omit<Hit, 'kind'>>`
    select s.id, ${microsOf(sql`n.occurred_at`)} as micros, s.issue_id, s.interaction_id
    from (select id, issue_id, interaction_id, search_fold(left(details, 20000)) as folded from actions
        where details is not null and search is null and deleted_at is null order by id desc limit ${most}) s
      join issues i on i.id = s.issue_id join interactions n on n.id = s.interaction_id
    where ${sql.join([...scope.conditions, ...conditions], sql` and `)}`.execute(db)
  return rows.map((row) => ({ kind: 'note', ...row }))
}
