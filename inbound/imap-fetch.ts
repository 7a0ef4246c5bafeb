import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Database } from '../src/database/connection.ts'
import { type ImapAccount, waitingUids } from '../src/mail/imap-accounts.ts'
import { countTry, triesBeforeGivenUp } from '../src/mail/imap-cursor.ts'
import { type Fetched, standIn } from './imap-mail.ts'
import { type Catch, keepFetched } from './keep-fetched.ts'

/** One open folder of an account. */
export type Folder = Readonly<{
  db: Database
  client: ImapFlow
  account: ImapAccount
  uidvalidity: string
  maxBytes: number
  /** What broke connections, remembered from one to the next. */
  suspects: Suspects
  /** With old mail not wanted, what a rescan finds from before this time stays out. */
  notBefore: Date | undefined
  stopping: () => boolean
}>

/** While `until` has not passed, messages are fetched one by one; `deaths` counts connections that ended under one. */
export type Suspects = { until: number; deaths: Map<number, number> }

const listedAtOnce = 500
const batchMails = 50
const batchBytes = 8 << 20
const deathsBeforeWaiting = 3

type Listed = Readonly<{ uid: number; size: number; internalDate: Date | undefined }>

/**
 * Fetches and keeps everything above the cursor, in batches bounded in number and bytes, and what waits to be tried
 * again. By UID and PEEK only; sizes are asked for first (inbound.md I1, I7). Answers how many mails were kept, or
 * 'stale' when the account was changed meanwhile. Throws what breaks the connection.
 */
export async function catchUp(folder: Folder): Promise<number | 'stale'> {
  let kept = 0
  const fresh = await uidsAbove(folder)
  for (let at = 0; at < fresh.length && !folder.stopping(); at += listedAtOnce) {
    const uids = fresh.slice(at, at + listedAtOnce)
    for (const batch of batches(folder, await sizesOf(folder, uids), uids)) {
      if (folder.stopping()) return kept
      const result = await keepFetched(folder.db, folder.account, await fetchBatch(folder, batch))
      if (result === 'stale') return 'stale'
      kept += result.kept
    }
  }
  const again = await fetchWaiting(folder)
  return again === 'stale' ? 'stale' : kept + again
}

/** UIDs above the cursor, ascending. The range n:* always names the last message, also one below n. */
async function uidsAbove({ client, db, account }: Folder): Promise<number[]> {
  const row = await db
    .selectFrom('imapAccounts')
    .select('lastUid')
    .where('mailboxId', '=', account.mailboxId)
    .executeTakeFirst()
  const last = Number(row?.lastUid ?? 0)
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true })
  if (!Array.isArray(found)) throw new Error('the server does not list the messages of the folder')
  return found.filter((uid) => uid > last).sort((a, b) => a - b)
}

/** What the server leaves out is gone only when a search says so, too: nothing is skipped for an answer cut short. */
async function sizesOf({ client }: Folder, uids: readonly number[]): Promise<Map<number, Listed>> {
  const query = { uid: true, size: true, internalDate: true }
  const found = await client.fetchAll(uids.join(','), query, { uid: true })
  const listed = new Map<number, Listed>()
  for (const { uid, size, internalDate } of found)
    listed.set(uid, { uid, size: size ?? 0, internalDate: asDate(internalDate) })
  const missing = uids.filter((uid) => !listed.has(uid))
  for (const uid of missing.length > 0 ? await existing(client, missing) : [])
    listed.set(uid, { uid, size: 0, internalDate: undefined })
  return listed
}

type Batch = Readonly<{ uids: readonly number[]; listed: ReadonlyMap<number, Listed> }>

/** Consecutive UIDs; one alone where it is large, or where a message among them broke a connection before. */
function batches(
  { maxBytes, suspects }: Folder,
  listed: ReadonlyMap<number, Listed>,
  uids: readonly number[],
): Batch[] {
  const made: number[][] = []
  let bytes = 0
  for (const uid of uids) {
    const size = Math.min(listed.get(uid)?.size ?? 0, maxBytes)
    const last = made.at(-1)
    const alone = uid <= suspects.until
    if (!last || alone || last.length >= batchMails || bytes + size > batchBytes) {
      made.push([uid])
      bytes = alone ? batchBytes : size
    } else {
      last.push(uid)
      bytes += size
    }
  }
  return made.map((batch) => ({ uids: batch, listed }))
}

async function fetchBatch(folder: Folder, { uids, listed }: Batch): Promise<Catch> {
  const { account, maxBytes, notBefore } = folder
  const old = (uid: number) => uid < account.rescanBelow && isBefore(listed.get(uid)?.internalDate, notBefore)
  const wanted = uids.filter((uid) => listed.has(uid) && !old(uid))
  const small = wanted.filter((uid) => listed.get(uid)!.size <= maxBytes)
  const mails = await fetchWhole(folder, small)
  const gone = uids.filter((uid) => !listed.has(uid))
  const skipped = uids.filter((uid) => listed.has(uid) && old(uid))
  const waiting: number[] = []
  for (const uid of wanted) {
    if (mails.some((mail) => mail.uid === uid)) continue
    const one = small.includes(uid) ? await fetchAlone(folder, uid) : await tooLarge(folder, listed.get(uid)!)
    if (one === 'gone') gone.push(uid)
    else if (one === 'waiting') waiting.push(uid)
    else mails.push(one)
  }
  mails.sort((a, b) => a.uid - b.uid)
  return { uidvalidity: folder.uidvalidity, mails, gone, skipped, waiting, cursor: uids.at(-1)! }
}

function isBefore(date: Date | undefined, limit: Date | undefined): boolean {
  return date !== undefined && limit !== undefined && date < limit
}

const whole = { uid: true, source: true, internalDate: true }

/** Many in one command; what the server leaves out is asked for alone afterwards. */
async function fetchWhole(folder: Folder, uids: readonly number[]): Promise<Fetched[]> {
  if (uids.length < 2) return []
  const { client, suspects } = folder
  try {
    const found = await client.fetchAll(uids.join(','), whole, { uid: true })
    return found.filter((one) => uids.includes(one.uid)).flatMap((one) => asFetched(one) ?? [])
  } catch (error) {
    if (client.usable) return []
    suspects.until = Math.max(suspects.until, uids.at(-1)!)
    throw error
  }
}

/** One message; one under which connections end again and again, or that the server refuses, waits. */
async function fetchAlone(folder: Folder, uid: number): Promise<Fetched | 'gone' | 'waiting'> {
  const { client, suspects } = folder
  if ((suspects.deaths.get(uid) ?? 0) >= deathsBeforeWaiting) return 'waiting'
  try {
    const found = await client.fetchOne(String(uid), whole, { uid: true })
    suspects.deaths.delete(uid)
    const fetched = found ? asFetched(found) : undefined
    return fetched ?? ((await exists(client, uid)) ? 'waiting' : 'gone')
  } catch (error) {
    if (client.usable) return (await exists(client, uid)) ? 'waiting' : 'gone'
    suspects.until = Math.max(suspects.until, uid)
    suspects.deaths.set(uid, (suspects.deaths.get(uid) ?? 0) + 1)
    throw error
  }
}

async function exists(client: ImapFlow, uid: number): Promise<boolean> {
  return (await existing(client, [uid])).includes(uid)
}

async function existing(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  const found = await client.search({ uid: uids.join(',') }, { uid: true })
  if (!Array.isArray(found)) throw new Error('the server does not list the messages of the folder')
  return found
}

function asFetched({ uid, source, internalDate, emailId }: FetchMessageObject): Fetched | undefined {
  return source && { uid, raw: source, internalDate: asDate(internalDate), emailId: emailId || undefined }
}

function asDate(date: Date | string | undefined): Date | undefined {
  return date === undefined ? undefined : new Date(date)
}

/** Its header and a notice, held for a rep; the message stays in its folder (inbound.md I8). */
async function tooLarge({ client, account, maxBytes }: Folder, { uid, size, internalDate }: Listed): Promise<Fetched> {
  const found = await client.fetchOne(String(uid), { uid: true, headers: true }, { uid: true })
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  const notice = `This mail is too large: ${mib(size)}, and SMTP_MAX_BYTES allows ${mib(maxBytes)}. Only its header is here; the whole of it is still in the folder ${account.folder} of ${account.user} (UID ${uid}).`
  return {
    uid,
    raw: standIn((found ? found.headers : undefined) ?? Buffer.alloc(0), notice),
    internalDate,
    emailId: undefined,
    held: notice,
  }
}

const waitingAtOnce = 20

/** What could not be had before. A try is counted before it is made; after the last one a held delivery says so. */
async function fetchWaiting(folder: Folder): Promise<number | 'stale'> {
  const { db, account, uidvalidity } = folder
  let kept = 0
  for (const uid of await waitingUids(db, account, uidvalidity, waitingAtOnce)) {
    if (folder.stopping()) return kept
    const tries = await countTry(db, account, uidvalidity, uid)
    if (tries === 0) continue
    folder.suspects.deaths.delete(uid)
    const one = tries > triesBeforeGivenUp ? givenUp(folder, uid) : await fetchAlone(folder, uid)
    if (one === 'waiting') continue
    const found = one === 'gone' ? { mails: [], gone: [uid] } : { mails: [one] }
    const result = await keepFetched(db, account, { uidvalidity, ...found })
    if (result === 'stale') return 'stale'
    kept += result.kept
  }
  return kept
}

function givenUp({ account }: Folder, uid: number): Fetched {
  const notice = `A mail could not be fetched: ${triesBeforeGivenUp} times the server gave an error instead of it, or broke the connection. It is still in the folder ${account.folder} of ${account.user} (UID ${uid}): look at it there.`
  const header = Buffer.from(`Subject: A mail that could not be fetched (UID ${uid})\r\n`)
  return { uid, raw: standIn(header, notice), internalDate: undefined, emailId: undefined, held: notice }
}
