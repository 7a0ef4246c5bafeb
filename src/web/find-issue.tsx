import type { Context } from 'hono'
import { sql } from 'kysely'
import { DeskPage } from '../../templates/desk.tsx'
import { FindIssue } from '../../templates/find-issue.tsx'
import type { Database } from '../database/connection.ts'
import { getIssue, listIssues } from '../desk/issues.ts'
import { likePart } from '../people/people.ts'
import type { Desk, Web } from './desk.ts'
import { idIn, idOf } from './input.ts'
import { pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/**
 * The issue that a rep means: by its number (#12, also with its subject behind), else by words that only one other
 * issue of the same person has in its subject. Undefined where nothing or more than one fits.
 */
export async function issueNamed(db: Database, issueId: number, typed: string): Promise<number | undefined> {
  const number = idIn(/^\s*#?(\d{1,9})(?=\s|$)/.exec(typed)?.[1])
  if (number !== undefined) return number
  const text = typed.trim().slice(0, 200)
  if (text === '') return undefined
  const { rows } = await sql<{ id: number }>`
    select o.id from issues i join issues o on o.user_identification_id = i.user_identification_id and o.id <> i.id
    where i.id = ${issueId} and o.deleted_at is null and o.merged_into_id is null and o.subject ilike ${likePart(text)}
    limit 2`.execute(db)
  return rows.length === 1 ? rows[0]!.id : undefined
}

/** Where a rep looks for the other issue: this person's first. Somebody else's is offered, not refused. */
export async function findPage(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const deed = c.req.query('deed') === 'merge' ? 'merge' : 'link'
  const actionId = idIn(c.req.query('action'))
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const into = idIn(c.req.query('into'))
  const [parts, issue, chosen] = await Promise.all([
    pageParts(c, desk),
    getIssue(desk.db, id),
    into === undefined ? undefined : getIssue(desk.db, into),
  ])
  if (!issue || (deed === 'link' && actionId === undefined)) throw new Refusal(404, 'missing')
  const [own, found] = await Promise.all([
    listIssues(desk.db, { person: issue.person.id, status: 'all' }, { limit: 21 }),
    q ? listIssues(desk.db, { q, status: 'all' }, { limit: 20 }) : { items: [] },
  ])
  const others = found.items.filter((one) => one.person.id !== issue.person.id)
  const props = { ...parts, deed, actionId, q, issue, chosen, others } as const
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.craft.findTitle[deed](id)} place="open" shape="page">
      <FindIssue {...props} own={own.items.filter((one) => one.id !== id && matches(one.subject, q, one.id))} />
    </DeskPage>,
  )
}

/** All of this person's issues stand there as long as none of them matches better. */
function matches(subject: string, q: string, id: number): boolean {
  return q === '' || `#${id} ${subject}`.toLowerCase().includes(q.toLowerCase())
}
