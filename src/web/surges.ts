import { Hono } from 'hono'
import { dismissSurge } from '../desk/surges.ts'
import type { Desk, Web } from './desk.ts'
import { idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

/** Takes a surge off the front page; one that somebody else took off is gone already. */
export function surgePages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/surges/:id/dismiss', async (c) => {
    const id = idOf(c)
    const done = await desk.db.transaction().execute((tx) => dismissSurge(tx, actorOf(c), id))
    if (done === 'not found') throw new Refusal(404, 'missing')
    return goOn(c, '/', typeof done === 'object' ? { done: done.changeId } : {})
  })
}
