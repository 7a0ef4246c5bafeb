import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { getPerson } from '../people/people.ts'
import type { Actor } from './changes.ts'
import { bundle } from './move.ts'
import { changePerson } from './person-changes.ts'
import { release } from './release.ts'

/** Whose a held answer is: the same person's under another address, another participant's, or nobody's here. */
export const heldAnswers = ['same person', 'participant', 'new issue'] as const
export type HeldAnswer = (typeof heldAnswers)[number]

type Asked = Readonly<{ issueId: number; deliveryId: number; answer: HeldAnswer }>

/**
 * Answers the one question that a held answer asks (design section 2, Reopening). The same person gets the address;
 * then, as for another participant, the mail is filed here by the filing worker.
 */
export async function answerHeld(
  tx: Tx,
  actor: Actor,
  { issueId, deliveryId, answer }: Asked,
): Promise<{ changeId: number } | { problem: string } | 'not found'> {
  const held = await heldMail(tx, issueId, deliveryId)
  if (!held) return 'not found'
  const adopted = answer === 'same person' ? await addAddress(tx, actor, held) : { changeId: null }
  if ('problem' in adopted) return adopted
  const done = await release(tx, actor, deliveryId, answer === 'new issue' ? 'new' : 'issue')
  if (done === 'not found') return done
  if (done === 'not held') return { problem: 'This mail is not held any more.' }
  return adopted.changeId === null ? done : bundle(tx, actor, { issueId, deed: 'held', changes: [adopted, done] })
}

type Held = Readonly<{ personId: number; from: string }>

async function heldMail(tx: Tx, issueId: number, deliveryId: number): Promise<Held | undefined> {
  const { rows } = await sql<Held>`
    select i.user_identification_id as person_id, e.from_address as "from"
    from emails e join issues i on i.id = e.held_for_issue_id
    where e.delivery_id = ${deliveryId} and e.held_for_issue_id = ${issueId} and e.interaction_id is null for update of e`.execute(
    tx,
  )
  return rows[0]
}

async function addAddress(
  tx: Tx,
  actor: Actor,
  { personId, from }: Held,
): Promise<{ changeId: number | null } | { problem: string }> {
  if (!from) return { problem: 'This mail names no clear address: it cannot be added to anybody.' }
  const person = await getPerson(tx, personId)
  if (person?.emails.some((email) => addressKey(email) === addressKey(from))) return { changeId: null }
  const changed = await changePerson(tx, actor, personId, { emails: [...(person?.emails ?? []), from] })
  if (changed === 'not found') return { problem: `Customer ${personId} is gone.` }
  if ('conflict' in changed) return { problem: 'Somebody changed this customer at the same moment: try again.' }
  return changed
}

/** SQL: when the oldest held answer came that a person wrote; no row where none waits. Reads a partial index of held mail. */
export const oldestHeldAnswer = sql<{ issueId: number; receivedAt: Date }>`
  select held_for_issue_id as issue_id, received_at from emails
  where interaction_id is null and held_for_issue_id is not null and automatic is null
  order by received_at limit 1`

const hour = 3_600_000
const [opens, closes] = [9, 17]

/** Hours of Monday to Friday, 9 to 17 by the machine's clock, between two times; no more than `most` are counted. */
export function businessHours(from: Date, to: Date, most: number): number {
  let hours = 0
  for (let day = new Date(from).setHours(0, 0, 0, 0); day < +to && hours < most; day = nextDay(day)) {
    if ([0, 6].includes(new Date(day).getDay())) continue
    const begin = Math.max(+from, new Date(day).setHours(opens))
    const end = Math.min(+to, new Date(day).setHours(closes))
    hours += Math.max(0, end - begin) / hour
  }
  return Math.min(hours, most)
}

function nextDay(day: number): number {
  const next = new Date(day)
  return next.setDate(next.getDate() + 1)
}
