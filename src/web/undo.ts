import { type Context, Hono } from 'hono'
import { type UndoResult, undoChange } from '../desk/undo.ts'
import { cancelLetter } from '../letters/letters.ts'
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
    const actor = actorOf(c)
    const result = await db.transaction().execute(async (tx) => {
      const undone = await undoChange(tx, actor, idOf(c))
      return typeof undone === 'object' && 'letterId' in undone
        ? { letterId: undone.letterId, cancelled: await cancelLetter(tx, actor, undone.letterId) }
        : undone
    })
    return answer(c, localPath(back), result)
  })
}

type Cancelled = { letterId: number; cancelled: Awaited<ReturnType<typeof cancelLetter>> }

function answer(c: Context<Web>, back: string, result: Exclude<UndoResult, { letterId: number }> | Cancelled) {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if (result === 'undone') return goOn(c, back, { said: 'undone' })
  if (result === 'already undone') return goOn(c, back, { said: 'alreadyUndone' })
  if ('conflict' in result) throw new Refusal(409, 'bad input', c.get('ui').words.flash.notUndone(result.conflict))
  return goOn(c, back, afterCancel(result.letterId, result.cancelled))
}

/** The letter's words go back into the composer of its issue. */
export function afterCancel(letterId: number, cancelled: Cancelled['cancelled']): Record<string, string | number> {
  if (cancelled === 'too late' || cancelled === 'not found') return { said: 'tooLate' }
  return { said: 'cancelled', compose: letterId }
}
