import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { BulkSenderPage, SuppressionsPage } from '../../templates/suppressions.tsx'
import { memberKeyed } from '../campaigns/member-keys.ts'
import { setSenderIdentity } from '../desk/sender-identity-changes.ts'
import { liftAndRecord, suppressAndRecord } from '../desk/suppression-changes.ts'
import { type SenderIdentity, senderIdentity } from '../people/sender-identity.ts'
import { listSuppressions } from '../people/suppressions.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/suppressions'
const senderHome = '/settings/bulk-sender'

/** Who gets no bulk mail, and who sends it. Who may do what is in page-deeds.ts. */
export function suppressionPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, (c) => page(c, desk))
    .post(home, (c) => add(c, desk))
    .post(`${home}/:id/lift`, (c) => liftOne(c, desk))
    .get(senderHome, (c) => senderPage(c, desk))
    .post(senderHome, (c) => saveSender(c, desk))
}

async function page(c: Context<Web>, desk: Desk, typed?: { email: string; problem: string }) {
  const q = (c.req.query('q') ?? '').trim().slice(0, 254)
  const [parts, found] = await Promise.all([
    pageParts(c, desk),
    listSuppressions(desk.db, { address: q || undefined }, { cursor: c.req.query('cursor'), limit: 50 }),
  ])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.suppressions.title} place="settings" shape="page">
      <SuppressionsPage ui={parts.ui} {...found} q={q} typed={typed} />
    </DeskPage>,
    typed ? 422 : 200,
  )
}

async function add(c: Context<Web>, desk: Desk) {
  const { email = '', scope } = await formOf(c)
  const words = c.get('ui').words.suppressions
  const keyed = await memberKeyed(desk.db, email.trim())
  if ('problem' in keyed) return page(c, desk, { email, problem: words.wrong })
  const wish = { address: keyed.address, scope: scope === 'all' ? 'all' : 'marketing', reason: 'by hand' } as const
  const done = await desk.db.transaction().execute((tx) => suppressAndRecord(tx, actorOf(c), wish))
  return done ? goOn(c, home, { done: done.changeId }) : page(c, desk, { email, problem: words.already })
}

async function liftOne(c: Context<Web>, desk: Desk) {
  const { back = '' } = await formOf(c)
  const done = await desk.db.transaction().execute((tx) => liftAndRecord(tx, actorOf(c), idOf(c), 'by hand'))
  if (done === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, /^\/people\/\d+$/.test(back) ? back : home, { done: done.changeId })
}

async function senderPage(c: Context<Web>, desk: Desk, typed?: SenderIdentity, problem?: string) {
  const [parts, sender] = await Promise.all([pageParts(c, desk), senderIdentity(desk.db)])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.bulkSender.title} place="settings" shape="page">
      <BulkSenderPage ui={parts.ui} sender={typed ?? sender} problem={problem} />
    </DeskPage>,
    problem ? 422 : 200,
  )
}

async function saveSender(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const wish = {
    postalAddress: plainLines(form.postalAddress),
    legalText: plainLines(form.legalText),
    optOutOfferedSince: (form.since ?? '').trim() || null,
    optOutWording: plainLines(form.optOutWording),
  }
  const done = await desk.db.transaction().execute((tx) => setSenderIdentity(tx, actorOf(c), wish))
  if ('problem' in done) return senderPage(c, desk, wish, done.problem)
  return goOn(c, senderHome, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
