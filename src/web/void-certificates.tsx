import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { VoidCertificatesPage } from '../../templates/void-certificates.tsx'
import { unspentOf, voidUnspent } from '../campaigns/void-certificates.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** What is left of a campaign's certificates, made void at once by an admin. */
export function voidCertificatePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns/:id/void-certificates', async (c) => c.html(await page(c, desk)))
    .post('/campaigns/:id/void-certificates', (c) => takeAll(c, desk))
}

type Typed = Readonly<{ count: string; reason: string }>

async function page(c: Context<Web>, desk: Desk, shown: { typed?: Typed; problem?: string } = {}) {
  const campaign = await campaignOf(c, desk.db)
  const [parts, unspent] = await Promise.all([pageParts(c, desk), unspentOf(desk.db, campaign.id)])
  return (
    <DeskPage {...parts} title={parts.ui.words.voidAll.title} place="campaigns" shape="page">
      <VoidCertificatesPage ui={parts.ui} campaign={campaign} unspent={unspent} {...shown} />
    </DeskPage>
  )
}

async function takeAll(c: Context<Web>, desk: Desk) {
  const { id } = await campaignOf(c, desk.db)
  const words = c.get('ui').words.voidAll
  const form = await formOf(c)
  const typed = { count: (form.count ?? '').trim().slice(0, 12), reason: (form.reason ?? '').trim().slice(0, 500) }
  const { certificates } = await unspentOf(desk.db, id)
  if (typed.count !== String(certificates))
    return c.html(await page(c, desk, { typed, problem: words.wrongCount(String(certificates)) }), 422)
  if (!typed.reason) return c.html(await page(c, desk, { typed, problem: words.noReason }), 422)
  const wish = { id, reason: typed.reason, expected: certificates }
  const done = await desk.db.transaction().execute((tx) => voidUnspent(tx, actorOf(c), wish))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await page(c, desk, { typed, problem: done.problem }), 409)
  return goOn(c, `/campaigns/${id}`, { said: 'saved' })
}
