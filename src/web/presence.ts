import { Hono } from 'hono'
import { bePresent, type PresenceState } from '../desk/presence.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn } from './input.ts'
import { Refusal } from './refusal.ts'

const states: readonly string[] = ['viewing', 'typing', 'gone'] satisfies PresenceState[]

/** The heartbeat of an open issue: every ten seconds, and when its reader begins to write or leaves. */
export function presencePages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().post('/presence', async (c) => {
    const { issue, state = '' } = await formOf(c)
    const issueId = idIn(issue)
    if (issueId === undefined || !states.includes(state)) throw new Refusal(422, 'bad input')
    await bePresent(db, { repId: c.get('rep').id, issueId, state: state as PresenceState })
    return c.body(null, 204)
  })
}
