import { type Context, Hono } from 'hono'
import type { Cancelled } from '../letters/letters.ts'
import { type Undone, undoAnything } from '../letters/undo.ts'
import { undoDeed } from '../reps/roles.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

/** Takes back a change; a letter's change cancels the letter. */
export function undoPages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().post('/undo/:id', async (c) => {
    const { back } = await formOf(c)
    await mayUndo(c, db)
    const result = await db.transaction().execute((tx) => undoAnything(tx, actorOf(c), idOf(c)))
    return answer(c, localPath(back), result)
  })
}

/** What was done is taken back by those who may do it. */
async function mayUndo(c: Context<Web>, db: Desk['db']) {
  const change = await db.selectFrom('changes').select('kind').where('id', '=', idOf(c)).executeTakeFirst()
  if (change && !c.get('ui').may(undoDeed(change.kind))) throw new Refusal(403, 'role')
}

function answer(c: Context<Web>, back: string, result: Undone) {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if (result === 'already undone') return goOn(c, back, { said: 'alreadyUndone' })
  if ('conflict' in result) {
    if (result.letterId !== undefined) return goOn(c, back, { said: 'tooLate' })
    throw new Refusal(409, 'bad input', c.get('ui').words.flash.notUndone(result.conflict))
  }
  if (result.cancelled !== undefined) return goOn(c, back, afterCancel(result.cancelled, 'cancelled'))
  return goOn(c, back, { said: 'undone' })
}

/** The letter's words go back into the composer of its issue. */
export function afterCancel(letterId: number, cancelled: Cancelled): Record<string, string | number> {
  if (cancelled === 'too late' || cancelled === 'not found') return { said: 'tooLate' }
  return { said: 'cancelled', compose: letterId }
}
