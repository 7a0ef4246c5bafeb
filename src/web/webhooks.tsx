import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { DeskPage } from '../../templates/desk.tsx'
import { WebhookPage, WebhookSecretPage, WebhooksPage } from '../../templates/webhooks.tsx'
import { deliveryStates } from '../database/tables-webhooks.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhook,
  type WebhookFaults,
} from '../desk/webhook-changes.ts'
import { listDeliveries, replay, sendTest } from '../desk/webhook-log.ts'
import { armWebhooks } from '../desk/webhook-triggers.ts'
import { getWebhook, listWebhooks, type Webhook, type WebhookSettings } from '../desk/webhooks.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/webhooks'
const day = 86_400_000
type Values = WebhookSettings & { version: number }

/** The settings of webhooks: the list, and each with its log. Admins only (page-deeds.ts). */
export function webhookPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => framed(c, desk, <WebhooksPage ui={c.get('ui')} hooks={await listWebhooks(desk.db)} />))
    .get(`${home}/new`, (c) => onePage(c, desk, {}))
    .post(home, (c) => create(c, desk))
    .get(`${home}/:id`, async (c) => onePage(c, desk, { hook: await known(desk, idOf(c)) }))
    .post(`${home}/:id`, (c) => save(c, desk))
    .post(`${home}/:id/secret`, async (c) => {
      const id = idOf(c)
      const done = await desk.db.transaction().execute((tx) => rotateWebhook(tx, actorOf(c), desk.secrets, id))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return secretPage(c, desk, await known(desk, id), done.secret)
    })
    .post(`${home}/:id/test`, async (c) => {
      const { id } = await known(desk, idOf(c))
      await desk.db.transaction().execute((tx) => sendTest(tx, id))
      return goOn(c, `${home}/${id}#log`)
    })
    .post(`${home}/:id/replay`, (c) => again(c, desk))
    .post(`${home}/:id/delete`, async (c) => {
      const done = await desk.db.transaction().execute((tx) => deleteWebhook(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      await armWebhooks(desk.db)
      return goOn(c, home, { done: done.changeId })
    })
}

async function framed(c: Context<Web>, desk: Desk, children: Child, status: 200 | 422 = 200) {
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.webhooks.title} place="settings" shape="page">
      {children}
    </DeskPage>,
    status,
  )
}

async function known({ db }: Desk, id: number): Promise<Webhook> {
  const hook = await getWebhook(db, id)
  if (!hook) throw new Refusal(404, 'missing')
  return hook
}

const blank: Values = { url: '', description: '', events: [], private: false, disabled: false, version: 0 }
type Shown = Readonly<{ hook?: Webhook; values?: Values; faults?: WebhookFaults }>

async function onePage(c: Context<Web>, desk: Desk, { hook, values, faults = {} }: Shown) {
  const shown = { hook, values: values ?? hook ?? blank, faults, log: hook && (await logOf(c, desk, hook.id)) }
  return framed(c, desk, <WebhookPage ui={c.get('ui')} {...shown} />, values ? 422 : 200)
}

async function logOf(c: Context<Web>, { db }: Desk, webhookId: number) {
  const state = deliveryStates.find((one) => one === c.req.query('state'))
  const page = { cursor: c.req.query('cursor'), limit: 25 }
  const since = new Date(Date.now() - 7 * day).toISOString().slice(0, 10)
  return { ...(await listDeliveries(db, { webhookId, state }, page)), state, since }
}

/** The answer to the post is the page itself: the secret is shown once, and stands in no address. */
function secretPage(c: Context<Web>, desk: Desk, hook: Webhook, secret: string) {
  return framed(c, desk, <WebhookSecretPage ui={c.get('ui')} hook={hook} secret={secret} />)
}

async function create(c: Context<Web>, desk: Desk) {
  const values = valuesOf(await formOf(c))
  const made = await desk.db
    .transaction()
    .execute((tx) => createWebhook(tx, actorOf(c), desk.secrets, settingsOf(values)))
  if ('faults' in made) return onePage(c, desk, { values, faults: made.faults })
  await armWebhooks(desk.db)
  return secretPage(c, desk, made.webhook, made.secret)
}

async function save(c: Context<Web>, desk: Desk) {
  const hook = await known(desk, idOf(c))
  const values = valuesOf(await formOf(c))
  const patch = { id: hook.id, wish: settingsOf(values), version: values.version }
  const done = await desk.db.transaction().execute((tx) => changeWebhook(tx, actorOf(c), patch))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('faults' in done) return onePage(c, desk, { hook, values, faults: done.faults })
  if ('conflict' in done) return goOn(c, `${home}/${hook.id}`, { said: 'conflict' })
  await armWebhooks(desk.db)
  return goOn(c, `${home}/${hook.id}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

async function again(c: Context<Web>, desk: Desk) {
  const { id: webhookId } = await known(desk, idOf(c))
  const { delivery, since = '' } = await formOf(c)
  const deliveryId = idIn(delivery)
  const from = /^\d{4}-\d\d-\d\d$/.test(since) ? new Date(since) : undefined
  if (deliveryId === undefined && (!from || Number.isNaN(+from))) throw new Refusal(400, 'bad input')
  const wish = deliveryId === undefined ? { webhookId, since: from! } : { webhookId, deliveryId }
  await desk.db.transaction().execute((tx) => replay(tx, wish))
  return goOn(c, `${home}/${webhookId}#log`)
}

/** What was posted, bounded, to be shown again beside its faults. */
function valuesOf(form: Readonly<Record<string, string>>): Values {
  return {
    url: (form.url ?? '').trim().slice(0, 3000),
    description: (form.description ?? '').trim().slice(0, 500),
    events: Object.keys(form).flatMap((name) => /^event-([a-z.]{1,40})$/.exec(name)?.[1] ?? []),
    private: form.private === 'yes',
    disabled: form.disabled === 'yes',
    version: Number(form.version) || 0,
  }
}

function settingsOf({ version: _, ...settings }: Values): WebhookSettings {
  return settings
}
