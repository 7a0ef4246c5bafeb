import type { Tx } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Actor, recordChange } from './changes.ts'
import { webhookEvents } from './webhook-triggers.ts'
import {
  getWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhook,
  removeWebhook,
  renewSecret,
  type Webhook,
  type WebhookSettings,
  writeWebhook,
} from './webhooks.ts'

export type WebhookFaults = Readonly<Record<string, string>>
/** Settings that are left out stay. */
export type WebhookWish = Readonly<{ [Name in keyof WebhookSettings]?: WebhookSettings[Name] | undefined }>

const mostWebhooks = 50
const newWebhook: WebhookSettings = { url: '', description: '', events: [], private: false, disabled: false }

/** Makes a webhook; its secret is in this answer alone. */
export async function createWebhook(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  wish: WebhookWish,
): Promise<{ webhook: Webhook; secret: string; changeId: number } | { faults: WebhookFaults }> {
  const settings = patched(newWebhook, wish)
  const faults = faultsOf(settings)
  if (Object.keys(faults).length > 0) return { faults }
  if ((await listWebhooks(tx)).length >= mostWebhooks)
    return { faults: { url: `There are ${mostWebhooks} webhooks: delete one that is not needed.` } }
  const id = await insertWebhook(tx, settings)
  const secret = await renewSecret(tx, secrets, id)
  const changeId = await recordChange(tx, actor, { kind: 'webhook.create', after: { webhookId: id, settings } })
  return { webhook: (await getWebhook(tx, id))!, secret, changeId }
}

type Patch = Readonly<{ id: number; wish: WebhookWish; version?: number | undefined }>

/** Changes what is named. `conflict` when somebody else changed it since `version`. */
export async function changeWebhook(
  tx: Tx,
  actor: Actor,
  { id, wish, version }: Patch,
): Promise<
  { webhook: Webhook; changeId: number | null } | { faults: WebhookFaults } | { conflict: number } | 'not found'
> {
  const webhook = await lockWebhook(tx, id)
  if (!webhook) return 'not found'
  if (version !== undefined && version !== webhook.version) return { conflict: webhook.version }
  const [before, after] = [settingsOf(webhook), patched(settingsOf(webhook), wish)]
  const faults = faultsOf(after)
  if (Object.keys(faults).length > 0) return { faults }
  if (JSON.stringify(before) === JSON.stringify(after)) return { webhook, changeId: null }
  await writeWebhook(tx, id, after)
  const kind = 'webhook.update'
  const [old, now] = [before, after].map((settings) => ({ webhookId: id, settings }))
  const changeId = await recordChange(tx, actor, { kind, before: old!, after: now! })
  return { webhook: (await getWebhook(tx, id))!, changeId }
}

/** Nothing is told to it from now on; its log stays for as long as every log. */
export async function deleteWebhook(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number } | 'not found'> {
  const webhook = await lockWebhook(tx, id)
  if (!webhook) return 'not found'
  await removeWebhook(tx, id)
  const before = { settings: settingsOf(webhook) }
  return { changeId: await recordChange(tx, actor, { kind: 'webhook.delete', before, after: { webhookId: id } }) }
}

/** Another secret, answered this once; the one before signs as well for a day. It cannot be undone: it was seen. */
export async function rotateWebhook(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  id: number,
): Promise<{ secret: string; changeId: number } | 'not found'> {
  const webhook = await lockWebhook(tx, id)
  if (!webhook) return 'not found'
  const secret = await renewSecret(tx, secrets, id)
  const after = { webhookId: id, url: webhook.url }
  return { secret, changeId: await recordChange(tx, actor, { kind: 'webhook.rotate', after }) }
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Takes a change of a webhook back, where it still is as that change left it. */
export async function undoWebhook(
  tx: Tx,
  actor: Actor,
  change: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const id = change.after.webhookId as number
  const gone = { conflict: 'The webhook is gone.' }
  if (change.kind === 'webhook.rotate') return { conflict: 'A secret that was shown stays: make another one.' }
  if (change.kind === 'webhook.create') {
    const done = await deleteWebhook(tx, actor, id)
    return done === 'not found' ? gone : done
  }
  const before = change.before.settings as WebhookSettings
  if (change.kind === 'webhook.update') {
    const webhook = await lockWebhook(tx, id)
    if (!webhook) return gone
    const after = settingsOf(change.after.settings as WebhookSettings)
    if (JSON.stringify(settingsOf(webhook)) !== JSON.stringify(after))
      return { conflict: 'Newer changes touched this webhook: undo those first.' }
  }
  await writeWebhook(tx, id, before)
  const kind = change.kind === 'webhook.delete' ? 'webhook.create' : 'webhook.update'
  const after = { webhookId: id, settings: before }
  return { changeId: await recordChange(tx, actor, { kind, before: change.after, after }) }
}

/** What is wrong with a webhook's settings, by field, each with what would be right. */
function faultsOf({ url, description, events, private: inside }: WebhookSettings): WebhookFaults {
  const faults: Record<string, string> = {}
  const parsed = url.length <= 2000 && !/[\p{Cc}\s]/u.test(url) ? URL.parse(url) : null
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    faults.url = 'Write the whole address, like https://shop.example/hook.'
  else if (parsed.username || parsed.password)
    faults.url = 'Leave name and password out: the signature proves who calls.'
  else if (parsed.protocol === 'http:' && !inside)
    faults.url = 'Write https://: plain http is for hosts of your own network, which must be allowed below.'
  if (description.length > 200 || /\p{Cc}/u.test(description))
    faults.description = 'Write one line of at most 200 characters.'
  const known: readonly string[] = webhookEvents
  if (events.length === 0) faults.events = 'Choose at least one event.'
  else if (events.some((event) => !known.includes(event))) faults.events = `Choose of ${known.join(', ')}.`
  return faults
}

function patched(before: WebhookSettings, wish: WebhookWish): WebhookSettings {
  const defined = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  return settingsOf({ ...before, ...defined })
}

/** Always in one order, so that two can be compared as text. */
function settingsOf({ url, description, events, private: inside, disabled }: WebhookSettings): WebhookSettings {
  const place = (event: string) => (webhookEvents as readonly string[]).indexOf(event)
  const sorted = [...new Set(events)].sort((a, b) => place(a) - place(b))
  return { url: url.trim(), description: description.trim(), events: sorted, private: inside, disabled }
}
