import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
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
 */
export type Limits = Readonly<{
  timeouts?: Timeouts | undefined
  stopped?: AbortSignal | undefined
  beforeEnd?: (() => Promise<void>) | undefined
}>

/**
 * Speaks SMTP with the relay once, for one letter, with exactly these bytes and this envelope. Never throws: the
 * outcome says what happened, above all whether the letter may have gone although no answer came.
 */
export function deliver(relayUrl: string, mailing: Mailing, limits: Limits = {}): Promise<Outcome> {
  const { timeouts = usualTimeouts, stopped, beforeEnd } = limits
  const body = bodyStream(mailing.bytes, beforeEnd)
  return new Promise((resolve) => {
    let close: (() => void) | undefined
    const end = (outcome: Outcome) => {
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
      close = converse(relayUrl, { mailing, timeouts, body: body.stream }, { failed, end })
      if (stopped?.aborted) stop()
    } catch (error) {
      failed(error as Error)
    }
  })
}

type Session = Readonly<{ mailing: Mailing; timeouts: Timeouts; body: Readable }>
type Ends = Readonly<{ failed: (error: RelayError) => void; end: (outcome: Outcome) => void }>

/** One conversation; answers how to end it: politely once the letter is taken, else at once. */
function converse(relayUrl: string, { mailing, timeouts, body }: Session, { failed, end }: Ends): () => void {
  const { auth, ...options } = parseConnectionUrl(relayUrl)
  const connection = new SMTPConnection(connectionOptions(options as SMTPConnectionOptions, mailing, timeouts))
  let taken = false
  connection.on('error', failed)
  connection.connect((error) => {
    if (error) return failed(error)
    if (!auth) return send()
    connection.login(auth, (refused) => (refused ? failed(refused) : send()))
  })

  function send() {
    const to = mailing.to.map(asciiDomain)
    const envelope = { from: asciiDomain(mailing.from), to, size: mailing.bytes.length }
    connection.send(envelope, body, (error, info) => {
      if (error) return failed(error)
      taken = true
      end(sentOutcome(info))
    })
  }
  return () => {
    if (!taken) return connection.close()
    connection.quit()
    // A relay that never answers QUIT keeps no socket open.
    setTimeout(() => connection.close(), farewell).unref()
  }
}

const farewell = 5_000

function connectionOptions(asked: SMTPConnectionOptions, mailing: Mailing, timeouts: Timeouts): SMTPConnectionOptions {
  return {
    // On the way to ourselves there is nobody to hide from, and a local relay's certificate is rarely a proper one.
    ...(isLoopback(asked.host) && { tls: { rejectUnauthorized: false } }),
    ...asked,
    name: domainOf(asciiDomain(mailing.from)) || 'localhost',
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

/**
 * The bytes as a stream that knows whether its first and its last piece were taken. It is read only after the relay's
 * 354, so from the last piece on, and only then, the relay may have the whole letter.
 */
function bodyStream(
  bytes: Buffer,
  beforeEnd: Limits['beforeEnd'],
): { stream: Readable; begun: () => boolean; handed: () => boolean } {
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
  const stream = Readable.from(pieces(), { objectMode: false })
  return { stream, begun: () => begun, handed: () => handed }
}
