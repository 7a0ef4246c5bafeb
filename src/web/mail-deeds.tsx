import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ReleaseMany } from '../../templates/mail-release.tsx'
import { blockSender } from '../desk/block-sender.ts'
import { refile, release, releasedAtOnce, releaseMany } from '../desk/release.ts'
import { getDeliveries } from '../mail/ledger.ts'
import { askRefiling } from '../mail/refilings.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const heldPage = '/mail?state=held'

/** The ways out of "held" and "failed": let in, one or many; read again; block the sender. */
export function mailDeeds(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/mail/release', (c) => confirmMany(c, desk))
    .post('/mail/release', (c) => letManyIn(c, desk))
    .post('/mail/refile', async (c) => {
      if (!c.get('ui').may('settings')) throw new Refusal(403, 'role')
      await db.transaction().execute((tx) => askRefiling(tx, { deliveryId: null, repId: c.get('rep').id }))
      return goOn(c, '/mail', { said: 'rereading' })
    })
    .post('/mail/:id{[0-9]+}/release', async (c) => {
      const { to, back } = await formOf(c)
      const where = to === 'new' ? 'new' : 'issue'
      const done = await db.transaction().execute((tx) => release(tx, actorOf(c), idOf(c), where))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, listOr(back), done === 'not held' ? { said: 'notReleased' } : { done: done.changeId })
    })
    .post('/mail/:id{[0-9]+}/refile', async (c) => {
      const { back } = await formOf(c)
      const done = await db.transaction().execute((tx) => refile(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, listOr(back), done.changeId === null ? { said: 'rereading' } : { done: done.changeId })
    })
    .post('/mail/:id{[0-9]+}/block', async (c) => {
      const { back } = await formOf(c)
      const done = await db.transaction().execute((tx) => blockSender(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, listOr(back), done === 'no sender' ? { said: 'noSender' } : { done: done.changeId })
    })
}

/** A mail that was looked at is not held any more: on to the list. */
function listOr(back: string | undefined): string {
  return back && !/^\/mail\/\d+$/.test(back) ? localPath(back) : heldPage
}

function idsIn(texts: readonly unknown[]): number[] {
  const ids = texts.flatMap((text) => (typeof text === 'string' ? (idIn(text) ?? []) : []))
  return [...new Set(ids)].slice(0, releasedAtOnce)
}

async function confirmMany(c: Context<Web>, desk: Desk) {
  if (!c.get('ui').may('work')) throw new Refusal(403, 'role')
  const ids = idsIn(c.req.queries('id') ?? [])
  const [parts, mails] = await Promise.all([pageParts(c, desk), getDeliveries(desk.db, ids)])
  const held = mails.filter((mail) => mail.state === 'held')
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.mail.many.title} place="held" shape="page">
      <ReleaseMany ui={parts.ui} mails={held} />
    </DeskPage>,
  )
}

async function letManyIn(c: Context<Web>, { db }: Desk) {
  const { id = [], to } = await bodyOf(c, true)
  const ids = idsIn(Array.isArray(id) ? id : [id])
  const where = to === 'new' ? 'new' : 'issue'
  const { changeId } = await db.transaction().execute((tx) => releaseMany(tx, actorOf(c), ids, where))
  return goOn(c, heldPage, changeId === null ? { said: 'notReleased' } : { done: changeId })
}
