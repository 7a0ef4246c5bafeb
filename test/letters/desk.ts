import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { sha256, storeBlobs } from '../../src/database/blobs.ts'
import type { Database } from '../../src/database/connection.ts'
import { startOutbox } from '../../src/letters/outbox.ts'
import { type Reply, reply } from '../../src/letters/reply.ts'
import type { Written } from '../../src/letters/write.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { testDatabase } from '../support/database.ts'
import { instance, log, secrets } from './place.ts'

export { instance, log, secrets }

export const deskWith = (relayUrl: string | undefined, undoSeconds = 0) => ({
  secrets,
  config: { relayUrl, undoSeconds },
})

/** A desk with a rep (Ana), a mailbox and an issue that María’s mail opened. */
export async function openDesk() {
  const { db } = await testDatabase()
  await claimInstance(db, instance)
  const mailbox = await ensureFirstMailbox(db, 'support@shop.test')
  const rep = await db
    .insertInto('reps')
    .values({ name: 'Ana', email: 'ana@shop.test' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const personId = await person(db, 'María', 'maria@example.test')
  const issueId = await openedByMail(db, { mailboxId: mailbox.id, personId, subject: 'Where is my farm?' })
  const actor = { kind: 'rep', repId: rep.id } as const
  const write = async (relayUrl: string | undefined, input: Partial<Reply> = {}, undoSeconds = 0, to = issueId) => {
    const result = await db
      .transaction()
      .execute((tx) => reply(tx, deskWith(relayUrl, undoSeconds), actor, to, { text: 'On its way.', ...input }))
    if (result === 'not found' || !('letterId' in result)) throw new Error(JSON.stringify(result))
    return result as Written
  }
  return { db, mailbox, personId, issueId, actor, write }
}

export async function person(db: Database, firstNames: string, address: string): Promise<number> {
  const { id } = await db
    .insertInto('userIdentifications')
    .values({ firstNames })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('userIdentificationEmails')
    .values({ addressKey: address, address, userIdentificationId: id })
    .execute()
  return id
}

type Mail = {
  mailboxId: number
  personId: number
  subject: string
  issueId?: number
  automatic?: string
  address?: string
}

/** What filing would have written; answers the issue’s id. */
export async function openedByMail(db: Database, mail: Mail): Promise<number> {
  const { mailboxId, personId: userIdentificationId, subject, address = 'maria@example.test' } = mail
  const [rawSha256] = await storeBlobs(db, [randomBytes(16)])
  const delivery = await db
    .insertInto('deliveries')
    .values({ mailboxId, source: 'smtp', recipient: 'support@shop.test', rawSha256: rawSha256!, state: 'filed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const issueId =
    mail.issueId ??
    (
      await db
        .insertInto('issues')
        .values({ userIdentificationId, mailboxId, subject })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id
  const interaction = await db
    .insertInto('interactions')
    .values({ userIdentificationId, mailboxId, originator: 'customer', channel: 'email' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('actions').values({ interactionId: interaction.id, issueId }).execute()
  const messageId = `m${delivery.id}@example.test`
  await db
    .insertInto('emails')
    .values({
      ...{ deliveryId: delivery.id, mailboxId, interactionId: interaction.id, fingerprint: rawSha256!, messageId },
      ...{
        messageIdKey: sha256(messageId),
        referenceIds: ['root@example.test'],
        fromAddress: address,
        fromName: 'María',
      },
      ...{
        subject,
        text: 'It was to come on Monday.',
        automatic: mail.automatic ?? null,
        parserVersion: 1,
        receivedAt: new Date(),
      },
    })
    .execute()
  await db
    .insertInto('issueParticipants')
    .values({ issueId, addressKey: address, address, name: 'María' })
    .onConflict((c) => c.doNothing())
    .execute()
  return issueId
}

/** An outbox that ends with the test. */
export function outboxFor(
  db: Database,
  relayUrl: string | undefined,
  options: { instance?: string; idle?: number; talk?: number; stopPatience?: number } = {},
) {
  const idle = options.idle ?? 5_000
  const outbox = startOutbox({
    db,
    config: { relayUrl },
    secrets,
    instance: options.instance ?? instance,
    log,
    timeouts: { dns: 1000, connect: 1000, greeting: 1000, talk: options.talk ?? idle, idle, all: idle + 1000 },
    ...(options.stopPatience !== undefined && { stopPatience: options.stopPatience }),
  })
  const notices = setInterval(outbox.wake, 100) // in the program it is NOTIFY that wakes it
  onTestFinished(() => {
    clearInterval(notices)
    return outbox.stop()
  })
  return outbox
}
