import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import type { Report } from './report.ts'
import { byId, byLabel, byRep, oneOf, personColumn } from './shared.ts'

/** SQL: what an answer says, however many choices it had: the best half of them is good, the worst bad, the middle neither. */
const verdict = sql<string>`case when a.score * 2 > a.choices + 1 then 'good' when a.score * 2 < a.choices + 1 then 'bad' else 'middle' end`

export const verdicts = ['good', 'middle', 'bad'] as const

/** Customers' answers to the question at closing, by when they first gave them. */
export const csat: Report = {
  name: 'csat',
  key: sql`a.question_id`,
  time: sql`a.at`,
  from: sql`csat_answers a join issues i on i.id = a.issue_id`,
  joined: sql`left join reps r on r.id = a.rep_id
    left join user_identifications p on p.id = i.user_identification_id`,
  always: sql`i.deleted_at is null`,
  sort: '-answerAt',
  columns: {
    answerAt: { kind: 'time', value: sql`a.at` },
    verdict: { kind: 'word', value: verdict },
    score: { kind: 'number', value: sql`a.score` },
    choices: { kind: 'number', value: sql`a.choices` },
    comment: { kind: 'text', value: sql`a.comment` },
    issue: { kind: 'text', value: sql`i.subject`, noun: 'issue', ref: sql`i.id` },
    person: personColumn,
    rep: { kind: 'text', value: sql`r.name`, empty: true },
  },
  filters: {
    verdict: oneOf(verdicts, (word) => sql`${verdict} = ${word}`),
    type: byLabel(
      'issue_type',
      (fits) => sql`exists (select from issue_types t where t.issue_id = i.id and ${fits(sql`t.type`)})`,
    ),
    rep: byRep(sql`a.rep_id`),
    issue: byId(sql`a.issue_id`),
  },
}

export const csatByVerdict: Dimension = { filter: 'verdict', value: verdict }
