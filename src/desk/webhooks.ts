import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import { seal, unseal } from '../settings/seal.ts'
import type { Secrets } from '../settings/secret.ts'

/** What an admin sets of a webhook. */
export type WebhookSettings = Readonly<{
  url: string
  description: string
  events: readonly string[]
  /** Its host may lie in a private network, by plain http too. */
  private: boolean
  /** Told nothing until it is switched on again. */
  disabled: boolean
}>

export type Webhook = WebhookSettings &
  Readonly<{
    id: number
    version: number
    createdAt: Date
    /** When and why it was switched off; `disabledWhy` null: an admin did it. */
    disabledAt: Date | null
    disabledWhy: string | null
    /** First failure since the last success. */
    failingSince: Date | null
    /** Until then the secret before signs as well. */
    oldSecretUntil: Date | null
  }>

const rotationHours = 24

/** Every webhook in use, oldest first; never a secret. */
export async function listWebhooks(db: Db): Promise<Webhook[]> {
  const rows = await db
    .selectFrom('webhooks')
    .select(['id', 'url', 'description', 'events', 'private', 'disabledAt', 'disabledWhy', 'failingSince'])
    .select(['version', 'createdAt'])
    .select(sql<Date | null>`case when old_secret_until > now() then old_secret_until end`.as('oldSecretUntil'))
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, disabled: row.disabledAt !== null }))
}

export async function getWebhook(db: Db, id: number): Promise<Webhook | undefined> {
  return (await listWebhooks(db)).find((hook) => hook.id === id)
}

/** The same, locked until the transaction ends. */
export async function lockWebhook(tx: Tx, id: number): Promise<Webhook | undefined> {
  await tx.selectFrom('webhooks').select('id').where('id', '=', id).forUpdate().execute()
  return getWebhook(tx, id)
}

export async function insertWebhook(tx: Tx, settings: WebhookSettings): Promise<number> {
  const { id } = await tx.insertInto('webhooks').values(columnsOf(settings)).returning('id').executeTakeFirstOrThrow()
  await notify(tx, 'webhooks')
  return id
}

/** Writes the settings of a webhook, which is in use again if it was deleted; its secret stays. */
export async function writeWebhook(tx: Tx, id: number, settings: WebhookSettings): Promise<void> {
  const { disabled } = settings
  await tx
    .updateTable('webhooks')
    .set({
      ...columnsOf(settings),
      ...{ version: sql<number>`version + 1`, deletedAt: null },
      disabledAt: disabled ? sql<Date>`coalesce(disabled_at, now())` : null,
    })
    .$if(!disabled, (q) => q.set({ disabledWhy: null, failingSince: null }))
    .where('id', '=', id)
    .execute()
  await notify(tx, 'webhooks')
}

export async function removeWebhook(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('webhooks').set({ deletedAt: new Date() }).where('id', '=', id).execute()
  await notify(tx, 'webhooks')
}

function columnsOf({ url, description, events, private: inside, disabled }: WebhookSettings) {
  return { url, description, events: [...events], private: inside, disabledAt: disabled ? new Date() : null }
}

/**
 * A new secret, answered this once: `whsec_` and 32 random bytes (Standard Webhooks). The one before signs as well for
 * 24 hours, so that the other side changes over without losing a message.
 */
export async function renewSecret(tx: Tx, secrets: Secrets, id: number): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  await sql`
    update webhooks set old_secret = secret, secret = ${seal(secrets, place(id), secret)},
      old_secret_until = case when secret is not null then now() + make_interval(hours => ${rotationHours}) end
    where id = ${id}`.execute(tx)
  return secret
}

type Sealed = Readonly<{ id: number; secret: Buffer | null; oldSecret: Buffer | null; oldSecretUntil: Date | null }>

/** The secrets that sign now, in plain; the newest first. */
export function signingSecrets(secrets: Secrets, { id, secret, oldSecret, oldSecretUntil }: Sealed): string[] {
  const old = oldSecretUntil && +oldSecretUntil > Date.now() ? oldSecret : null
  return [secret, old].flatMap((sealed) => (sealed && unseal(secrets, place(id), sealed)) || [])
}

/** `webhook-signature` of Standard Webhooks 1.0: `v1,` and HMAC-SHA256 of `id.timestamp.body`, one for each secret. */
export function signatureOf(secrets: readonly string[], message: { id: string; seconds: number; body: string }) {
  const text = `${message.id}.${message.seconds}.${message.body}`
  const sign = (secret: string) =>
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(text)
      .digest('base64')
  return secrets.map((secret) => `v1,${sign(secret)}`).join(' ')
}

const place = (id: number) => `webhook ${id}`
