import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { DeskPage } from '../../templates/desk.tsx'
import { Shortcuts, ShortcutsPage } from '../../templates/shortcuts.tsx'
import { keySettings, setSingleKeys } from '../reps/rep-settings.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { goOn, isHtmx, pageParts } from './page.ts'

/** What concerns the reader alone: light or dark, the sheet of keys. */
export function ownPages(desk: Desk): Hono<Web> {
  const { config } = desk
  const secure = config.publicUrl.startsWith('https:')
  return new Hono<Web>()
    .post('/theme', async (c) => {
      const { theme = '', back } = await formOf(c)
      const known = theme === 'light' || theme === 'dark' ? theme : 'system'
      setCookie(c, 'theme', known, { path: config.basePath, maxAge: 31536000, httpOnly: true, sameSite: 'Lax', secure })
      return goOn(c, localPath(back))
    })
    .post('/keys', async (c) => {
      const { single } = await formOf(c)
      await setSingleKeys(desk.db, c.get('rep').id, single !== 'off')
      return goOn(c, '/shortcuts')
    })
    .get('/shortcuts', async (c) => {
      if (isHtmx(c)) {
        const { own } = await keySettings(desk.db, c.get('rep').id)
        return c.html(<Shortcuts ui={c.get('ui')} own={own} />)
      }
      const parts = await pageParts(c, desk)
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.shortcuts.title} place="open" shape="page">
          <ShortcutsPage ui={parts.ui} singleKeys={parts.singleKeys} own={parts.ownKeys} />
        </DeskPage>,
      )
    })
}
