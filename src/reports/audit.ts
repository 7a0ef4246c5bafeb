import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { settingNouns } from '../desk/settings-history.ts'

export const auditParts = ['all', 'settings', 'sign-ins'] as const
export type AuditPart = (typeof auditParts)[number]
/** From (counted in) to (not any more); either may be open. */
export type AuditAsk = Readonly<{ part: AuditPart; from?: Date | undefined; to?: Date | undefined }>

const atOnce = 1000
/** Years of changes on a busy machine; what takes longer is stuck. */
const longest = '15min'

/**
 * Who did what, as lines of JSON (ndjson.org): first the tries to sign in, then the changes, each by id, a thousand at a
 * time off one snapshot. A change holds what was there before and after; of people who were erased nothing is left in it.
 */
export async function* auditLines(db: Database, ask: AuditAsk): AsyncGenerator<string> {
  const transaction = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    await sql`set local statement_timeout = ${sql.lit(longest)}`.execute(transaction)
    for (const source of ask.part === 'sign-ins'
      ? [signIns(ask)]
      : ask.part === 'settings'
        ? [changes(ask)]
        : [signIns(ask), changes(ask)]) {
      await sql`declare audit no scroll cursor for ${source}`.execute(transaction)
      for (;;) {
        const { rows } = await sql<{ line: string }>`fetch forward ${sql.lit(atOnce)} from audit`.execute(transaction)
        if (rows.length > 0) yield rows.map(({ line }) => `${line}\n`).join('')
        if (rows.length < atOnce) break
      }
      await sql`close audit`.execute(transaction)
    }
  } finally {
    await transaction.rollback().execute()
  }
}

const within = ({ from, to }: AuditAsk) =>
  sql`x.at >= ${from ?? new Date(0)} and x.at < ${to ?? new Date(253_402_300_799_000)}`
const utc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const rep = sql`case when x.rep_id is null then null else json_build_object('id', x.rep_id, 'email', r.email) end`

function signIns(ask: AuditAsk) {
  return sql`select json_build_object('at', ${utc('x.at')}, 'what', 'sign-in', 'id', x.id, 'rep', ${rep},
      'way', x.way, 'outcome', x.outcome, 'ip', x.ip, 'device', x.device)::text as line
    from sign_ins x left join reps r on r.id = x.rep_id where ${within(ask)} order by x.id`
}

function changes(ask: AuditAsk) {
  const settings =
    ask.part === 'settings'
      ? sql`and x.issue_id is null and x.user_identification_id is null
          and split_part(x.kind, '.', 1) = any(${[...settingNouns]}::text[]) and x.kind <> 'list.member'`
      : sql``
  return sql`select json_build_object('at', ${utc('x.at')}, 'what', 'change', 'id', x.id, 'actor', x.actor, 'rep', ${rep},
      'kind', x.kind, 'issueId', x.issue_id, 'personId', x.user_identification_id, 'before', x.before, 'after', x.after,
      'undoneAt', ${utc('x.undone_at')}, 'undoneBy', x.undone_by)::text as line
    from changes x left join reps r on r.id = x.rep_id where ${within(ask)} ${settings} order by x.id`
}

/** The headers of the file. */
export const auditHeaders: Record<string, string> = {
  'Content-Type': 'application/x-ndjson; charset=utf-8',
  'Content-Disposition': 'attachment; filename="audit.ndjson"',
}
