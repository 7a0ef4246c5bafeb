import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../src/database/connection.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import { startKeeper } from './keep.ts'
import { readMbox } from './mbox.ts'

/** A path that holds no mail we can read; the message says what would be right. */
export class ImportError extends Error {}

export type Imported = Readonly<{ mails: number; bytes: number }>

const atOnce = 64

/**
 * Keeps the mails of a path in a mailbox, to be filed by the worker: an .eml file, an mbox, a maildir, or a folder
 * of .eml files. Repeating an import adds nothing, since equal mails are filed once. Throws ImportError for a path
 * that is none of these; what was kept before an error stays.
 */
export async function importMail(
  db: Database,
  path: string,
  mailbox: MailboxLine,
  progress: (soFar: Imported) => void = () => undefined,
): Promise<Imported> {
  const keeper = startKeeper(db)
  let mails = 0
  let bytes = 0
  let pending: Promise<unknown>[] = []
  for await (const raw of await mailsOf(path)) {
    pending.push(keeper.keep({ ...envelope, raw, recipients: [{ mailboxId: mailbox.id, address: mailbox.address }] }))
    mails += 1
    bytes += raw.length
    if (pending.length < atOnce && raw.length < 1 << 20) continue
    await Promise.all(pending)
    pending = []
    progress({ mails, bytes })
  }
  await Promise.all(pending)
  await keeper.stop()
  progress({ mails, bytes })
  return { mails, bytes }
}

const envelope = { source: 'import', mailFrom: '', helo: '', clientIp: null, tls: false, flags: {} } as const

async function mailsOf(path: string): Promise<AsyncIterable<Buffer>> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.message})`
    throw new ImportError(`${path} ${why}: give the path of an .eml file, an mbox or a maildir.`)
  })
  if (info.isDirectory()) return filesOf(await mailFiles(path))
  if (/\.(eml|msg)$/i.test(path)) return filesOf([path])
  const start = (await firstBytes(path)).toString('latin1')
  if (start.startsWith('From ')) return readMbox(path)
  if (/^[\x21-\x39\x3b-\x7e]+:/.test(start)) return filesOf([path])
  throw new ImportError(`${path} holds no mail: an mbox starts with "From ", an .eml file with a header like "From:".`)
}

/** A maildir's `cur` and `new`, else every .eml file of the folder, in order of their names. */
async function mailFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = new Set(entries.map((entry) => entry.name))
  if (names.has('cur') || names.has('new')) {
    const found = await Promise.all(
      ['new', 'cur'].filter((name) => names.has(name)).map((name) => allFiles(folder, name)),
    )
    return found.flat().sort()
  }
  const files = entries.filter((entry) => entry.isFile() && /\.eml$/i.test(entry.name)).map((entry) => entry.name)
  if (files.length === 0)
    throw new ImportError(`${folder} is no maildir (it has no cur or new) and holds no .eml file.`)
  return files.sort().map((name) => join(folder, name))
}

async function allFiles(folder: string, sub: string): Promise<string[]> {
  const entries = await readdir(join(folder, sub), { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(folder, sub, entry.name))
}

async function* filesOf(paths: readonly string[]): AsyncIterable<Buffer> {
  for (const path of paths) {
    const raw = await readFile(path)
    if (raw.length > 0) yield raw
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
