import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { issuesByType } from './issues.ts'
import { type Ask, conditions, type Report } from './report.ts'
import { byId, byLabel, byRep, byText, personColumn } from './shared.ts'

/** Gift certificates that reps gave for issues, by when they were issued; void ones were not given in the end. */
export const goodwill: Report = {
  name: 'goodwill',
  key: sql`g.id`,
  time: sql`g.issued_at`,
  from: sql`gift_certificates g join issues i on i.id = g.issue_id join gift_programs q on q.id = g.program_id`,
  joined: sql`left join user_identifications p on p.id = g.user_identification_id left join reps r on r.id = g.issued_by`,
  always: sql`g.kind = 'promotional' and g.status <> 'void' and i.deleted_at is null`,
  sort: '-issued',
  columns: {
    certificate: { kind: 'number', value: sql`g.id`, noun: 'certificate', ref: sql`g.id` },
    issued: { kind: 'time', value: sql`g.issued_at` },
    issue: { kind: 'text', value: sql`i.subject`, noun: 'issue', ref: sql`i.id` },
    person: personColumn,
    program: { kind: 'text', value: sql`q.name` },
    amount: { kind: 'money', value: sql`g.initial_minor::float8` },
    currency: { kind: 'text', value: sql`g.currency` },
    certificateStatus: { kind: 'word', value: sql`g.status` },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
  },
  filters: {
    type: byLabel(
      'issue_type',
      (fits) => sql`exists (select from issue_types t where t.issue_id = i.id and ${fits(sql`t.type`)})`,
    ),
    currency: byText(sql`g.currency`),
    rep: byRep(sql`g.issued_by`),
    issue: byId(sql`g.issue_id`),
    person: byId(sql`g.user_identification_id`),
  },
}

/** What was given for issues of a type in one currency: rows of the list with both filters, and the sum of their amounts. */
export type GoodwillLine = Readonly<{ type: string; currency: string; count: number; minor: number }>

/** A certificate for an issue of two types stands in both. */
export async function goodwillByType(db: Db, ask: Ask): Promise<GoodwillLine[]> {
  const { rows } = await sql<GoodwillLine>`
    select ${issuesByType.value} as type, g.currency, count(*)::float8 as count, sum(g.initial_minor)::float8 as minor
    from ${goodwill.from} ${issuesByType.join!} where ${conditions(goodwill, ask)}
    group by 1, 2 order by 2, 4 desc, 1 limit 500`.execute(db)
  return rows
}
