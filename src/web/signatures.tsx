import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { DeskPage } from '../../templates/desk.tsx'
import { MailboxSignatures, OwnSignature } from '../../templates/signatures.tsx'
import { mailboxSignatures, type Owner, setSignature, signatureText } from '../letters/signatures.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** The lines below letters: a rep's own, and those of each mailbox. */
export function signaturePages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/account/signature', async (c) => {
      const text = await signatureText(db, { repId: c.get('rep').id })
      return page(c, desk, c.get('ui').words.signatures.own, <OwnSignature ui={c.get('ui')} text={text} />)
    })
    .post('/account/signature', (c) => save(c, desk, { repId: c.get('rep').id }, '/account/signature'))
    .get('/settings/signatures', async (c) => {
      const mailboxes = await mailboxSignatures(db)
      const ui = c.get('ui')
      return page(c, desk, ui.words.signatures.title, <MailboxSignatures ui={ui} mailboxes={mailboxes} />)
    })
    .post('/settings/signatures/:id', (c) => save(c, desk, { mailboxId: idOf(c) }, '/settings/signatures'))
}

async function page(c: Context<Web>, desk: Desk, title: string, children: Child) {
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={title} place="settings" shape="page">
      {children}
    </DeskPage>,
  )
}

async function save(c: Context<Web>, { db }: Desk, owner: Owner, back: string) {
  const { text } = await formOf(c)
  const done = await db.transaction().execute((tx) => setSignature(tx, actorOf(c), owner, plainLines(text)))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
  return goOn(c, back, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
