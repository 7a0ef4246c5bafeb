import { withCampaignLetters } from '../campaigns/read-letters.ts'
import type { Db } from '../database/connection.ts'
import { aroundIssue } from '../desk/around.ts'
import { conversation, type Entry } from '../desk/conversation.ts'
import { getIssue } from '../desk/issues.ts'
import type { HistoryItem } from '../desk/person-history.ts'
import type { Person } from '../people/people.ts'
import { Refusal } from './problems.ts'

/** An issue with all that was said in it, as the contract shapes it. */
export async function wholeIssue(db: Db, id: number, viewer: number | null): Promise<object> {
  const issue = await getIssue(db, id, viewer ?? undefined)
  if (!issue) throw new Refusal(404, `There is no issue ${id}.`)
  const [found, around] = await Promise.all([conversation(db, id), aroundIssue(db, id)])
  const entries = await withCampaignLetters(db, found)
  return {
    ...issue,
    ...around,
    actions: entries.filter((entry) => !entry.held).map(toAction),
    held: entries.filter((entry) => entry.held).map((entry) => entry.email),
  }
}

function toAction({ actionId, details, infoUsed, followUp, toDo, interaction, email, letter }: Entry): object {
  return {
    id: actionId,
    details,
    infoUsed,
    followUp,
    toDo,
    interaction: { ...interaction, ...present({ email, letter }) },
  }
}

/** A contact with its actions, as the contract shapes it. */
export function toInteraction({ interaction, email, letter, actions }: HistoryItem): object {
  const parts = actions.map(({ actionId, ...rest }) => ({ id: actionId, ...rest }))
  return { ...interaction, ...present({ email, letter }), actions: parts }
}

/** Lists look for no registered users: `matches` is filled where one person is asked for. */
export function toPerson(person: Person): object {
  return { ...person, names: `${person.firstNames} ${person.lastName}`.trim(), matches: [] }
}

function present(parts: Record<string, object | null>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null))
}
