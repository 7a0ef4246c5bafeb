import type { Context } from 'hono'
import { readFirstSteps, stepsHidden } from '../desk/first-steps.ts'
import type { Desk, Web } from './desk.ts'

/** What the front page shows of getting started; undefined for who cannot do these things, and where it is hidden. */
export async function frontSteps(c: Context<Web>, { db, config }: Desk) {
  if (!c.get('ui').may('settings') || (await stepsHidden(db))) return undefined
  return { first: await readFirstSteps(db, config.relayUrl), address: config.supportAddress }
}
