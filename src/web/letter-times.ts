import { Hono } from 'hono'
import { reschedule } from '../letters/schedule.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'
import { sendTime } from './send-times.ts'

/** Another time for a letter that waits for one; `deed=now` lets it go at once. */
export function letterTimePages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().post('/letters/:id/schedule', async (c) => {
    const form = await formOf(c)
    const sendAt = form.deed === 'now' ? ('now' as const) : sendTime(c, form)
    if (sendAt === undefined) throw new Refusal(422, 'bad input', c.get('ui').words.pen.badTime)
    const wish = { sendAt, ...(form.deed !== 'now' && { cancelIfReplied: form.cancelIfReplied === 'yes' }) }
    const done = await db.transaction().execute((tx) => reschedule(tx, actorOf(c), idOf(c), wish))
    if (done === 'not found') throw new Refusal(404, 'missing')
    const back = localPath(form.back)
    if (done === 'not waiting') return goOn(c, back, { said: 'tooLate' })
    if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
    return goOn(c, back, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
  })
}
