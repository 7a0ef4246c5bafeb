import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { sayGoodbye } from './kept-lines.ts'
import { failedOutcome, type Mailing, type Outcome, type RelayError, sentOutcome } from './outcome.ts'
import { connectionOptions, type Timeouts, usualTimeouts } from './relay.ts'
import { asciiDomain } from './reply-address.ts'

/** A connection that takes one letter after the other, for mail in number. One letter at a time. */
export type Lane = Readonly<{
  /**
   * Sends prepared bytes. Never throws; the outcome is as exact as that of `deliver`: `doubtful` only once the relay
   * asked for the letter (354) and did not answer. `asked` is told when it does.
   */
  send: (mailing: Mailing, asked?: () => void) => Promise<Outcome>
  /** Ends it at once; what is on its way ends as not sent, or as doubtful. */
  abort: () => void
  stop: () => void
}>

type Options = Readonly<{ url: string; from: string; timeouts?: Timeouts | undefined }>

/** A relay that gives up on a session after so many letters is not surprised. */
const lettersOfOne = 500

/** Opens with the first letter, again after a failure; a connection that slept away is replaced before the letter began. */
export function openLane({ url, from, timeouts = usualTimeouts }: Options): Lane {
  let open: SMTPConnection | undefined
  let sent = 0
  let broken: ((error: RelayError) => void) | undefined
  const { auth, ...options } = parseConnectionUrl(url)

  function close(politely: boolean) {
    const connection = open
    open = undefined
    sent = 0
    if (!connection) return
    if (politely) sayGoodbye(connection)
    else connection.close()
  }

  function dial(): Promise<SMTPConnection> {
    const connection = new SMTPConnection(connectionOptions(options as SMTPConnectionOptions, { from }, timeouts))
    return new Promise((resolve, reject) => {
      const ready = () => {
        open = connection
        sent = 0
        resolve(connection)
      }
      const failed = (error: RelayError) => {
        if (open === connection) open = undefined
        reject(error)
        broken?.(error)
      }
      connection.on('error', failed)
      connection.on('end', () => open === connection && failed({ code: 'ECONNECTION', message: 'it hung up' }))
      broken = reject
      connection.connect((error) => {
        if (error) return failed(error)
        if (!auth) return ready()
        connection.login(auth, (refused) => (refused ? failed(refused) : ready()))
      })
    })
  }

  function transmit(connection: SMTPConnection, mailing: Mailing, state: { handed: boolean }, asked?: () => void) {
    return new Promise<Outcome>((resolve, reject) => {
      const body = new Readable({
        read() {
          state.handed = true
          asked?.()
          this.push(mailing.bytes)
          this.push(null)
        },
      })
      broken = reject
      const to = mailing.to.map(asciiDomain)
      connection.send({ from: mailing.from, to, size: mailing.bytes.length }, body, (error, info) =>
        error ? reject(error) : resolve(sentOutcome(info)),
      )
    })
  }

  async function attempt(mailing: Mailing, asked: (() => void) | undefined): Promise<Outcome> {
    const state = { handed: false }
    const limit = setTimeout(() => broken?.({ code: 'ETIMEDOUT', message: 'it fell silent' }), timeouts.all)
    const kept = open !== undefined
    try {
      const outcome = await transmit(open ?? (await dial()), mailing, state, asked)
      sent += 1
      if (sent >= lettersOfOne) close(true)
      return outcome
    } catch (error) {
      const fault = error as RelayError
      close(false)
      const slept = kept && !state.handed && (fault.responseCode === undefined || fault.responseCode === 421)
      if (slept && fault.code !== 'ESTOPPED') return await attempt(mailing, asked)
      return failedOutcome(fault, state.handed)
    } finally {
      clearTimeout(limit)
    }
  }

  return {
    send: attempt,
    abort() {
      broken?.({ code: 'ESTOPPED', message: 'the desk stopped' })
      close(false)
    },
    stop: () => close(true),
  }
}
