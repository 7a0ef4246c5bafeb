import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { OwnKeysPage } from '../../templates/own-keys.tsx'
import { keySettings, setOwnKeys } from '../reps/rep-settings.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { changeable, type KeyFaults, readKeys } from './key-choices.ts'
import { goOn, pageParts } from './page.ts'

const home = '/account/keys'

/** A rep's own keys, on every machine where he works. */
export function ownKeyPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk, (await keySettings(desk.db, c.get('rep').id)).own)))
    .post(home, async (c) => {
      const form = await formOf(c)
      const { keys, faults } = form.deed === 'reset' ? { keys: {}, faults: {} } : readKeys(form, c.get('ui').words)
      if (Object.keys(faults).length > 0) return c.html(await page(c, desk, form, faults), 422)
      await setOwnKeys(desk.db, c.get('rep').id, keys)
      return goOn(c, home, { said: 'kept' })
    })
}

async function page(c: Context<Web>, desk: Desk, values: Readonly<Record<string, string>>, faults: KeyFaults = {}) {
  const parts = await pageParts(c, desk)
  const lines = changeable.map((each) => ({ ...each, value: values[each.name] ?? each.key, fault: faults[each.name] }))
  return (
    <DeskPage {...parts} title={parts.ui.words.ownKeys.title} place="settings" shape="page">
      <OwnKeysPage ui={parts.ui} lines={lines} />
    </DeskPage>
  )
}
