import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { fileWaiting } from '../../inbound/filing.ts'
import { keep } from '../../inbound/keep.ts'
import { type Parser, startParser } from '../../inbound/parser.ts'
import { connect, type Database } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { ensureFirstMailbox, type MailboxLine } from '../../src/mail/mailboxes.ts'

export type MimeScore = Readonly<{
  files: number
  distinct: number
  parsed: number
  /** Beyond the limits: kept, and held with a reason. */
  held: number
  threw: number
  /** Distinct mails that are one interaction, or one held mail with a reason, after all came twice. */
  once: number
  misses: readonly string[]
}>

/** Parses every mail of a folder, then files all of them twice into a database of its own. */
export async function scoreMime(folder: string): Promise<MimeScore> {
  const names = readdirSync(folder).filter((name) => !/^(?:licen[cs]e|readme|expected\.json)/i.test(name))
  const mails = names.sort().map((name) => ({ name, raw: readFileSync(join(folder, name)) }))
  const parser = startParser()
  try {
    const read = await readAll(parser, mails)
    const bad = await inDatabase((db, mailbox) => fileTwice({ db, parser, mailbox, mails, prints: read.prints }))
    const distinct = new Set(read.prints.values()).size
    return {
      ...{ files: mails.length, distinct, parsed: mails.length - read.held - read.threw.length },
      ...{ held: read.held, threw: read.threw.length, once: distinct - bad.length },
      misses: [...read.threw, ...bad],
    }
  } finally {
    await parser.stop()
  }
}

type Mail = Readonly<{ name: string; raw: Buffer }>

async function readAll(parser: Parser, mails: readonly Mail[]) {
  const prints = new Map<string, string>()
  const threw: string[] = []
  let held = 0
  for (const { name, raw } of mails) {
    try {
      const { mail, trouble } = await parser.parse({ raw, mailFrom: 'sender@corpus.example', receivedAt: new Date() })
      prints.set(name, mail.fingerprint.toString('hex'))
      if (trouble) held += 1
    } catch (error) {
      threw.push(`${name}: ${(error as Error).message}`)
    }
  }
  return { prints, threw, held }
}

type Filed = Readonly<{
  db: Database
  parser: Parser
  mailbox: MailboxLine
  mails: readonly Mail[]
  prints: ReadonlyMap<string, string>
}>

/** Names of the mails whose fingerprint is not in the history, or among the held, exactly once. */
async function fileTwice({ db, parser, mailbox, mails, prints }: Filed): Promise<string[]> {
  const secrets = { current: 'a secret of at least thirty-two bytes', old: [] }
  const recipients = [{ mailboxId: mailbox.id, address: mailbox.address }]
  const envelope = { mailFrom: 'sender@corpus.example', helo: 'corpus.example', clientIp: null, tls: false, flags: {} }
  for (const _round of [1, 2]) {
    for (const { raw } of mails) await keep(db, { source: 'smtp', raw, recipients, ...envelope })
    while ((await fileWaiting({ db, secrets, log: pino({ level: 'silent' }), parser })) > 0);
  }
  const { rows } = await sql<{ print: string; n: number; sound: boolean }>`
    select encode(e.fingerprint, 'hex') as print, count(*)::int as n,
      bool_and((d.state = 'filed' and e.interaction_id is not null) or (d.state = 'held' and d.reason is not null)) as sound
    from emails e join deliveries d on d.id = e.delivery_id group by 1`.execute(db)
  const sound = new Set(rows.filter((row) => row.sound && row.n === 1).map((row) => row.print))
  const names = new Map([...prints].map(([name, print]) => [print, name]))
  return [...names].filter(([print]) => !sound.has(print)).map(([, name]) => `${name}: not filed exactly once`)
}

async function inDatabase<T>(use: (db: Database, mailbox: MailboxLine) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-corpus-'))
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder)
  const connection = connect(server.url)
  try {
    await migrate(connection.db)
    return await use(connection.db, await ensureFirstMailbox(connection.db, 'support@corpus.example'))
  } finally {
    await connection.stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
