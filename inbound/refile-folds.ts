import { sql } from 'kysely'
import type { Db } from '../src/database/connection.ts'
import type { Reread } from '../src/mail/reread.ts'
import { compare } from './compare.ts'

/** Of one mail's issues: how many interactions before it are looked at, how many texts compared, how long each is. */
const most = { interactions: 8, letters: 4, mails: 3, chars: 16 << 10 }

/** Folds mails that are read again by what was really said before them in their issues, as filing does. */
export async function foldReread(db: Db, mails: readonly Reread[]): Promise<Reread[]> {
  const known = await saidBefore(
    db,
    mails.map((mail) => mail.email.id),
  )
  const answering = mails.filter((mail) => known.has(mail.email.id))
  if (answering.length === 0) return [...mails]
  const texts = answering.map(({ email }) => ({ text: email.text, known: known.get(email.id)! }))
  const folds = new Map((await compare(texts)).map((one, i) => [answering[i]!.email.id, one]))
  return mails.map((mail) => {
    const found = folds.get(mail.email.id)
    return found ? { ...mail, email: { ...mail.email, folds: found } } : mail
  })
}

type Said = { sent: string[]; got: string[] }

async function saidBefore(db: Db, emailIds: readonly number[]): Promise<Map<number, Said>> {
  const { rows } = await sql<{ emailId: number; ours: boolean; text: string }>`
    select e.id as email_id, l.id is not null as ours, left(coalesce(l.text, o.text), ${most.chars}) as text
    from emails e cross join lateral (
      select distinct b.interaction_id from actions a join actions b on b.issue_id = a.issue_id and b.deleted_at is null
      where a.interaction_id = e.interaction_id and a.deleted_at is null and b.interaction_id < e.interaction_id
      order by b.interaction_id desc limit ${most.interactions}) before
    left join letters l on l.interaction_id = before.interaction_id and l.state not in ('cancelled', 'scheduled')
    left join emails o on o.interaction_id = before.interaction_id
    where e.id = any(${[...emailIds]}::int[]) and coalesce(l.text, o.text, '') <> ''
    order by e.id, before.interaction_id desc`.execute(db)
  const known = new Map<number, Said>()
  for (const { emailId, ours, text } of rows) {
    const said = known.get(emailId) ?? { sent: [], got: [] }
    const list = ours ? said.sent : said.got
    if (list.length < (ours ? most.letters : most.mails)) list.push(text)
    known.set(emailId, said)
  }
  return known
}
