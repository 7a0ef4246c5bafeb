import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server'
import type { Config } from '../src/config.ts'
import type { Database } from '../src/database/connection.ts'
import type { Handoff } from './handoff.ts'
import { type IncomingMail, type Keeper, startKeeper } from './keep.ts'
import { type Limits, type Refusal, smtpLimits } from './limits.ts'
import { type Pace, startPace } from './pace.ts'
import { type Recipients, recipients } from './recipients.ts'

export type SmtpDoor = Readonly<{ port: number; busy: () => boolean; stop: () => Promise<void> }>

type Door = Readonly<{
  config: Config
  log: Logger
  keeper: Keeper
  limits: Limits
  recipients: Recipients
  /** Sessions between MAIL and the reply to DATA, which a stop lets finish. */
  busy: Set<string>
  draining: () => boolean
  pace: Pace
}>

/** How long a stop waits for mails in hand, in ms. */
const grace = 10_000

/**
 * Listens on SMTP_HOST:SMTP_PORT. A 250 after DATA means that the mail and a delivery per recipient are committed;
 * whatever goes wrong on our side is a 4xx, so that the sender keeps the mail and tries again (RFC 5321 6.1).
 * Throws an Error that names SMTP_PORT when the port cannot be had.
 */
export async function startSmtp(parts: {
  db: Database
  config: Config
  log: Logger
  handoff?: Handoff
}): Promise<SmtpDoor> {
  const { db, config, log, handoff } = parts
  let draining = false
  const door: Door = {
    config,
    log,
    keeper: startKeeper(db, handoff),
    limits: smtpLimits(config.smtpLimits, config.smtpTrusted),
    recipients: recipients(db, config.smtpLimits.backlog),
    busy: new Set(),
    draining: () => draining,
    pace: startPace(),
  }
  const server = new SMTPServer({ ...settings(config), ...handlers(door) })
  await listening(server, config)
  server.on('error', (error: Error) => log.debug({ err: error }, 'an SMTP connection broke'))
  return {
    port: (server.server.address() as AddressInfo).port,
    busy: door.pace.busy,
    async stop() {
      draining = true
      const until = Date.now() + grace
      while (door.busy.size > 0 && Date.now() < until) await sleep(20)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await door.keeper.stop()
    },
  }
}

function settings(config: Config): SMTPServerOptions {
  const tls = config.smtpTlsCert && config.smtpTlsKey
  return {
    name: config.mailDomain,
    banner: 'Antfarm',
    size: config.smtpMaxBytes,
    rejectOversized: true,
    maxRecipients: 100,
    hideENHANCEDSTATUSCODES: false,
    disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
    ...(tls ? { cert: pem('SMTP_TLS_CERT', config.smtpTlsCert!), key: pem('SMTP_TLS_KEY', config.smtpTlsKey!) } : {}),
    disableReverseLookup: true,
    useProxy: config.smtpProxy,
    logger: false,
    socketTimeout: 5 * 60_000,
    closeTimeout: 500,
  }
}

/** The settings hold a path, or the PEM text itself. */
function pem(name: string, value: string): string {
  if (value.includes('-----BEGIN')) return value
  try {
    return readFileSync(value, 'utf8')
  } catch (error) {
    throw new Error(`${name}: ${value} cannot be read (${(error as Error).message}).`)
  }
}

function listening(server: SMTPServer, { smtpPort, smtpHost }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be had (${error.message})`
      reject(new Error(`Port ${smtpPort} on ${smtpHost} ${why}: set SMTP_PORT (or SMTP_HOST) to a free one.`))
    }
    server.once('error', failed)
    server.listen(smtpPort, smtpHost, () => {
      server.off('error', failed)
      resolve()
    })
  })
}

function handlers(door: Door): SMTPServerOptions {
  const { limits, busy } = door
  return {
    onConnect: (session, answer) =>
      answer(door.draining() ? reply(closing) : reply(limits.connect(session.remoteAddress))),
    onMailFrom(address, session, answer) {
      const refusal = door.draining() ? closing : limits.mail(session.remoteAddress, address.address.toLowerCase())
      if (!refusal) busy.add(session.id)
      answer(reply(refusal))
    },
    onRcptTo: (address, _session, answer) => void checkRecipient(door, address.address).then((no) => answer(reply(no))),
    onData: (stream, session, answer) =>
      receive(door, stream, session, (refusal, text) => {
        busy.delete(session.id)
        if (refusal) answer(reply(refusal))
        else answer(null, text)
      }),
    onClose(session) {
      busy.delete(session.id)
      limits.disconnect(session.remoteAddress)
    },
  }
}

type Answer = Refusal | Readonly<{ code: 550 | 451; enhanced: string; text: string }>

const closing: Answer = { code: 421, enhanced: '4.3.2', text: 'The desk is shutting down, try again in a minute' }
const away: Answer = { code: 451, enhanced: '4.3.0', text: 'The desk cannot keep mail just now, try again later' }
/** For now: told again, the sender hears at RCPT which mailbox is not there, and the others still get the mail. */
const mailboxGone: Answer = { code: 451, enhanced: '4.2.1', text: 'A mailbox of this mail is gone, send it again' }
const backlogged: Answer = { code: 452, enhanced: '4.3.1', text: 'Too much mail waits here, try again later' }
const noRoom: Answer = { code: 452, enhanced: '4.3.1', text: 'Too much mail is coming in at once, try again later' }

/** The library would add the enhanced code it thinks fit to a bare number; with ours in place it adds none. */
function reply(answer: Answer | undefined): Error | null {
  if (!answer) return null
  return Object.assign(new Error(answer.text), { responseCode: codeOf(answer) })
}

function codeOf({ code, enhanced }: Answer): number {
  return (code === 421 ? 421 : `${code} ${enhanced}`) as number
}

async function checkRecipient(door: Door, address: string): Promise<Answer | undefined> {
  try {
    if (!(await door.recipients.find(address)))
      return { code: 550, enhanced: '5.1.1', text: `No mailbox ${address} here` }
    return (await door.recipients.full()) ? backlogged : undefined
  } catch (error) {
    door.log.warn({ err: error }, 'the mailboxes cannot be looked up')
    return away
  }
}

/** Gathers DATA in memory, bounded by size and by all that is held; then keeps it. */
function receive(
  door: Door,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  answer: (refusal: Answer | undefined, text?: string) => void,
) {
  let chunks: Buffer[] = []
  let held = 0
  let full = false
  const forget = () => {
    door.limits.release(held)
    chunks = []
    held = 0
  }
  stream.on('data', (chunk: Buffer) => {
    if (full || stream.sizeExceeded) return forget()
    full = !door.limits.hold(chunk.length)
    if (full) return forget()
    held += chunk.length
    chunks.push(chunk)
  })
  stream.on('error', () => {
    full = true
    forget()
  })
  stream.on('end', async () => {
    // The library itself answers 552 5.3.4 for an oversized mail, whatever we say.
    if (full || stream.sizeExceeded) return answer(noRoom)
    const refusal = await keepMail(door, session, Buffer.concat(chunks, held))
    forget()
    if (typeof refusal === 'string') answer(undefined, refusal)
    else answer(refusal)
  })
}

async function keepMail(door: Door, session: SMTPServerSession, raw: Buffer): Promise<Answer | string> {
  try {
    const mail = await incoming(door, session, raw)
    if (!mail) return mailboxGone
    const ids = await door.keeper.keep(mail)
    door.pace.note()
    return `Kept as delivery ${ids.join(', ')}`
  } catch (error) {
    door.log.warn({ err: error }, 'a mail could not be kept, its sender was told to try again')
    return away
  }
}

/** Undefined when a mailbox went away since its RCPT: no recipient may be dropped in silence. */
async function incoming(door: Door, session: SMTPServerSession, raw: Buffer): Promise<IncomingMail | undefined> {
  const { mailFrom, rcptTo, ...rest } = session.envelope
  const found = await Promise.all(
    rcptTo.map(async ({ address }: SMTPServerAddress) => ({ address, mailbox: await door.recipients.find(address) })),
  )
  const served = found.flatMap(({ address, mailbox }) => (mailbox ? [{ mailboxId: mailbox.id, address }] : []))
  if (served.length < found.length) return undefined
  const flags = { body: rest.bodyType, smtpUtf8: rest.smtpUtf8 || undefined }
  return {
    source: 'smtp',
    raw,
    recipients: tokensFirst(served),
    mailFrom: mailFrom ? mailFrom.address : '',
    helo: session.hostNameAppearsAs || '',
    clientIp: session.remoteAddress?.replace(/%.*$/, '') || null, // PostgreSQL knows no zones
    tls: session.secure,
    flags,
  }
}

/** Of equal mails in a mailbox the first is filed, the others are its copies: so a reply token must not come second. */
function tokensFirst(recipients: IncomingMail['recipients']): IncomingMail['recipients'] {
  return recipients.toSorted((a, b) => Number(b.address.includes('+')) - Number(a.address.includes('+')))
}
