import type { Context } from 'hono'
import type { InteractionForm } from '../../templates/interaction-props.ts'
import type { Tx } from '../database/connection.ts'
import { type SavedForm, settleForm, takeForm } from '../desk/interaction-forms.ts'
import type { Foreign } from '../desk/ownership.ts'
import { addToInteraction, recordInteraction } from '../desk/record-interaction.ts'
import { personOf } from '../desk/who.ts'
import type { Desk, Web } from './desk.ts'
import { actionOf, timeOf, whoOf } from './interaction-form.ts'
import { actorOf } from './issue-changes.tsx'
import { Refusal } from './refusal.ts'

type Refused = Readonly<{ problem: string; offer?: Foreign['offer'] }>

/** Carries the refusal out of the transaction, so that nothing stays of what was done before it. */
class NotSaved extends Error {
  readonly refused: Refused

  constructor(refused: Refused) {
    super(refused.problem)
    this.refused = refused
  }
}

type Way = Readonly<{
  /** The interaction that goes on. */
  interactionId: number | undefined
  /** A last question to the rep; asked after a form that was saved is known, since saving changes its answer. */
  check: (tx: Tx) => Promise<string | undefined>
}>

/** Records what the form holds, once however often it is sent. */
export async function saveForm(
  c: Context<Web>,
  { db }: Desk,
  values: InteractionForm,
  { interactionId, check }: Way,
): Promise<SavedForm | Refused> {
  if (!/^[\w-]{16,64}$/.test(values.key)) throw new Refusal(422, 'bad input')
  try {
    return await db.transaction().execute(async (tx) => {
      const earlier = await takeForm(tx, values.key, c.get('rep').id)
      if (earlier) return earlier
      const problem = await check(tx)
      if (problem) throw new NotSaved({ problem })
      const done =
        interactionId === undefined ? await begin(c, tx, values) : await goOnWith(c, tx, values, interactionId)
      if (done === 'not found') throw new Refusal(404, 'missing')
      if ('problem' in done) throw new NotSaved(done)
      const saved = { interactionId: done.id, issueId: done.actions[0]!.issueId, changeId: done.changeId }
      await settleForm(tx, values.key, saved)
      return saved
    })
  } catch (error) {
    if (error instanceof NotSaved) return error.refused
    throw error
  }
}

async function begin(c: Context<Web>, tx: Tx, values: InteractionForm) {
  const actor = actorOf(c)
  const who = await personOf(tx, actor, whoOf(values))
  if ('problem' in who) return who
  const at = timeOf(c, values)
  return recordInteraction(tx, actor, {
    personId: who.personId,
    channel: values.otherChannel.trim() || values.channel,
    originator: values.originator,
    actions: [actionOf(c, values)],
    ...(at instanceof Date && { occurredAt: at }),
  })
}

function goOnWith(c: Context<Web>, tx: Tx, values: InteractionForm, interactionId: number) {
  return addToInteraction(tx, actorOf(c), interactionId, [actionOf(c, values)])
}
