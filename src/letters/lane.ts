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
type Line = Readonly<{ options: Options; timeouts: Timeouts; now: Now }>
type Now = { open: SMTPConnection | undefined; sent: number; broken: (error: RelayError) => void }
/** Whether the relay asked for the letter: from then on it may have it. */
type Asked = { handed: boolean; tell: (() => void) | undefined }

/** A relay that gives up on a session after so many letters is not surprised. */
const lettersOfOne = 500

/** Opens with the first letter, and again after a failure. */
export function openLane(options: Options): Lane {
  const now: Now = { open: undefined, sent: 0, broken: () => undefined }
  const line: Line = { options, timeouts: options.timeouts ?? usualTimeouts, now }
  return {
    send: (mailing, tell) => attempt(line, mailing, tell),
    abort() {
      now.broken({ code: 'ESTOPPED', message: 'the desk stopped' })
      close(line, false)
    },
    stop: () => close(line, true),
  }
}

/** A connection that slept away is replaced, where the relay had not asked for the letter. */
async function attempt(line: Line, mailing: Mailing, tell: (() => void) | undefined): Promise<Outcome> {
  const { timeouts, now } = line
  const asked: Asked = { handed: false, tell }
  const limit = setTimeout(() => now.broken({ code: 'ETIMEDOUT', message: 'it fell silent' }), timeouts.all)
  const kept = now.open !== undefined
  try {
    const outcome = await transmit(now, now.open ?? (await dial(line)), mailing, asked)
    now.sent += 1
    if (now.sent >= lettersOfOne) close(line, true)
    return outcome
  } catch (error) {
    const fault = error as RelayError
    close(line, false)
    const slept = kept && !asked.handed && (fault.responseCode === undefined || fault.responseCode === 421)
    if (slept && fault.code !== 'ESTOPPED' && fault.code !== 'ETIMEDOUT') return await attempt(line, mailing, tell)
    return failedOutcome(fault, asked.handed)
  } finally {
    clearTimeout(limit)
  }
}

function dial({ options: { url, from }, timeouts, now }: Line): Promise<SMTPConnection> {
  const { auth, ...options } = parseConnectionUrl(url)
  const connection = new SMTPConnection(connectionOptions(options as SMTPConnectionOptions, { from }, timeouts))
  return new Promise((resolve, reject) => {
    const failed = (error: RelayError) => {
      reject(error)
      // One that was replaced has nothing to say any more.
      if (now.open !== undefined && now.open !== connection) return
      now.open = undefined
      now.broken(error)
      connection.close()
    }
    const ready = () => {
      Object.assign(now, { open: connection, sent: 0 })
      resolve(connection)
    }
    now.broken = reject
    connection.on('error', failed)
    connection.on('end', () => now.open === connection && failed({ code: 'ECONNECTION', message: 'it hung up' }))
    connection.connect((error) => {
      if (error) return failed(error)
      if (!auth) return ready()
      connection.login(auth, (refused) => (refused ? failed(refused) : ready()))
    })
  })
}

/** The body is read only after the relay's 354. */
function transmit(now: Now, connection: SMTPConnection, mailing: Mailing, asked: Asked): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const body = new Readable({
      read() {
        asked.handed = true
        asked.tell?.()
        this.push(mailing.bytes)
        this.push(null)
      },
    })
    now.broken = reject
    const to = mailing.to.map(asciiDomain)
    connection.send({ from: mailing.from, to, size: mailing.bytes.length }, body, (error, info) =>
      error ? reject(error) : resolve(sentOutcome(info)),
    )
  })
}

function close({ now }: Line, politely: boolean) {
  const connection = now.open
  Object.assign(now, { open: undefined, sent: 0 })
  if (!connection) return
  if (politely) sayGoodbye(connection)
  else connection.close()
}
