import type { SMTPServerSession } from 'smtp-server'
import { type Networks, networks } from './networks.ts'
import { topmostReceived } from './received.ts'

/** Who a mail comes from: the sender's own client as far as it is known, else the peer that handed it over. */
export type Origin = Readonly<{
  clientIp: string | null
  helo: string
  mailFrom: string
  flags: Record<string, unknown>
}>

/** Who is connected, and whose word about his clients counts. */
export type Peers = Readonly<{
  trusted: Networks
  /** Addresses of the trusted peers that are connected just now: these may say XCLIENT. */
  xclient: string[]
  began: (session: SMTPServerSession) => void
  /** Answers the address that the session began with. */
  ended: (session: SMTPServerSession) => string
  originOf: (session: SMTPServerSession, raw: Buffer) => Origin
}>

/** Throws an Error that names SMTP_TRUSTED for an entry that is no network. */
export function startPeers(entries: readonly string[]): Peers {
  const trusted = networks('SMTP_TRUSTED', entries)
  const xclient: string[] = []
  const began = new Map<string, string>()
  const peerOf = (session: SMTPServerSession) => began.get(session.id) ?? session.remoteAddress
  return {
    trusted,
    xclient,
    began(session) {
      began.set(session.id, session.remoteAddress)
      if (trusted.has(session.remoteAddress)) xclient.push(session.remoteAddress)
    },
    ended(session) {
      const peer = peerOf(session)
      began.delete(session.id)
      const at = xclient.indexOf(peer)
      if (at >= 0) xclient.splice(at, 1)
      return peer
    },
    originOf: (session, raw) => originOf(session, peerOf(session), { trusted, raw }),
  }
}

/**
 * Client and sender (design section 5): of a trusted peer what it says by XCLIENT or in the Received field that it
 * wrote. `relay` marks one that says nothing: then its own address says nothing of the sender either.
 */
function originOf(
  session: SMTPServerSession,
  peer: string,
  { trusted, raw }: { trusted: Networks; raw: Buffer },
): Origin {
  const mailFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
  const own = { clientIp: ip(session.remoteAddress), helo: session.hostNameAppearsAs || '', mailFrom, flags: {} }
  if (session.remoteAddress !== peer) {
    const helo = String(session.xClient?.get('HELO') || '')
    return { ...own, helo, flags: { peer } }
  }
  if (!trusted.has(peer)) return own
  const received = topmostReceived(raw)
  if (!received) return { ...own, flags: { peer, relay: true } }
  const { clientIp, helo } = received
  return { clientIp, helo, mailFrom: received.mailFrom ?? mailFrom, flags: { peer } }
}

/** PostgreSQL knows no zones. */
function ip(address: string | undefined): string | null {
  return address?.replace(/%.*$/, '') || null
}
