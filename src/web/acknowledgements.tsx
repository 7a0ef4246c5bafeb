import { type Context, Hono } from 'hono'
import { AcknowledgementsPage } from '../../templates/acknowledgements.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { stoppedSenders } from '../letters/acknowledgement-limits.ts'
import { listAcknowledgements, setAcknowledgement } from '../letters/acknowledgements.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/acknowledgements'

/** What mailboxes answer by themselves. Admins only (session.ts). */
export function acknowledgementPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get(home, async (c) => c.html(await page(c, desk))).post(`${home}/:id`, (c) => save(c, desk))
}

type Fault = Readonly<{ mailboxId: number; problem: string; subject: string; text: string; acknowledge: boolean }>

async function page(c: Context<Web>, desk: Desk, fault?: Fault) {
  const [parts, lines, stopped] = await Promise.all([
    pageParts(c, desk),
    listAcknowledgements(desk.db),
    stoppedSenders(desk.db),
  ])
  const shown = lines.map((line) => (line.mailboxId === fault?.mailboxId ? { ...line, ...fault } : line))
  return (
    <DeskPage {...parts} title={parts.ui.words.acknowledgements.title} place="mailboxes" shape="page">
      <AcknowledgementsPage ui={parts.ui} lines={shown} stopped={stopped} />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk) {
  const mailboxId = idOf(c)
  const form = await formOf(c)
  const typed = (name: string) => form[`${name}-${mailboxId}`] ?? ''
  const wanted = { acknowledge: typed('acknowledge') !== '', subject: typed('subject'), text: typed('text') }
  const result = await desk.db.transaction().execute((tx) => setAcknowledgement(tx, actorOf(c), mailboxId, wanted))
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) return c.html(await page(c, desk, { mailboxId, ...wanted, ...result }), 422)
  return goOn(c, home, { done: result.changeId })
}
