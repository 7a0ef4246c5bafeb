import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { MailLedger, RawMailPage } from '../../templates/mail.tsx'
import type { DeliveryState } from '../database/tables.ts'
import { recordChange } from '../desk/changes.ts'
import { refileMail, releaseMail } from '../mail/deliveries.ts'
import { getDelivery, listMail, rawMail } from '../mail/ledger.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const states: readonly string[] = ['kept', 'filed', 'held', 'failed'] satisfies DeliveryState[]
const shownBytes = 65_536

/** The ledger of mail that came in: every delivery with its state and reason, the bytes, and the way out of "held". */
export function mailPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/mail', (c) => ledger(c, desk))
    .get('/mail/:id', (c) => raw(c, desk))
    .get('/mail/:id/source', (c) => source(c, desk))
    .post('/mail/:id/release', async (c) => {
      const { to, back } = await formOf(c)
      const id = idOf(c)
      const done = await desk.db.transaction().execute(async (tx) => {
        const released = await releaseMail(tx, id, to === 'new' ? 'new' : 'issue')
        if (released === 'released')
          await recordChange(tx, actorOf(c), { kind: 'mail.release', after: { deliveryId: id } })
        return released
      })
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, back ? localPath(back) : '/mail?state=held', {
        said: done === 'released' ? 'released' : 'notReleased',
      })
    })
    .post('/mail/:id/refile', async (c) => {
      const done = await desk.db.transaction().execute((tx) => refileMail(tx, idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, '/mail?state=held', { said: done === 'refiled' ? 'released' : 'notReleased' })
    })
}

async function ledger(c: Context<Web>, desk: Desk) {
  const asked = c.req.query('state') ?? ''
  const state = states.includes(asked) ? (asked as DeliveryState) : undefined
  const page = { cursor: c.req.query('cursor'), limit: 50 }
  const held = state === 'held'
  const [parts, failed, mail] = await Promise.all([
    pageParts(c, desk),
    held ? listMail(desk.db, { state: 'failed' }, page) : undefined,
    listMail(desk.db, { state }, page),
  ])
  const items = failed ? [...failed.items, ...mail.items].sort((a, b) => b.id - a.id) : mail.items
  const words = parts.ui.words.mail
  return c.html(
    <DeskPage {...parts} title={held ? words.held : words.title} place={held ? 'held' : 'mail'} shape="page">
      <MailLedger ui={parts.ui} held={held} items={items} next={mail.next} />
    </DeskPage>,
  )
}

async function raw(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const [parts, delivery, bytes] = await Promise.all([
    pageParts(c, desk),
    getDelivery(desk.db, id),
    rawMail(desk.db, id),
  ])
  if (!delivery || !bytes) throw new Refusal(404, 'missing')
  const text = bytes
    .subarray(0, shownBytes)
    .toString('utf8')
    .replace(/[^\P{Cc}\n\t]/gu, '')
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.mail.rawTitle} place="held" shape="page">
      <RawMailPage ui={parts.ui} delivery={delivery} text={text} />
    </DeskPage>,
  )
}

/** The bytes as they came, as plain text to save: a browser must never take them for a page. */
async function source(c: Context<Web>, desk: Desk) {
  if (!c.get('ui').may('work')) throw new Refusal(403, 'role')
  const id = idOf(c)
  const bytes = await rawMail(desk.db, id)
  if (!bytes) throw new Refusal(404, 'missing')
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="mail-${id}.eml"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
}
