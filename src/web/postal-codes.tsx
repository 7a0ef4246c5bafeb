import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { PostalCodesPage } from '../../templates/postal-codes.tsx'
import { importPostalCodes } from '../people/postal-codes.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf } from './input.ts'
import { pageParts } from './page.ts'

const home = '/settings/postal-codes'

/** The table of postal codes, to be imported. Admins only (page-deeds.ts). */
export function postalCodePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const { file } = await bodyOf(c)
      const problem = c.get('ui').words.postalCodes.none
      if (!(file instanceof File) || file.size === 0) return c.html(await page(c, desk, { problem }), 422)
      const done = await importPostalCodes(desk.db, await file.text())
      return c.html(await page(c, desk, done), 'problem' in done ? 422 : 200)
    })
}

async function page(c: Context<Web>, desk: Desk, done: { taken?: number; problem?: string } = {}) {
  const parts = await pageParts(c, desk)
  return (
    <DeskPage {...parts} title={parts.ui.words.postalCodes.title} place="mailboxes" shape="page">
      <PostalCodesPage ui={parts.ui} {...done} />
    </DeskPage>
  )
}
