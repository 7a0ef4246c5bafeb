import { type RawBuilder, sql } from 'kysely'
import { sha256 } from '../src/database/blobs.ts'
import type { Database, Db } from '../src/database/connection.ts'
import { kept } from '../src/database/kept.ts'
import { isOutage } from '../src/database/outage.ts'
import { rowsJson } from '../src/database/rows-json.ts'
import type { HandedMail, Handoff } from './handoff.ts'

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

/** The sender's lane: mails of one sender are filed in order. */
export const laneOf = (mailFrom: RawBuilder<unknown>) => sql`abs(hashtext(${mailFrom})::bigint)`

const batchMails = 64
const batchBytes = 8 << 20
/** ms; statements end after 30 s (connection.ts). */
const usualPatience = 32_000
/** Short, so that mail of a process that was killed is filed well within a minute; renewed while in work. */
export const leaseSeconds = 30

/**
 * Keeps mails in common transactions, one at a time: while it commits, the next mails gather, so that the batch grows
 * with the load (measured: one at a time beats two to six). A mail alone is committed at once. One that the database
 * refuses does not take its neighbours along: they are tried again singly. With a `handoff` the mails are filed by
 * this process, from memory, as long as there is room.
 */
export function startKeeper(db: Database, handoff?: Handoff, patience = usualPatience): Keeper {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  function pump() {
    if (running || waiting.length === 0) return
    running = settle({ db, handoff, patience }, nextBatch(waiting)).finally(() => {
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
  const [kept] = await insert(db, [mail], 0)
  return (kept ?? []).map(({ delivery }) => delivery.id)
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

type Keep = Readonly<{ db: Database; handoff: Handoff | undefined; patience: number }>

async function settle(keep: Keep, batch: Waiting[]): Promise<void> {
  try {
    const mails = batch.map((one) => one.mail)
    const ids = await insertOrHand(keep, mails)
    for (const [i, one] of batch.entries()) one.done(ids[i]!)
  } catch (error) {
    if (batch.length === 1 || isOutage(error)) for (const one of batch) one.failed(error)
    else for (const one of batch) await settle(keep, [one])
  }
}

/**
 * Whoever comes behind a batch that is never answered would wait with it: after the database's own limit on a statement
 * it counts as an outage. Should it be committed after all, its lease ends by itself, and the sender's next try is filed
 * as its copy.
 */
async function inTime<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' })),
      patience,
    )
  })
  work.catch(() => undefined)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function insertOrHand({ db, handoff, patience }: Keep, mails: readonly IncomingMail[]): Promise<number[][]> {
  const size = {
    mails: mails.reduce((sum, mail) => sum + mail.recipients.length, 0),
    bytes: mails.reduce((sum, mail) => sum + mail.raw.length * mail.recipients.length, 0),
  }
  const handed = handoff?.reserve(size) ? handoff : undefined
  let kept: HandedMail[][] = []
  try {
    kept = await inTime(insert(db, mails, handed ? leaseSeconds : 0), patience)
  } finally {
    if (handed) handed.offer(kept.flat(), size)
    else handoff?.missed()
  }
  return kept.map((mail) => mail.map(({ delivery }) => delivery.id))
}

/**
 * One statement for the whole batch, and so one transaction: blobs, deliveries, the NOTIFY, and `synchronous_commit`
 * whatever the server's default is, since the 250 that follows is a promise. With `lease` seconds the rows are this
 * process's own, as if it had claimed them; then nobody is called.
 */
async function insert(db: Db, mails: readonly IncomingMail[], lease: number): Promise<HandedMail[][]> {
  const keys = mails.map((mail) => sha256(mail.raw))
  const rows = mails.flatMap((mail, i) => mail.recipients.map((recipient) => deliveryRow(mail, recipient, keys[i]!)))
  const { blobs, bytes } = distinctBytes(mails, keys)
  const { rows: made } = await sql<{ id: number; lane: number; at: Date }>`${kept}
    with raw as (
      insert into blobs (sha256, size, bytes)
      select decode(key, 'hex'), size, substring(${bytes}::bytea from start for size)
      from json_to_recordset(${rowsJson(blobs)}::json) as b(key text, start int, size int)
      on conflict do nothing
    ), made as materialized (
      select nextval('deliveries_id_seq')::int as id, d.*
      from json_to_recordset(${rowsJson(rows)}::json) as d(mailbox_id int, source text, recipient text,
        mail_from text, helo text, client_ip inet, tls boolean, flags jsonb, raw text)
    ), kept as (
      insert into deliveries (id, mailbox_id, source, recipient, mail_from, helo, client_ip, tls, flags, raw_sha256,
        attempts, lease_until)
      select id, mailbox_id, source, recipient, mail_from, helo, client_ip, tls, flags, decode(raw, 'hex'),
        (${lease}::int > 0)::int, case when ${lease}::int > 0 then now() + make_interval(secs => ${lease}::int) end
      from made
    )
    select m.id, ${laneOf(sql`m.mail_from`)}::float8 as lane, now() as at,
      set_config('synchronous_commit', 'on', true), n.*
    from made m, (select case when ${lease}::int = 0 then pg_notify('deliveries', '') end as called) n
    order by m.id`.execute(db)
  return mails.map((mail) => mail.recipients.map((to) => handedMail(mail, to, made.shift()!)))
}

function handedMail(
  mail: IncomingMail,
  to: IncomingMail['recipients'][number],
  { id, lane, at }: { id: number; lane: number; at: Date },
): HandedMail {
  const { source, helo, clientIp, flags, raw } = mail
  const [recipient, mailFrom] = [clean(to.address), clean(mail.mailFrom)]
  const rest = { source, recipient, mailFrom, helo: clean(helo), clientIp, flags: { ...flags }, raw }
  return { lane, delivery: { id, mailboxId: to.mailboxId, attempts: 1, receivedAt: at, ...rest } }
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

type Stretch = Readonly<{ key: string; start: number; size: number }>

/**
 * Equal bytes once, sorted by hash, so that two writers never wait in a ring. All go as one parameter, since pg copies
 * what it has of a message with each further one.
 */
function distinctBytes(mails: readonly IncomingMail[], keys: readonly Buffer[]): { blobs: Stretch[]; bytes: Buffer } {
  const distinct = new Map(keys.map((key, i) => [key.toString('hex'), mails[i]!.raw]))
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1))
  let start = 1
  const blobs = sorted.map(([key, { length: size }]) => {
    start += size
    return { key, start: start - size, size }
  })
  const raws = sorted.map(([, raw]) => raw)
  return { blobs, bytes: raws.length === 1 ? raws[0]! : Buffer.concat(raws) }
}

/** An envelope is a few hundred bytes of text; what PostgreSQL cannot hold is not part of an address. */
function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, 1000).toWellFormed()
}
