import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SendersPage, type SendersProps } from '../../templates/senders.tsx'
import { looked } from '../desk/looks.ts'
import { changeTrust, ruleSender } from '../desk/sender-rules.ts'
import { listSenderRules } from '../mail/senders.ts'
import { type MailTrust, readTrust, wrongEntries } from '../mail/trust.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const here = '/settings/senders'

/** The list of senders, whose word about mail counts, and the word that somebody has looked at an issue. */
export function senderPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(here, async (c) => c.html(await page(c, desk)))
    .post(here, (c) => rule(c, desk))
    .post('/settings/trust', (c) => trust(c, desk))
    .post('/issues/:id/looked', async (c) => {
      if (!c.get('ui').may('work')) throw new Refusal(403, 'role')
      const id = idOf(c)
      const done = await desk.db.transaction().execute((tx) => looked(tx, actorOf(c), id))
      if (done === 'not found') throw new Refusal(404, 'missing')
      if (done === 'held') throw new Refusal(422, 'bad input', c.get('ui').words.proof.heldWaits)
      return goOn(c, `/issues/${id}`, { done: done.changeId })
    })
}

async function page(c: Context<Web>, desk: Desk, typed: SendersProps['typed'] = {}, wish?: MailTrust) {
  const [parts, rules, known] = await Promise.all([pageParts(c, desk), listSenderRules(desk.db), readTrust(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.senders.title} place="senders" shape="page">
      <SendersPage ui={parts.ui} rules={rules} trust={wish ?? known} typed={typed} />
    </DeskPage>
  )
}

async function rule(c: Context<Web>, desk: Desk) {
  if (!c.get('ui').may('work')) throw new Refusal(403, 'role')
  const { sender = '', verdict = '' } = await formOf(c)
  const known = verdict === 'allow' || verdict === 'block' ? verdict : null
  const done = await desk.db.transaction().execute((tx) => ruleSender(tx, actorOf(c), sender.trim(), known))
  const words = c.get('ui').words.senders
  if (done === 'no sender') return c.html(await page(c, desk, { sender, problem: words.wrong }), 422)
  return goOn(c, here, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

async function trust(c: Context<Web>, desk: Desk) {
  if (!c.get('ui').may('settings')) throw new Refusal(403, 'role')
  const form = await formOf(c)
  const entries = (name: string) =>
    (form[name] ?? '')
      .split(/[\s,;]+/)
      .filter(Boolean)
      .slice(0, 200)
  const filter = form.junkFilter
  const wish: MailTrust = {
    forwarders: entries('forwarders'),
    sealers: entries('sealers'),
    junkFilter: filter === 'rspamd' || filter === 'spamassassin' ? filter : 'none',
    junkPeers: entries('junkPeers'),
  }
  const [wrong] = wrongEntries(wish)
  if (wrong)
    return c.html(await page(c, desk, { trustProblem: c.get('ui').words.senders.wrongEntry(wrong) }, wish), 422)
  const changeId = await desk.db.transaction().execute((tx) => changeTrust(tx, actorOf(c), wish))
  return goOn(c, here, changeId === null ? { said: 'unchanged' } : { done: changeId })
}
