import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { undoAnything } from '../letters/undo.ts'
import { may, undoDeed } from '../reps/roles.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { idText } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const take = route({
  method: 'post',
  path: '/undo/{changeId}',
  deed: 'read', // what else it takes is asked of the change, below
  summary: 'Takes a change back, where nothing newer touched the same thing; undo its changeId to do it again',
  params: z.object({ changeId: idText }),
  answer: z.object({ undone: z.int(), ...changed }),
})

export function undoRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(take, (c) => {
    const undone = c.req.valid('param').changeId
    return once(c, db, {
      status: 200,
      effect: async (tx) => {
        await mayUndo(tx, c, undone)
        return { undone, changeId: await takeBack(tx, c.var.actor, undone) }
      },
    })
  })
}

async function mayUndo(tx: Tx, c: ApiContext, changeId: number) {
  const change = await tx.selectFrom('changes').select('kind').where('id', '=', changeId).executeTakeFirst()
  const { role } = c.var.key
  if (!change || may(role, undoDeed(change.kind))) return
  throw new Refusal(403, `The role ${role} may not undo a change of the kind ${change.kind}: use another key.`)
}

async function takeBack(tx: Tx, actor: Actor, changeId: number): Promise<number> {
  const result = await undoAnything(tx, actor, changeId)
  if (result === 'not found') throw new Refusal(404, `There is no change ${changeId}.`)
  if (result === 'already undone') throw new Refusal(409, `Change ${changeId} is undone already.`)
  if ('conflict' in result) throw new Refusal(409, result.conflict)
  return result.changeId
}
