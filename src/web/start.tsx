import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { StartPage } from '../../templates/start.tsx'
import { hideFirstSteps, readFirstSteps, stepsHidden } from '../desk/first-steps.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/settings/start'

/** Getting started: first steps and what helps with them. Admins only (page-deeds.ts). */
export function startPages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(`${home}/steps`, async (c) => {
      const { hidden, at } = await formOf(c)
      const changeId = await db.transaction().execute((tx) => hideFirstSteps(tx, actorOf(c), hidden === 'yes'))
      const back = at === '/' || at === '/issues' ? at : home
      return goOn(c, back, changeId === null ? { said: 'unchanged' } : { done: changeId })
    })
}

async function page(c: Context<Web>, desk: Desk) {
  const [parts, first] = await Promise.all([pageParts(c, desk), readFirstSteps(desk.db, desk.config.relayUrl)])
  return (
    <DeskPage {...parts} title={parts.ui.words.start.title} place="settings" shape="page">
      <StartPage ui={parts.ui} first={first} address={desk.config.supportAddress} />
    </DeskPage>
  )
}

/** What the front page shows of it; undefined for who cannot do these things, and where it is hidden. */
export async function frontSteps(c: Context<Web>, { db, config }: Desk) {
  if (!c.get('ui').may('settings') || (await stepsHidden(db))) return undefined
  return { first: await readFirstSteps(db, config.relayUrl), address: config.supportAddress }
}
