import { sql } from 'kysely'
import { csatHtml, csatText } from '../../templates/letters/csat.ts'
import type { Tx } from '../database/connection.ts'
import type { CsatWay } from '../database/tables-automatic.ts'
import { rulesFor } from '../mail/senders.ts'
import type { Secrets } from '../settings/secret.ts'
import { languageOfPerson } from './known-words.ts'
import { signId } from './signed-ids.ts'

type Asker = Readonly<{ secrets: Secrets; config: Readonly<{ publicUrl?: string; basePath?: string }> }>
type Asked = Readonly<{ issueId: number; mailboxId: number; address: string; way: CsatWay; repId: number | null }>

/** A question that is written down; `text` and `html` are what a letter says of it. */
export type Question = Readonly<{ id: number; question: string; text: string; html: string }>

/**
 * Makes the question for an issue that is being closed, if its mailbox asks in this way: never of automatic or campaign
 * issues, of blocked senders, where no person wrote, or again within the mailbox's quiet days of the issue or person.
 */
export async function questionFor(tx: Tx, { secrets, config }: Asker, asked: Asked): Promise<Question | undefined> {
  if (!config.publicUrl) return undefined
  const { issueId, mailboxId, way, repId, address } = asked
  const block = (await rulesFor(tx, [address]))(address)?.verdict === 'block'
  if (block) return undefined
  const { rows } = await sql<{ id: number; question: string; choices: number }>`
    insert into csat_questions (issue_id, user_identification_id, rep_id, choices, question)
    select i.id, i.user_identification_id, ${repId}::int, s.choices, s.question
    from issues i join csat_settings s on s.mailbox_id = ${mailboxId} and s.way = ${way}
    where i.id = ${issueId} and i.origin = 'human'
      and exists (select from actions a join interactions n on n.id = a.interaction_id left join emails e on e.interaction_id = n.id
        where a.issue_id = i.id and a.deleted_at is null and n.originator = 'customer' and e.automatic is null)
      and not exists (select from csat_questions q left join letters l on l.id = q.letter_id
        where (q.issue_id = i.id or q.user_identification_id = i.user_identification_id)
          and q.asked_at > now() - make_interval(days => s.quiet_days) and l.state is distinct from 'cancelled')
    returning id, question, choices`.execute(tx)
  const made = rows[0]
  if (!made) return undefined
  const page = `${config.publicUrl}${config.basePath ?? '/'}csat/${signId(secrets, 's', made.id)}`
  const link = (score: number) => `${page}?score=${score}`
  const asking = { ...made, language: await languageOfPerson(tx, { issueId }) }
  return { id: made.id, question: made.question, text: csatText(asking, link), html: csatHtml(asking, link) }
}

/** Which letter asks it. */
export async function askedBy(tx: Tx, questionId: number, letterId: number): Promise<void> {
  await tx.updateTable('csatQuestions').set({ letterId }).where('id', '=', questionId).execute()
}
