import { type Context, Hono } from 'hono'
import type { Tx } from '../database/connection.ts'
import { answerHeld, type HeldAnswer, heldAnswers } from '../desk/held-answers.ts'
import { detachAction, moveAction } from '../desk/move.ts'
import { changeParticipants } from '../desk/participants.ts'
import { acceptSuggestion, dismissSuggestion } from '../desk/suggestions.ts'
import { parseAddress } from '../letters/recipients.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

/** Where mail belongs and who takes part: posts that lead to where it is now, with an undo. */
export function threadingPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/issues/:id/actions/:action/move', async (c) => {
      const { into = '' } = await formOf(c)
      const target = idIn(into.trim().replace(/^#/, ''))
      if (target === undefined) throw new Refusal(422, 'bad input')
      const place = { issueId: idOf(c), actionId: idOf(c, 'action') }
      return does(c, desk, (tx) => moveAction(tx, actorOf(c), { ...place, into: target }))
    })
    .post('/issues/:id/actions/:action/detach', (c) => {
      const place = { issueId: idOf(c), actionId: idOf(c, 'action') }
      return does(c, desk, (tx) => detachAction(tx, actorOf(c), place))
    })
    .post('/issues/:id/suggestions/:suggestion/:decision', (c) => {
      const asked = { issueId: idOf(c), suggestionId: idOf(c, 'suggestion') }
      const decision = c.req.param('decision')
      if (decision !== 'accept' && decision !== 'dismiss') throw new Refusal(404, 'missing')
      const deed = decision === 'accept' ? acceptSuggestion : dismissSuggestion
      return does(c, desk, (tx) => deed(tx, actorOf(c), asked))
    })
    .post('/issues/:id/held/:mail', async (c) => {
      const { answer } = await formOf(c)
      if (!heldAnswers.includes(answer as HeldAnswer)) throw new Refusal(422, 'bad input')
      const asked = { issueId: idOf(c), deliveryId: idOf(c, 'mail'), answer: answer as HeldAnswer }
      return does(c, desk, (tx) => answerHeld(tx, actorOf(c), asked))
    })
    .post('/issues/:id/participants', async (c) => {
      const { address = '', name = '', remove } = await formOf(c)
      const one = parseAddress(address)
      if (!one) throw new Refusal(422, 'bad input')
      const people = [{ address: one.address, name: name.slice(0, 200) }]
      const wish = remove ? { added: [], removed: people } : { added: people, removed: [] }
      return does(c, desk, (tx) => changeParticipants(tx, actorOf(c), idOf(c), wish))
    })
}

type Done = { changeId: number | null; issueId?: number } | { problem: string } | 'not found'

async function does(c: Context<Web>, { db }: Desk, deed: (tx: Tx) => Promise<Done>) {
  const done = await db.transaction().execute(async (tx) => {
    const result = await deed(tx)
    // Thrown in here, so that nothing stays of a deed that was refused half way.
    if (result === 'not found') throw new Refusal(404, 'missing')
    if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
    return result
  })
  const { changeId, issueId = idOf(c) } = done
  return goOn(c, `/issues/${issueId}`, { done: changeId, said: changeId === null ? 'unchanged' : undefined })
}
