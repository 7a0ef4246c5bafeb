import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { type KeptLines, type Line, sayGoodbye } from './kept-lines.ts'
import type { Mailing, Outcome, RelayError } from './outcome.ts'
import { failedOutcome, sentOutcome } from './outcome.ts'
import { asciiDomain, domainOf } from './reply-address.ts'

/**
 * All in milliseconds. `talk`: until the relay asks for the letter; from then on it may have it. `all` ends a session
 * whatever it does; it must stay below the lease of the letter.
 */
export type Timeouts = Readonly<{
  dns: number
  connect: number
  greeting: number
  talk: number
  idle: number
  all: number
}>

/** RFC 5321 4.5.3.2 lets a server take ten minutes for the final dot; shorter waits make doubtful letters. */
export const usualTimeouts: Timeouts = {
  dns: 10_000,
  connect: 20_000,
  greeting: 30_000,
  talk: 120_000,
  idle: 600_000,
  all: 720_000,
}

/**
 * `stopped` ends the session at once. `beforeEnd` is asked before the relay gets the letter's last piece, and with it
 * the final dot: while it has not said yes the relay cannot have the letter, where it throws the relay never will.
 * `lines` are connections kept from earlier letters; one that broke meanwhile is replaced by a new one.
 */
export type Limits = Readonly<{
  timeouts?: Timeouts | undefined
  stopped?: AbortSignal | undefined
  beforeEnd?: (() => Promise<void>) | undefined
  lines?: KeptLines | undefined
}>

/**
 * Speaks SMTP with the relay once, for one letter, with exactly these bytes and this envelope. Never throws: the
 * outcome says what happened, above all whether the letter may have gone although no answer came.
 */
export function deliver(relayUrl: string, mailing: Mailing, limits: Limits = {}): Promise<Outcome> {
  const { timeouts = usualTimeouts, stopped, beforeEnd, lines } = limits
  const body = bodyOf(mailing.bytes, beforeEnd)
  return new Promise((resolve) => {
    let close: (() => void) | undefined
    let ended = false
    const end = (outcome: Outcome) => {
      if (ended) return
      ended = true
      clearTimeout(talk)
      clearTimeout(all)
      stopped?.removeEventListener('abort', stop)
      resolve(outcome)
      close?.()
    }
    const failed = (error: RelayError) => end(failedOutcome(error, body.handed()))
    const late = () => failed({ code: 'ETIMEDOUT', message: 'it fell silent' })
    const stop = () => failed({ code: 'ESTOPPED', message: 'the desk stopped' })
    const talk = setTimeout(() => body.begun() || late(), timeouts.talk)
    const all = setTimeout(late, timeouts.all)
    stopped?.addEventListener('abort', stop)
    try {
      close = converse(relayUrl, { mailing, timeouts, body, lines }, { failed, end })
      if (stopped?.aborted) stop()
    } catch (error) {
      failed(error as Error)
    }
  })
}

type Session = Readonly<{ mailing: Mailing; timeouts: Timeouts; body: Body; lines: KeptLines | undefined }>
type Ends = Readonly<{ failed: (error: RelayError) => void; end: (outcome: Outcome) => void }>

/** One conversation; answers how to end it: politely once the letter is taken, else at once. */
function converse(relayUrl: string, session: Session, { failed, end }: Ends): () => void {
  const { mailing, timeouts, body, lines } = session
  const { auth, ...options } = parseConnectionUrl(relayUrl)
  const key = `${relayUrl} ${nameOf(mailing)}`
  const kept = lines?.take(key)
  let line: Line
  let taken = false

  function dial() {
    const connection = new SMTPConnection(connectionOptions(options as SMTPConnectionOptions, mailing, timeouts))
    line = { connection, sent: 0 }
    // For as long as it lives: without any listener an error would end the process.
    connection.on('error', () => undefined)
    connection.on('error', failed)
    connection.connect((error) => {
      if (error) return failed(error)
      if (!auth) return send(failed)
      connection.login(auth, (refused) => (refused ? failed(refused) : send(failed)))
    })
  }

  /** A kept connection may have died in its sleep: what it had not begun to take goes by a new one. */
  function redial(error: RelayError) {
    const slept = !body.begun() && (error.responseCode === undefined || error.responseCode === 421)
    if (!slept) return failed(error)
    line.connection.off('error', redial)
    line.connection.close()
    dial()
  }

  function send(broken: (error: RelayError) => void) {
    const to = mailing.to.map(asciiDomain)
    const envelope = { from: asciiDomain(mailing.from), to, size: mailing.bytes.length }
    line.connection.send(envelope, body.open(), (error, info) => {
      if (error) return broken(error)
      taken = true
      end(sentOutcome(info))
    })
  }

  if (!kept) dial()
  else {
    line = kept
    line.connection.on('error', redial)
    send(redial)
  }
  return () => {
    const { connection, sent } = line
    connection.off('error', failed).off('error', redial)
    if (!taken) return connection.close()
    if (!lines?.keep(key, { connection, sent: sent + 1 })) sayGoodbye(connection)
  }
}

/** How we greet the relay. */
export function nameOf({ from }: Pick<Mailing, 'from'>): string {
  return domainOf(asciiDomain(from)) || 'localhost'
}

export function connectionOptions(
  asked: SMTPConnectionOptions,
  mailing: Pick<Mailing, 'from'>,
  timeouts: Timeouts,
): SMTPConnectionOptions {
  return {
    // On the way to ourselves there is nobody to hide from, and a local relay's certificate is rarely a proper one.
    ...(isLoopback(asked.host) && { tls: { rejectUnauthorized: false } }),
    ...asked,
    name: nameOf(mailing),
    dnsTimeout: timeouts.dns,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.idle,
  }
}

function isLoopback(host: string | undefined): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host ?? '')
}

const chunk = 64 << 10

type Body = Readonly<{ open: () => Readable; begun: () => boolean; handed: () => boolean }>

/**
 * The bytes as a stream that knows whether its first and its last piece were taken. It is read only after the relay's
 * 354, so from the last piece on, and only then, the relay may have the whole letter.
 */
function bodyOf(bytes: Buffer, beforeEnd: Limits['beforeEnd']): Body {
  let begun = false
  let handed = false
  async function* pieces() {
    begun = true
    for (let at = 0; at < bytes.length; at += chunk) {
      if (at + chunk >= bytes.length) {
        await beforeEnd?.()
        handed = true
      }
      yield bytes.subarray(at, at + chunk)
    }
  }
  return { open: () => Readable.from(pieces(), { objectMode: false }), begun: () => begun, handed: () => handed }
}
