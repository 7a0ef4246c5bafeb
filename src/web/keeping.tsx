import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { KeepingPage } from '../../templates/keeping.tsx'
import { changeRawKeeping } from '../desk/keeping-changes.ts'
import { keepingChoices, readRawKeeping } from '../mail/raw-keeping.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/settings/keeping'

/** How long the bytes of mail are kept. For those who may change settings. */
export function keepingPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const { months } = await formOf(c)
      const wish = { months: keepingChoices.find((choice) => String(choice) === months) ?? null }
      const done = await desk.db.transaction().execute((tx) => changeRawKeeping(tx, actorOf(c), wish))
      return goOn(c, home, done === null ? { said: 'unchanged' } : { done })
    })
}

async function page(c: Context<Web>, desk: Desk) {
  const [parts, keeping] = await Promise.all([pageParts(c, desk), readRawKeeping(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.keeping.title} place="settings" shape="page">
      <KeepingPage ui={parts.ui} keeping={keeping} choices={keepingChoices} />
    </DeskPage>
  )
}
