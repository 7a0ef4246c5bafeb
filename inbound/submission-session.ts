import type { SMTPServerAuthentication, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { parseAddress } from '../src/letters/recipients.ts'
import { isOwnAddress, listMailboxes } from '../src/mail/mailboxes.ts'
import { findApiKey } from '../src/reps/api-keys.ts'
import { countTry, type Limit, triesLeft } from '../src/reps/rate-limit.ts'
import { may } from '../src/reps/roles.ts'
import { loopback, subscriber } from './networks.ts'
import { plainIp } from './proxy.ts'
import { gather } from './smtp-data.ts'
import { type Answer, away, closing, reply } from './smtp-replies.ts'
import { take } from './submission-data.ts'
import type { Counter } from './submission-door.ts'

/** Wrong keys of one network, as with wrong passwords of one address. */
const wrongKeys: Limit = { seconds: 900, most: 50 }

const secureFirst: Answer = { code: 530, enhanced: '5.7.0', text: 'Say STARTTLS first: a key must not go in the clear' }
const noCertificate: Answer = {
  ...{ code: 554, enhanced: '5.7.0' },
  text: 'This desk has no certificate: set SMTP_TLS_CERT and SMTP_TLS_KEY, or submit from the same machine',
}
const slowDown: Answer = { code: 454, enhanced: '4.7.0', text: 'Too many wrong keys: try again in 15 minutes' }
const wrongKey: Answer = { code: 535, enhanced: '5.7.8', text: 'The password must be a live API key of this desk' }
const mayNot: Answer = { code: 535, enhanced: '5.7.8', text: 'This key may not submit: make one with the role submit' }
const whoAreYou: Answer = { code: 530, enhanced: '5.7.0', text: 'Say AUTH first: the password is an API key' }

/** What the submission port says at each step of a session. */
export function submissionHandlers(counter: Counter): SMTPServerOptions {
  const { limits, busy } = counter
  return {
    onConnect(session, answer) {
      const full = limits.connect(session.remoteAddress)
      answer(reply(counter.draining() ? closing : (full ?? unreachable(counter, session))))
    },
    onAuth(auth, session, answer) {
      void authenticated(counter, auth, session).then(
        (found) => ('code' in found ? answer(reply(found)) : answer(null, { user: String(found.keyId) })),
        (error) => answer(reply(broke(counter, error))),
      )
    },
    onMailFrom(_address, session, answer) {
      const refusal = counter.draining() ? closing : session.user ? undefined : whoAreYou
      if (!refusal) busy.add(session.id)
      answer(reply(refusal))
    },
    onRcptTo({ address }, _session, answer) {
      void recipientProblem(counter, address).then(
        (refusal) => answer(reply(refusal)),
        (error) => answer(reply(broke(counter, error))),
      )
    },
    onData: (stream, session, answer) =>
      gather(limits, stream, {
        take: (raw) => take(counter, session, raw).catch((error) => broke(counter, error)),
        answer(refusal, text) {
          busy.delete(session.id)
          if (refusal) answer(reply(refusal))
          else answer(null, text)
        },
      }),
    onClose(session) {
      busy.delete(session.id)
      limits.disconnect(session.remoteAddress)
    },
  }
}

/** Without a certificate nobody from elsewhere can come in: they are told so at once. */
function unreachable({ config }: Counter, { remoteAddress }: SMTPServerSession): Answer | undefined {
  return loopback.has(plainIp(remoteAddress)) || config.smtpTlsCert ? undefined : noCertificate
}

/** The user name may be anything. */
async function authenticated(
  { db }: Counter,
  { password }: SMTPServerAuthentication,
  { secure, remoteAddress }: SMTPServerSession,
): Promise<Answer | { keyId: number }> {
  const ip = plainIp(remoteAddress)
  if (!secure && !loopback.has(ip)) return secureFirst
  const what = `submission ${subscriber(ip)}`
  if (!(await triesLeft(db, what, wrongKeys))) return slowDown
  const key = await findApiKey(db, (password ?? '').trim())
  if (key && may(key.role, 'submit')) return { keyId: key.id }
  await countTry(db, what, wrongKeys)
  return key ? mayNot : wrongKey
}

async function recipientProblem({ db }: Counter, address: string): Promise<Answer | undefined> {
  if (!parseAddress(address)) return { code: 553, enhanced: '5.1.3', text: `${shown(address)} is no e-mail address` }
  if (!isOwnAddress(await listMailboxes(db), address)) return undefined
  const text = `${shown(address)} is this desk’s own address: send that mail to its SMTP_PORT`
  return { code: 550, enhanced: '5.7.1', text: text.replace('’', "'") }
}

const shown = (address: string) => address.replace(/[^\x21-\x7e]/g, '?').slice(0, 200)

function broke({ log }: Counter, error: unknown): Answer {
  log.warn({ err: error }, 'a mail could not be submitted, its sender was told to try again')
  return away
}
