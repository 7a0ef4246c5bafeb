import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SettingsHistoryPage } from '../../templates/settings-history.tsx'
import { listSettingsChanges, settingNouns } from '../desk/settings-history.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'

/** What was changed for the whole desk; each line can be taken back. For those who may change settings. */
export function settingsHistoryPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/settings/history', async (c) => c.html(await page(c, desk)))
}

const day = 24 * 60 * 60_000

async function page(c: Context<Web>, desk: Desk) {
  const text = (name: string) => (c.req.query(name) ?? '').slice(0, 20)
  const filter = { kind: text('kind'), from: text('from'), to: text('to') }
  const to = dateOf(filter.to)
  const wish = { kind: filter.kind || undefined, from: dateOf(filter.from), to: to && new Date(+to + day) }
  const [parts, list] = await Promise.all([
    pageParts(c, desk),
    listSettingsChanges(desk.db, wish, { cursor: c.req.query('cursor'), limit: 50 }),
  ])
  return (
    <DeskPage {...parts} title={parts.ui.words.settingsHistory.title} place="history" shape="page">
      <SettingsHistoryPage ui={parts.ui} filter={filter} kinds={settingNouns} {...list} />
    </DeskPage>
  )
}

/** A day as the browser's own field sends it; anything else is no limit. */
function dateOf(text: string): Date | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : undefined
}
