import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database, Tx } from '../database/connection.ts'
import { fetchGuarded, type Guard } from '../settings/fetch-guard.ts'
import { isPublicAddress } from '../settings/public-address.ts'
import type { Secrets } from '../settings/secret.ts'
import { signatureOf, signingSecrets } from './webhooks.ts'

export type WebhookParts = Readonly<{
  db: Database
  secrets: Secrets
  log: Logger
  /** Another resolver, or another deadline: for tests. */
  guard?: Partial<Pick<Guard, 'resolve' | 'deadline'>>
}>

const deadline = 15_000
const answerBytes = 1024
/** Seconds until the next try, after each failure; past the last it is given up, some three days after the first. */
export const retryAfter = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const
/** A hook that answered nothing well for so long is switched off, whatever was tried in between. */
const patienceDays = 5

type Attempt = Readonly<{ status: number | null; ms: number; answer: string; why: string }>

/** Sends one claimed delivery and settles it: done on a 2xx, else later or never. 410 Gone switches the hook off. */
export async function sendDelivery(parts: WebhookParts, id: number): Promise<void> {
  const delivery = await load(parts, id)
  if (!delivery) return
  const attempt = await post(parts, delivery)
  await parts.db.transaction().execute((tx) => settle(tx, delivery, attempt))
}

type Delivery = NonNullable<Awaited<ReturnType<typeof load>>>

async function load({ db }: WebhookParts, id: number) {
  return db
    .selectFrom('webhookDeliveries as d')
    .innerJoin('webhooks as h', 'h.id', 'd.webhookId')
    .innerJoin('webhookEvents as e', 'e.id', 'd.eventId')
    .select(['d.id as deliveryId', 'd.attempts', 'h.id', 'h.url', 'h.private', 'h.secret', 'h.oldSecret'])
    .select(['h.oldSecretUntil', 'e.messageId', 'e.body'])
    .where('d.id', '=', id)
    .where('h.deletedAt', 'is', null)
    .executeTakeFirst()
}

async function post({ secrets, guard }: WebhookParts, delivery: Delivery): Promise<Attempt> {
  const { url, messageId, private: inside } = delivery
  const body = delivery.body ?? ''
  const begun = Date.now()
  const seconds = Math.floor(begun / 1000)
  const signature = signatureOf(signingSecrets(secrets, delivery), { id: messageId, seconds, body })
  const answer = await fetchGuarded(url, {
    ...{ maxBytes: answerBytes, cut: true, deadline, redirects: 0, post: body, ...guard },
    allows: inside ? allowsInside : allowsOutside,
    headers: {
      ...{ 'user-agent': 'Antfarm', 'content-type': 'application/json', accept: '*/*' },
      ...{ 'webhook-id': messageId, 'webhook-timestamp': String(seconds), 'webhook-signature': signature },
    },
  })
  const ms = Date.now() - begun
  if ('refused' in answer) return { status: null, ms, answer: '', why: answer.refused }
  const text = answer.bytes.toString('utf8').replaceAll('\0', '').toWellFormed()
  return { status: answer.status, ms, answer: text, why: '' }
}

const allowsOutside = (address: string, port: number) => isPublicAddress(address) && (port === 443 || port >= 1024)
/** Never what hands out a machine's own credentials (link-local), nor what is no host at all. */
const allowsInside = (address: string) =>
  !/^(169\.254\.|0\.|2(2[4-9]|[3-5]\d)\.|fe[89ab]|ff|::$|::ffff:|fd00:ec2:)/i.test(address)

async function settle(tx: Tx, { deliveryId, id, attempts }: Delivery, attempt: Attempt) {
  const { status } = attempt
  await tx
    .insertInto('webhookAttempts')
    .values({ deliveryId, ...attempt })
    .execute()
  const fine = status !== null && status >= 200 && status < 300
  const wait = fine ? undefined : retryAfter[attempts - 1]
  const state = fine ? 'delivered' : wait === undefined ? 'failed' : 'waiting'
  const seconds = (wait ?? 0) * (1 + Math.random() / 10) // so that all that failed together does not come together
  await sql`
    update webhook_deliveries set state = ${state}, lease_until = null, due_at = now() + make_interval(secs => ${seconds})
    where id = ${deliveryId}`.execute(tx)
  if (fine) {
    await sql`update webhooks set failing_since = null where id = ${id} and failing_since is not null`.execute(tx)
    return
  }
  const gone = status === 410 ? 'It answered 410 Gone: the other side wants no more.' : null
  const tired = `It took nothing for ${patienceDays} days.`
  await sql`
    update webhooks set failing_since = coalesce(failing_since, now()),
      disabled_why = case when disabled_at is null and (${gone !== null} or failing_since < now() - make_interval(days => ${patienceDays}))
        then ${gone ?? tired} else disabled_why end,
      disabled_at = case when ${gone !== null} or failing_since < now() - make_interval(days => ${patienceDays})
        then coalesce(disabled_at, now()) else disabled_at end
    where id = ${id}`.execute(tx)
}
