import { domainToASCII } from 'node:url'
import type { Secrets } from '../settings/secret.ts'
import { type Purpose, signId } from './signed-ids.ts'

/** What an address needs to know of its mailbox. */
export type Home = Readonly<{ address: string; name: string; plusAddresses: boolean }>

/** Where the answer to this interaction's letter goes: `local+iTOKEN@domain`, or the plain address (design section 5). */
export function replyAddress(secrets: Secrets, home: Home, interactionId: number): string {
  return tokenAddress(secrets, home, { purpose: 'i', id: interactionId })
}

/** The envelope sender, to which bounces come: `local+bTOKEN@domain`, signed over the interaction's id as well. */
export function bounceAddress(secrets: Secrets, home: Home, interactionId: number): string {
  return tokenAddress(secrets, home, { purpose: 'b', id: interactionId })
}

/** Without < >. The domain is the mailbox's, in ASCII, since ids are compared byte by byte. */
export function letterMessageId(secrets: Secrets, home: Home, interactionId: number): string {
  return `${signId(secrets, 'i', interactionId)}@${domainOf(asciiDomain(home.address))}`
}

/** The first of References: it stays the same for the whole issue, also where a relay rewrites Message-IDs. */
export function issueReference(secrets: Secrets, home: Home, issueId: number): string {
  return `${signId(secrets, 't', issueId)}@${domainOf(asciiDomain(home.address))}`
}

/** `local+TOKEN@domain` of any purpose; the plain address where plus addresses do not arrive or it gets too long. */
export function tokenAddress(secrets: Secrets, home: Home, of: { purpose: Purpose; id: number }): string {
  return plusAddress(home, signId(secrets, of.purpose, of.id))
}

/** The same with the token at hand. */
export function plusAddress(home: Home, token: string): string {
  const at = home.address.lastIndexOf('@')
  const local = `${home.address.slice(0, at)}+${token}`
  // RFC 5321 4.5.3.1.1: a local part has at most 64 octets.
  if (!home.plusAddresses || Buffer.byteLength(local) > 64) return home.address
  return `${local}${home.address.slice(at)}`
}

/** An address as every server takes it: the domain in ASCII, the local part as it is. */
export function asciiDomain(address: string): string {
  const domain = domainOf(address)
  if (usualDomain.test(domain)) return address
  return `${address.slice(0, address.length - domain.length)}${domainToASCII(domain) || domain}`
}

/** Nothing to translate: most are so, and campaigns ask often. */
const usualDomain = /^(?!.*xn--)[a-z][a-z0-9.-]{0,250}\.[a-z]{2,20}$/

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
