import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import { issueTouched } from './notices.ts'

/** A customer's answer to the question at closing; `score` is 1 for the worst. `rep`: who had closed the issue. */
export type CsatAnswer = Readonly<{
  id: number
  issueId: number
  question: string
  score: number
  choices: number
  comment: string
  rep: { id: number; name: string } | null
  at: Date
  changedAt: Date
}>

/** What the page of a question shows; `open`: it may be answered, or the answer changed, for seven days. */
export type CsatQuestion = Readonly<{
  id: number
  issueId: number
  question: string
  choices: number
  score: number | null
  comment: string
  open: boolean
}>

const mostComment = 2000

export async function findQuestion(db: Db, id: number): Promise<CsatQuestion | undefined> {
  const { rows } = await sql<CsatQuestion>`
    select q.id, q.issue_id, q.question, q.choices, a.score, coalesce(a.comment, '') as comment,
      coalesce(a.at > now() - interval '7 days', q.asked_at > now() - interval '90 days') as open
    from csat_questions q join issues i on i.id = q.issue_id and i.deleted_at is null
      left join csat_answers a on a.question_id = q.id where q.id = ${id}`.execute(db)
  return rows[0]
}

/** Writes or changes an answer; 'closed' where it is too late, 'wrong' for a score that was not offered. */
export async function answerQuestion(
  tx: Tx,
  id: number,
  { score, comment }: { score: number; comment: string },
): Promise<'answered' | 'closed' | 'wrong' | 'not found'> {
  await sql`select from csat_questions where id = ${id} for update`.execute(tx)
  const question = await findQuestion(tx, id)
  if (!question) return 'not found'
  if (!question.open) return 'closed'
  if (!Number.isInteger(score) || score < 1 || score > question.choices) return 'wrong'
  const words = comment
    .toWellFormed()
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim()
    .slice(0, mostComment)
    .toWellFormed()
  await sql`insert into csat_answers (question_id, issue_id, rep_id, score, choices, comment)
    select id, issue_id, rep_id, ${score}, choices, ${words} from csat_questions where id = ${id}
    on conflict (question_id) do update set score = excluded.score, comment = excluded.comment, changed_at = now()`.execute(
    tx,
  )
  await issueTouched(tx, question.issueId)
  return 'answered'
}

/** Of an issue, in the order in which they came. */
export async function answersOf(db: Db, issueId: number): Promise<CsatAnswer[]> {
  return select(db, sql`a.issue_id = ${issueId} order by a.at limit 20`)
}

/** Newest first, by keyset; `from` counts, `to` does not. */
export async function listAnswers(
  db: Db,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
  page: Page,
) {
  const cursor = readCursor(page.cursor)
  const found = await select(
    db,
    sql`a.at >= ${from ?? new Date(0)} and a.at < ${to ?? new Date(253_402_300_799_000)}
      and a.question_id < ${cursor?.id ?? 2 ** 31 - 1} order by a.question_id desc limit ${page.limit + 1}`,
  )
  const { rows, next } = cutPage(
    found.map((answer) => ({ ...answer, micros: '0' })),
    page.limit,
  )
  return { items: rows.map(({ micros: _, ...answer }) => answer), next }
}

async function select(db: Db, where: ReturnType<typeof sql>): Promise<CsatAnswer[]> {
  const { rows } = await sql<CsatAnswer>`
    select a.question_id as id, a.issue_id, q.question, a.score, a.choices, a.comment, a.at, a.changed_at,
      case when r.id is not null then json_build_object('id', r.id, 'name', r.name) end as rep
    from csat_answers a join csat_questions q on q.id = a.question_id left join reps r on r.id = a.rep_id
    where ${where}`.execute(db)
  return rows
}
