import { domainToASCII } from 'node:url'
import type { Authentication } from '../src/database/tables-authentication.ts'
import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import type { JudgingRules } from '../src/mail/trust.ts'
import type { Asked } from './auth-job.ts'
import type { Authenticator } from './authenticator.ts'
import { headerEnd, readHeaders } from './headers.ts'
import { isPublic } from './networks.ts'
import type { Parsed } from './parsed.ts'
import { providerVerdict } from './provider-results.ts'

/** What is known of how a mail came: the bytes, and the envelope of the session that brought it. */
export type Arrival = Pick<ClaimedDelivery, 'raw' | 'mailFrom' | 'helo' | 'clientIp' | 'source' | 'mailboxId' | 'flags'>

/** Who asks, by what rules, and for how long at most, in ms. */
export type Asking = Readonly<{ authenticator: Authenticator | undefined; rules: JudgingRules; ms: number }>

const headerBytes = 128 << 10
/** More signatures than any honest chain of senders adds: each costs a question and a hash of the body. */
const signaturesRead = 20

const unknown: Asked = { verified: 'unknown', authentication: null, again: false }

/**
 * Whether the From domain vouches for the mail (inbound.md C1, I11). Where there is nothing to ask it costs a look at
 * the header: a client without a public address and no signature.
 */
export async function authenticate(arrival: Arrival, asking: Asking): Promise<Asked> {
  const { raw, source, mailFrom, helo, mailboxId } = arrival
  if (source === 'api') return { ...unknown, verified: 'none' } // anybody may type any address into a form
  if (source !== 'smtp' && source !== 'imap') return unknown
  const block = raw.subarray(0, headerEnd(raw.subarray(0, headerBytes)).end)
  const head = block.toString('latin1')
  if (count(head, /^from[ \t]*:/gim) > 1) return twoAuthors
  if (source === 'imap') return { ...fetched(block, asking.rules.authservIds.get(mailboxId) ?? ''), again: false }
  const clientIp = askable(arrival)
  const signatures = count(head, /^dkim-signature[ \t]*:/gim)
  const { authenticator, rules, ms } = asking
  const sealed = rules.trust.sealers.length > 0 && /^arc-seal[ \t]*:/im.test(head)
  if (!authenticator || signatures > signaturesRead || (!clientIp && signatures === 0 && !sealed)) return unknown
  return authenticator.check({ raw, mailFrom, helo, clientIp, trust: rules.trust }, ms)
}

/**
 * A pass is for one address: where this desk reads another domain in From than the check did, or none for certain,
 * nothing is known.
 */
export function bound<V extends Asked>(
  asked: V,
  { from, fromCertain }: Pick<Parsed['mail'], 'from' | 'fromCertain'>,
): V {
  if (asked.verified !== 'pass' || !asked.authentication) return asked
  const same = domainOf(from.address) === ascii(asked.authentication.domain)
  if (same && fromCertain) return asked
  return { ...asked, verified: 'unknown', authentication: { ...asked.authentication, reason: 'no-author' } }
}

/** The address that SPF may be asked about: a public one, and the sender's own, not that of a relay of ours. */
function askable({ clientIp, flags }: Arrival): string | null {
  return clientIp && flags.relay !== true && isPublic(clientIp) ? clientIp : null
}

function fetched(block: Buffer, authservId: string) {
  if (!authservId) return unknown
  const headers = readHeaders(block)
  const addresses = [...(headers.get('from')?.[0] ?? '').matchAll(/@([^\s<>()",;:@]+)/g)]
  return providerVerdict(headers, authservId, ascii(addresses.at(-1)?.[1] ?? ''))
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function domainOf(address: string): string {
  return ascii(address.slice(address.lastIndexOf('@') + 1))
}

function ascii(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase()
}

/** Two From fields are two authors, one for each reader (inbound.md P7). */
const twoAuthors: Asked = {
  verified: 'fail',
  again: false,
  authentication: {
    ...{ reason: 'two-authors', domain: '', dmarc: null, spf: null, dkim: [], arc: null, by: null, checkedAt: '' },
  } satisfies Authentication,
}
