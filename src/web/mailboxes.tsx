import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { MailboxesPage, MailboxPage, type Tested } from '../../templates/mailboxes.tsx'
import { changeMailbox, createMailbox, deleteMailbox } from '../desk/mailbox-changes.ts'
import { sendPlusProbe } from '../letters/plus-probe.ts'
import { imapHealth } from '../mail/imap-health.ts'
import { testAccount } from '../mail/imap-test.ts'
import type { Faults } from '../mail/mailbox-rules.ts'
import { getMailbox, listMailboxSettings } from '../mail/mailbox-settings.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { formValues, foundForm, type MailboxForm, typedValues, wishOf } from './mailbox-form.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/mailboxes'

/** The settings of mailboxes: the list with its health, a form for each, and "test now". Admins only (session.ts). */
export function mailboxPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => {
      const [parts, mailboxes, health] = await Promise.all([
        pageParts(c, desk),
        listMailboxSettings(desk.db),
        healthById(desk),
      ])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.mailboxes.title} place="mailboxes" shape="page">
          <MailboxesPage ui={parts.ui} mailboxes={mailboxes} health={health} />
        </DeskPage>,
      )
    })
    .get(`${home}/new`, async (c) => c.html(await newPage(c, desk, foundForm(c.req.query()), {})))
    .post(home, (c) => create(c, desk))
    .get(`${home}/:id`, async (c) => c.html(await onePage(c, desk)))
    .post(`${home}/:id`, (c) => save(c, desk))
    .post(`${home}/:id/test`, (c) => test(c, desk))
    .post(`${home}/:id/delete`, (c) => remove(c, desk))
}

async function healthById({ db }: Desk) {
  return new Map((await imapHealth(db)).map((one) => [one.mailboxId, one]))
}

async function newPage(c: Context<Web>, desk: Desk, values: MailboxForm, faults: Faults) {
  const parts = await pageParts(c, desk)
  return (
    <DeskPage {...parts} title={parts.ui.words.mailboxes.newTitle} place="mailboxes" shape="page">
      <MailboxPage ui={parts.ui} values={values} faults={faults} stored={false} />
    </DeskPage>
  )
}

type Around = { values?: MailboxForm; faults?: Faults; tested?: Tested }

async function onePage(c: Context<Web>, desk: Desk, { values, faults = {}, tested }: Around = {}) {
  const id = idOf(c)
  const [parts, mailbox, health] = await Promise.all([pageParts(c, desk), getMailbox(desk.db, id), healthById(desk)])
  if (!mailbox) throw new Refusal(404, 'missing')
  const shown = { id, mailbox, health: health.get(id), tested, faults, stored: mailbox.imap !== null }
  return (
    <DeskPage {...parts} title={mailbox.address} place="mailboxes" shape="page">
      <MailboxPage ui={parts.ui} {...shown} values={values ?? formValues(mailbox)} />
    </DeskPage>
  )
}

async function create(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const made = await desk.db
    .transaction()
    .execute((tx) => createMailbox(tx, actorOf(c), desk.secrets, wishOf(form, null)))
  if ('faults' in made) return c.html(await newPage(c, desk, typedValues(form), made.faults), 422)
  return goOn(c, `${home}/${made.mailbox.id}`, { done: made.changeId })
}

async function save(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const form = await formOf(c)
  const before = await getMailbox(desk.db, id)
  if (!before) throw new Refusal(404, 'missing')
  const wish = { id, ...wishOf(form, before.imap), version: Number(form.version) || 0 }
  const result = await desk.db.transaction().execute((tx) => changeMailbox(tx, actorOf(c), desk.secrets, wish))
  if (result === 'not found') throw new Refusal(404, 'missing')
  const values = typedValues(form)
  if ('faults' in result) return c.html(await onePage(c, desk, { values, faults: result.faults }), 422)
  if ('conflict' in result) return goOn(c, `${home}/${id}`, { said: 'conflict' })
  return goOn(c, `${home}/${id}`, result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}

async function test(c: Context<Web>, desk: Desk) {
  const { db, secrets, config } = desk
  const mailbox = await getMailbox(db, idOf(c))
  if (!mailbox) throw new Refusal(404, 'missing')
  const steps = await testAccount({ db, secrets, maxBytes: config.smtpMaxBytes }, mailbox.id)
  const plus = await sendPlusProbe(db, desk, mailbox)
  return c.html(await onePage(c, desk, { tested: { steps, plus } }))
}

async function remove(c: Context<Web>, desk: Desk) {
  const result = await desk.db.transaction().execute((tx) => deleteMailbox(tx, actorOf(c), idOf(c)))
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) throw new Refusal(409, 'bad input', result.problem)
  return goOn(c, home, { done: result.changeId })
}
