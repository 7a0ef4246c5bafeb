import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { StartPage } from '../../templates/start.tsx'
import { hideFirstSteps, readFirstSteps } from '../desk/first-steps.ts'
import { addDemo, countDemo, removeDemo } from '../letters/demo-data.ts'
import { addSuggested } from '../letters/suggested-canned.ts'
import { suggestedLanguages } from '../letters/suggested-texts.ts'
import { type FoundServers, findServers } from '../mail/find-servers.ts'
import { systemLookups } from '../mail/server-lookups.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/settings/start'

/** Getting started: first steps and what helps with them. Admins only (page-deeds.ts). */
export function startPages(desk: Desk): Hono<Web> {
  const { db, config, guard } = desk
  const lookups = desk.lookups ?? systemLookups(config.dnsServers, guard)
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(`${home}/steps`, async (c) => {
      const { hidden, at } = await formOf(c)
      const changeId = await db.transaction().execute((tx) => hideFirstSteps(tx, actorOf(c), hidden === 'yes'))
      const back = at === '/' || at === '/issues' ? at : home
      return goOn(c, back, changeId === null ? { said: 'unchanged' } : { done: changeId })
    })
    .post(`${home}/servers`, async (c) => {
      const typed = ((await formOf(c)).address ?? '').trim().slice(0, 320)
      const found = await findServers(lookups, typed)
      return c.html(await page(c, desk, { found, typed }), found === 'bad address' ? 422 : 200)
    })
    .post(`${home}/canned`, (c) => suggest(c, desk))
    .post(`${home}/demo`, async (c) => {
      await addDemo(db, actorOf(c))
      return goOn(c, home, { demo: 'added' })
    })
    .post(`${home}/demo/remove`, async (c) => {
      const done = await removeDemo(db, actorOf(c))
      const words = c.get('ui').words.start.demo
      if (done === 'busy') return c.html(await page(c, desk, { trouble: words.busy }), 409)
      if ('tied' in done) return c.html(await page(c, desk, { trouble: words.kept(done.tied) }), 409)
      return goOn(c, home, { demo: 'removed' })
    })
}

async function suggest(c: Context<Web>, desk: Desk) {
  const { language } = await formOf(c)
  const known = suggestedLanguages.find((one) => one === language) ?? 'en'
  const writer = { actor: actorOf(c), admin: true }
  const { changeId } = await desk.db.transaction().execute((tx) => addSuggested(tx, writer, known))
  return changeId === null ? goOn(c, home, { canned: 'none' }) : goOn(c, '/settings/canned', { done: changeId })
}

type Around = { trouble?: string; found?: FoundServers | 'bad address'; typed?: string }

async function page(c: Context<Web>, desk: Desk, around: Around = {}) {
  const [parts, first, demo] = await Promise.all([
    pageParts(c, desk),
    readFirstSteps(desk.db, desk.config.relayUrl),
    countDemo(desk.db),
  ])
  const { ui } = parts
  const shown = { first, demo, address: desk.config.supportAddress, languages: suggestedLanguages, ...around }
  return (
    <DeskPage {...parts} title={ui.words.start.title} place="settings" shape="page">
      <StartPage ui={ui} {...shown} notice={noticeOf(c)} />
    </DeskPage>
  )
}

function noticeOf(c: Context<Web>): string | undefined {
  const words = c.get('ui').words.start
  if (c.req.query('canned') === 'none') return words.canned.none
  const demo = c.req.query('demo')
  return demo === 'added' ? words.demo.added : demo === 'removed' ? words.demo.removed : undefined
}
