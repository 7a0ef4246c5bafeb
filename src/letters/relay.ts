import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { Mailing, Outcome, RelayError } from './outcome.ts'
import { failedOutcome, sentOutcome } from './outcome.ts'

/** All in milliseconds. `all` ends a session whatever it does; it must stay below the lease of the letter. */
export type Timeouts = Readonly<{ dns: number; connect: number; greeting: number; idle: number; all: number }>

/** RFC 5321 4.5.3.2 lets a server take ten minutes for the final dot; shorter waits make doubtful letters. */
export const usualTimeouts: Timeouts = {
  dns: 10_000,
  connect: 20_000,
  greeting: 30_000,
  idle: 600_000,
  all: 720_000,
}

/**
 * Speaks SMTP with the relay once, for one letter, with exactly these bytes and this envelope. Never throws: the
 * outcome says what happened, above all whether the letter may have gone although no answer came.
 */
export function deliver(relayUrl: string, mailing: Mailing, timeouts: Timeouts = usualTimeouts): Promise<Outcome> {
  return new Promise((resolve) => {
    const { auth, ...options } = parseConnectionUrl(relayUrl)
    const connection = new SMTPConnection(connectionOptions(options as SMTPConnectionOptions, mailing, timeouts))
    const body = bodyStream(mailing.bytes)
    const deadline = setTimeout(
      () => end(failedOutcome({ code: 'ETIMEDOUT', message: 'no end in sight' }, body.handed())),
      timeouts.all,
    )

    function end(outcome: Outcome) {
      clearTimeout(deadline)
      resolve(outcome)
      if (outcome.kind === 'sent') connection.quit()
      else connection.close()
    }
    const failed = (error: RelayError) => end(failedOutcome(error, body.handed()))

    connection.on('error', failed)
    connection.connect((error) => {
      if (error) return failed(error)
      if (!auth) return send()
      connection.login(auth, (refused) => (refused ? failed(refused) : send()))
    })

    function send() {
      const envelope = { from: mailing.from, to: [...mailing.to], size: mailing.bytes.length }
      connection.send(envelope, body.stream, (error, info) => (error ? failed(error) : end(sentOutcome(info))))
    }
  })
}

function connectionOptions(asked: SMTPConnectionOptions, mailing: Mailing, timeouts: Timeouts): SMTPConnectionOptions {
  return {
    // On the way to ourselves there is nobody to hide from, and a local relay's certificate is rarely a proper one.
    ...(isLoopback(asked.host) && { tls: { rejectUnauthorized: false } }),
    ...asked,
    name: mailing.from.slice(mailing.from.lastIndexOf('@') + 1) || 'localhost',
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
 * The bytes as a stream that knows whether its last piece was taken. It is read only after the relay's 354, so from
 * that piece on, and only then, the relay may have the whole letter.
 */
function bodyStream(bytes: Buffer): { stream: Readable; handed: () => boolean } {
  let handed = false
  function* pieces() {
    for (let at = 0; at < bytes.length; at += chunk) {
      if (at + chunk >= bytes.length) handed = true
      yield bytes.subarray(at, at + chunk)
    }
  }
  return { stream: Readable.from(pieces(), { objectMode: false }), handed: () => handed }
}
