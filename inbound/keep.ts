import { type RawBuilder, sql } from 'kysely'
import { sha256 } from '../src/database/blobs.ts'
import type { Database, Db } from '../src/database/connection.ts'
import { isOutage } from './outage.ts'

/** A mail as a door took it: the bytes on the wire, the envelope, and whose mailboxes it is for. */
export type IncomingMail = Readonly<{
  source: 'smtp' | 'imap' | 'import' | 'api'
  raw: Buffer
  recipients: readonly Readonly<{ mailboxId: number; address: string }>[]
  mailFrom: string
  helo: string
  clientIp: string | null
  tls: boolean
  flags: Readonly<Record<string, unknown>>
}>

export type Keeper = Readonly<{
  /** Resolves with the delivery ids, one per recipient, once everything is committed; rejects when nothing is. */
  keep: (mail: IncomingMail) => Promise<number[]>
  /** Waits for what is in hand. */
  stop: () => Promise<void>
}>

type Waiting = Readonly<{ mail: IncomingMail; done: (ids: number[]) => void; failed: (error: unknown) => void }>

const batchMails = 64
const batchBytes = 8 << 20

/**
 * Keeps mails in common transactions, one at a time: while it commits, the next mails gather, so that the batch grows
 * with the load (measured: one at a time beats two to six). A mail alone is committed at once. One that the database
 * refuses does not take its neighbours along: they are tried again singly.
 */
export function startKeeper(db: Database): Keeper {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  function pump() {
    if (running || waiting.length === 0) return
    running = settle(db, nextBatch(waiting)).finally(() => {
      running = undefined
      pump()
    })
  }

  return {
    keep: (mail) =>
      new Promise((done, failed) => {
        waiting.push({ mail, done, failed })
        pump()
      }),
    async stop() {
      while (running) await running
    },
  }
}

/** Keeps one mail in a transaction of its own. */
export async function keep(db: Db, mail: IncomingMail): Promise<number[]> {
  const [ids] = await insert(db, [mail])
  return ids ?? []
}

function nextBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0
  let count = 0
  while (count < waiting.length && count < batchMails) {
    bytes += waiting[count]!.mail.raw.length
    if (count > 0 && bytes > batchBytes) break
    count += 1
  }
  return waiting.splice(0, count)
}

async function settle(db: Database, batch: Waiting[]): Promise<void> {
  try {
    const ids = await insert(
      db,
      batch.map((one) => one.mail),
    )
    for (const [i, one] of batch.entries()) one.done(ids[i]!)
  } catch (error) {
    if (batch.length === 1 || isOutage(error)) for (const one of batch) one.failed(error)
    else for (const one of batch) await settle(db, [one])
  }
}

/**
 * One statement for the whole batch, and so one transaction: blobs, deliveries, the NOTIFY, and `synchronous_commit`
 * whatever the server's default is, since the 250 that follows is a promise.
 */
async function insert(db: Db, mails: readonly IncomingMail[]): Promise<number[][]> {
  const keys = mails.map((mail) => sha256(mail.raw))
  const rows = mails.flatMap((mail, i) => mail.recipients.map((recipient) => deliveryRow(mail, recipient, keys[i]!)))
  const { rows: made } = await sql<{ id: number }>`
    with raw as (
      insert into blobs (sha256, size, bytes) values ${sql.join(blobRows(mails, keys))} on conflict do nothing
    ), made as materialized (
      select nextval('deliveries_id_seq')::int as id, d.*
      from json_to_recordset(${JSON.stringify(rows)}::json) as d(mailbox_id int, source text, recipient text,
        mail_from text, helo text, client_ip inet, tls boolean, flags jsonb, raw text)
    ), kept as (
      insert into deliveries (id, mailbox_id, source, recipient, mail_from, helo, client_ip, tls, flags, raw_sha256)
      select id, mailbox_id, source, recipient, mail_from, helo, client_ip, tls, flags, decode(raw, 'hex') from made
    )
    select m.id, set_config('synchronous_commit', 'on', true), n.pg_notify
    from made m, (select pg_notify('deliveries', '')) n order by m.id`.execute(db)
  const ids = made.map((row) => row.id)
  return mails.map((mail) => ids.splice(0, mail.recipients.length))
}

function deliveryRow(mail: IncomingMail, to: IncomingMail['recipients'][number], key: Buffer) {
  return {
    mailbox_id: to.mailboxId,
    source: mail.source,
    recipient: clean(to.address),
    mail_from: clean(mail.mailFrom),
    helo: clean(mail.helo),
    client_ip: mail.clientIp,
    tls: mail.tls,
    flags: mail.flags,
    raw: key.toString('hex'),
  }
}

/** Equal bytes once, sorted by hash, so that two writers never wait in a ring. */
function blobRows(mails: readonly IncomingMail[], keys: readonly Buffer[]): RawBuilder<unknown>[] {
  const distinct = new Map(keys.map((key, i) => [key.toString('hex'), i]))
  return [...distinct.keys()]
    .sort()
    .map((hex) => distinct.get(hex)!)
    .map((i) => sql`(${keys[i]!}::bytea, ${mails[i]!.raw.length}::int, ${mails[i]!.raw}::bytea)`)
}

/** An envelope is a few hundred bytes of text; what PostgreSQL cannot hold is not part of an address. */
function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, 1000).toWellFormed()
}
