import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import { type Actor, lastChangeId } from '../desk/changes.ts'
import { undo } from '../desk/undo.ts'
import { cancelLetter } from '../letters/letters.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { idText } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const take = route({
  method: 'post',
  path: '/undo/{changeId}',
  deed: 'work',
  summary: 'Takes a change back, where nothing newer touched the same thing; undo its changeId to do it again',
  params: z.object({ changeId: idText }),
  answer: z.object({ undone: z.int(), ...changed }),
})

export function undoRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(take, (c) => {
    const undone = c.req.valid('param').changeId
    return once(c, db, {
      status: 200,
      effect: async (tx) => ({ undone, changeId: await takeBack(tx, c.var.actor, undone) }),
    })
  })
}

async function takeBack(tx: Tx, actor: Actor, changeId: number): Promise<number> {
  const result = await undo(tx, actor, changeId)
  if (result === 'not found') throw new Refusal(404, `There is no change ${changeId}.`)
  if (result === 'already undone') throw new Refusal(409, `Change ${changeId} is undone already.`)
  if ('conflict' in result) throw new Refusal(409, result.conflict)
  if ('changeId' in result) return result.changeId
  const cancelled = await cancelLetter(tx, actor, result.letterId)
  if (cancelled === 'cancelled') return lastChangeId(tx)
  throw new Refusal(409, `Letter ${result.letterId} cannot be called back (${cancelled}).`)
}
