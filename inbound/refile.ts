import { sql } from 'kysely'
import type { Logger } from 'pino'
import { loadBlob } from '../src/database/blobs.ts'
import type { Database } from '../src/database/connection.ts'
import { issuesTouched } from '../src/desk/notices.ts'
import { startWorker, type Worker } from '../src/jobs/queue.ts'
import { claimRefiling, moveRefiling, nextOfRefiling, type Refiled, type Refiling } from '../src/mail/refilings.ts'
import { type Reread, rereadEmail } from '../src/mail/reread.ts'
import { envelopeSender } from './arrival.ts'
import { type ParsedMail, parserVersion } from './parsed.ts'
import { type Parser, startParser } from './parser.ts'
import { foldAgain } from './sent-texts.ts'

type Refiler = Readonly<{ db: Database; log: Logger; parser: Parser }>

const batchMails = 20
/** A batch that failed so often is done mail by mail, and a mail that failed so often after that is left as it was. */
const triesTogether = 3
const triesAlone = 6

/**
 * Reads mail in the history again from its bytes, in bounded batches beside everything else: after a mended parser, or
 * for one mail. Derived rows are written in place; `wake()` when a NOTIFY says that somebody asked.
 */
export function startRefiling({ db, log }: Omit<Refiler, 'parser'>): Worker {
  const parser = startParser()
  const worker = startWorker(
    () => refileSome({ db, log, parser }),
    (error) => log.error({ err: error }, 'reading mail again failed, it goes on'),
  )
  return {
    ...worker,
    async stop() {
      await worker.stop()
      await parser.stop()
    },
  }
}

/** One batch; false when nobody asked for more. */
export async function refileSome(refiler: Refiler): Promise<boolean> {
  const { db, log } = refiler
  const refiling = await claimRefiling(db)
  if (!refiling) return false
  const limit = refiling.attempts > triesTogether ? 1 : batchMails
  const mails = await nextOfRefiling(db, refiling, { parserVersion, limit })
  if (refiling.attempts > triesAlone && mails[0]) {
    log.error({ email: mails[0].emailId }, 'a mail cannot be read again: it stays as it was')
    await step(refiler, refiling, { mails, read: [] })
    return true
  }
  const read = await Promise.all(mails.map((mail) => readAgain(refiler, mail)))
  const whole = read.filter((one) => one !== undefined)
  await step(refiler, refiling, { mails, read: await foldedAgain(db, whole) })
  return true
}

/** Before the transaction: comparing may take seconds. */
async function foldedAgain(db: Database, read: readonly Reread[]): Promise<Reread[]> {
  const folds = await foldAgain(
    db,
    read.map((one) => one.email),
  )
  return read.map(({ email, attachments }) => ({
    email: { ...email, folds: folds.get(email.id) ?? email.folds },
    attachments,
  }))
}

type Batch = Readonly<{ mails: readonly Refiled[]; read: readonly Reread[] }>

async function step({ db }: Refiler, refiling: Refiling, { mails, read }: Batch) {
  await db.transaction().execute(async (tx) => {
    for (const one of read) await rereadEmail(tx, one)
    await moveRefiling(tx, refiling.id, {
      nextId: mails.at(-1)?.emailId ?? refiling.lastId,
      done: read.length,
      unreadable: mails.length - read.length,
      end: mails.length === 0,
    })
    const { rows } = await sql<{ id: number }>`
      select distinct a.issue_id as id from emails e join actions a on a.interaction_id = e.interaction_id
      where e.id = any(${read.map((one) => one.email.id)}::int[])`.execute(tx)
    await issuesTouched(
      tx,
      rows.map((row) => row.id),
    )
  })
}

/** Undefined where the bytes are erased or still cannot be read whole: what was known of it then is not made less. */
async function readAgain({ db, parser }: Refiler, mail: Refiled): Promise<Reread | undefined> {
  const raw = await loadBlob(db, mail.rawSha256)
  if (!raw) return undefined
  const mailFrom = envelopeSender(mail)
  const parsed = await parser.parse({ raw, mailFrom, receivedAt: mail.receivedAt })
  return parsed.trouble ? undefined : asReread(mail, parsed.mail)
}

function asReread({ emailId, deliveryId, receivedAt }: Refiled, mail: ParsedMail): Reread {
  const { attachments, references, distinct: _d, fromCertain: _c, hints: _h, ...rest } = mail
  return {
    email: {
      ...rest,
      ...{ id: emailId, deliveryId, receivedAt, parserVersion, referenceIds: references },
      // What a newer reading does not touch is named here only because a row has it.
      ...{
        mailboxId: 0,
        interactionId: null,
        heldForIssueId: null,
        generation: 0,
        verified: 'unknown' as const,
        authentication: null,
      },
      why: { level: '', evidence: '', text: '' },
    },
    attachments: attachments.map((one, position) => ({ ...one, position })),
  }
}
