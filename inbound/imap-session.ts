import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow, MailboxObject } from 'imapflow'
import type { Database } from '../src/database/connection.ts'
import type { ImapAccount } from '../src/mail/imap-accounts.ts'
import { connectImap, type ImapParts } from '../src/mail/imap-client.ts'
import { adoptUidvalidity, firstLookAt } from '../src/mail/imap-cursor.ts'
import { type Fault, imapFault } from '../src/mail/imap-faults.ts'
import { noteSuccess } from '../src/mail/imap-health.ts'
import { catchUp, type Folder, type Suspects } from './imap-fetch.ts'
import { handleProcessed } from './imap-processed.ts'

export type SessionParts = ImapParts &
  Readonly<{
    db: Database
    /** ms between looks, also while IDLE seems to be well: it dies in silence (inbound.md I6). */
    poll: number
    stopped: AbortSignal
    /** Resolves when somebody asks for a look now; its own way of saying "no more" is never to resolve. */
    nudged: () => Promise<void>
    suspects: Suspects
    said: (what: 'reached' | 'uidvalidity changed', account: ImapAccount) => void
  }>

/**
 * One connection: signs in, opens the folder, fetches what is new whenever IDLE, the poll or a nudge says so. Ends
 * with why it cannot go on, 'again' when the account or its folder changed, or 'stopped'. Never throws for what the
 * server does; what the database throws passes through.
 */
export async function runSession(parts: SessionParts, account: ImapAccount): Promise<Fault | 'again' | 'stopped'> {
  const client = await unlessStopped(parts.stopped, connectImap(parts, account))
  if (client === 'stopped' || 'kind' in client) return client
  const closed = new Promise<undefined>((resolve) => client.once('close', () => resolve(undefined)))
  const close = () => client.close()
  parts.stopped.addEventListener('abort', close)
  try {
    if (parts.stopped.aborted) return 'stopped'
    return await inFolder(parts, account, client, closed)
  } catch (error) {
    if (parts.stopped.aborted) return 'stopped'
    if (isDatabase(error)) throw error
    return imapFault(error, account)
  } finally {
    parts.stopped.removeEventListener('abort', close)
    client.close()
  }
}

/** A host that does not answer holds up no stop; a connection that comes too late is closed. */
async function unlessStopped(stopped: AbortSignal, connecting: ReturnType<typeof connectImap>) {
  let stop: () => void = () => undefined
  const over = new Promise<'stopped'>((resolve) => (stop = () => resolve('stopped')))
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  try {
    const first = await Promise.race([connecting, over])
    if (first === 'stopped') connecting.then((late) => 'kind' in late || late.close()).catch(() => undefined)
    return first
  } finally {
    stopped.removeEventListener('abort', stop)
  }
}

/** An SQLSTATE: not the mail server's doing. */
function isDatabase(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
}

async function inFolder(parts: SessionParts, account: ImapAccount, client: ImapFlow, closed: Promise<undefined>) {
  const opened = await client.mailboxOpen(account.folder, { readOnly: account.processed === 'nothing' })
  const uidvalidity = validityOf(opened)
  if (!uidvalidity) return noValidity
  const uidNext = await nextUid(client, opened)
  const adopted = await adoptUidvalidity(parts.db, account, { uidvalidity, uidNext })
  if (adopted === 'stale') return 'again'
  if (adopted === 'changed') parts.said('uidvalidity changed', account)
  if (adopted !== 'same') return 'again' // with the cursor as it is now
  const { db, maxBytes, suspects } = parts
  const notBefore = account.takeOld ? undefined : ((await firstLookAt(db, account.mailboxId)) ?? undefined)
  const folder = {
    client,
    account,
    uidvalidity,
    db,
    maxBytes,
    suspects,
    notBefore,
    stopping: () => parts.stopped.aborted,
  }
  return rounds(parts, folder, closed)
}

const noValidity: Fault = {
  kind: 'network',
  text: 'The server gives the folder no UIDVALIDITY: what was fetched could not be told from what was not.',
}

/** As text; undefined where the server sends none, or 0. */
function validityOf({ uidValidity }: MailboxObject): string | undefined {
  return uidValidity ? String(uidValidity) : undefined
}

/** A server may leave UIDNEXT out (RFC 3501 6.3.1): then it is the one after the last message's. */
async function nextUid(client: ImapFlow, { uidNext, exists }: MailboxObject): Promise<number> {
  if (uidNext) return uidNext
  const last = exists ? await client.fetchOne('*', { uid: true }) : false
  return last ? last.uid + 1 : 1
}

async function rounds(
  parts: SessionParts,
  folder: Folder,
  closed: Promise<undefined>,
): Promise<Fault | 'again' | 'stopped'> {
  const { client, account } = folder
  for (;;) {
    const woken = wakeUp(parts, client, closed)
    if ((await catchUp(folder)) === 'stale') return 'again'
    if (parts.stopped.aborted) return 'stopped'
    await noteSuccess(folder.db, account.mailboxId, (await handleProcessed(folder)) ?? null)
    parts.said('reached', account)
    const why = await woken()
    if (why === 'stopped') return 'stopped'
    if (why === 'closed') return imapFault({ code: 'NoConnection', message: '' }, account)
    const status = await client.status(account.folder, { uidValidity: true })
    if (!status || String(status.uidValidity) !== folder.uidvalidity) return 'again'
  }
}

/** Listens from now on; the answer waits for mail, a nudge, the poll, or the end. */
function wakeUp({ poll, stopped, nudged }: SessionParts, client: ImapFlow, closed: Promise<undefined>) {
  const over = new AbortController()
  let heard: () => void = () => undefined
  const mail = new Promise<'mail'>((resolve) => (heard = () => resolve('mail')))
  client.once('exists', heard)
  const nudge = nudged().then(() => 'mail' as const)
  return async () => {
    const signal = AbortSignal.any([over.signal, stopped])
    const timer = sleep(poll, 'poll' as const, { signal }).catch(() => 'stopped' as const)
    const why = await Promise.race([mail, nudge, timer, closed.then(() => 'closed' as const)])
    over.abort()
    client.off('exists', heard)
    return stopped.aborted ? 'stopped' : why
  }
}
