import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { IncomingMail } from './keep.ts'
import type { Limits } from './limits.ts'
import type { Door } from './smtp-door.ts'
import { type Answer, away, mailboxGone, noRoom } from './smtp-replies.ts'

type Said = (refusal: Answer | undefined, text?: string) => void

/** Gathers DATA in memory; then keeps it. */
export function receive(door: Door, stream: SMTPServerDataStream, session: SMTPServerSession, answer: Said) {
  gather(door.limits, stream, { take: (raw) => keepMail(door, session, raw), answer })
}

/** Bounded by size and by all that is held. `take` answers the words behind 250, or what is said instead. */
export function gather(
  limits: Limits,
  stream: SMTPServerDataStream,
  { take, answer }: { take: (raw: Buffer) => Promise<Answer | string>; answer: Said },
) {
  let chunks: Buffer[] = []
  let held = 0
  let full = false
  const forget = () => {
    limits.release(held)
    chunks = []
    held = 0
  }
  stream.on('data', (chunk: Buffer) => {
    if (full || stream.sizeExceeded) return forget()
    full = !limits.hold(chunk.length)
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
    const refusal = await take(Buffer.concat(chunks, held))
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
  const { mailFrom: _, rcptTo, ...rest } = session.envelope
  const found = await Promise.all(
    rcptTo.map(async ({ address }: SMTPServerAddress) => ({ address, mailbox: await door.recipients.find(address) })),
  )
  const served = found.flatMap(({ address, mailbox }) => (mailbox ? [{ mailboxId: mailbox.id, address }] : []))
  if (served.length < found.length) return undefined
  const { flags, ...origin } = door.peers.originOf(session, raw)
  return {
    source: 'smtp',
    raw,
    recipients: tokensFirst(served),
    ...origin,
    tls: session.secure,
    flags: { body: rest.bodyType, smtpUtf8: rest.smtpUtf8 || undefined, ...flags },
  }
}

/** Of equal mails in a mailbox the first is filed, the others are its copies: so a reply token must not come second. */
function tokensFirst(recipients: IncomingMail['recipients']): IncomingMail['recipients'] {
  return recipients.toSorted((a, b) => Number(b.address.includes('+')) - Number(a.address.includes('+')))
}
