import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { HelpdeskImportPage, type HelpdeskImportProps } from '../../templates/helpdesk-import.tsx'
import { importHelpdesk } from '../letters/import-helpdesk.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf } from './input.ts'
import { pageParts } from './page.ts'

const home = '/settings/start/helpdesk'
const mostFiles = 50

/** The export of another helpdesk, to be brought over. Admins only (page-deeds.ts). */
export function helpdeskImportPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const body = await bodyOf(c, true)
      const files = [body.files].flat().filter((each): each is File => each instanceof File && each.size > 0)
      const problem = c.get('ui').words.start.helpdesk.none
      if (files.length === 0) return c.html(await page(c, desk, { problem }), 422)
      const mailboxes = await listMailboxes(desk.db)
      const mailbox = mailboxes.find(({ id }) => String(id) === body.mailbox) ?? mailboxes[0]!
      const done = await importHelpdesk(desk.db, await Promise.all(files.slice(0, mostFiles).map(readFile)), mailbox)
      if ('problem' in done) return c.html(await page(c, desk, done), 422)
      return c.html(await page(c, desk, { done }))
    })
}

async function readFile(file: File) {
  return { name: file.name.slice(0, 200), bytes: Buffer.from(await file.arrayBuffer()) }
}

async function page(c: Context<Web>, desk: Desk, done: Pick<HelpdeskImportProps, 'done' | 'problem'> = {}) {
  const [parts, mailboxes] = await Promise.all([pageParts(c, desk), listMailboxes(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.start.helpdesk.title} place="settings" shape="page">
      <HelpdeskImportPage ui={parts.ui} mailboxes={mailboxes} {...done} />
    </DeskPage>
  )
}
