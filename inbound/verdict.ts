import type { Verified } from '../src/database/tables.ts'
import type { Authentication, AuthReason, AuthResult } from '../src/database/tables-authentication.ts'
import type { Verdict } from '../src/mail/authentication.ts'
import type { MailTrust } from '../src/mail/trust.ts'
import { networksAmong } from './networks.ts'

type Status = Readonly<{ result: string; comment?: string | false; underSized?: number }>

/** What the verifier found, as far as the verdict goes by it. */
export type Findings = Readonly<{
  dkim: Readonly<{
    headerFrom: readonly string[]
    fromFields: number
    results: readonly Readonly<{ signingDomain: string; selector: string; status: Status }>[]
  }>
  spf: false | Readonly<{ domain: string; status: Status }>
  clientIp: string | null
  arc: Readonly<{
    status: Status
    chain?: readonly Record<string, { parsed?: Record<string, { value?: unknown }> }>[] | false
    authenticationResults?: { dmarc?: { result?: unknown; header?: { from?: unknown } } }
  }>
  dmarc:
    | false
    | Readonly<{
        status: Status
        policy?: string
        policyDomain?: string
        alignment?: { spf?: { result?: string }; dkim?: { result?: string; underSized?: number } }
      }>
  /** Signing domains that align with the From domain. */
  aligned: ReadonlySet<string>
  noDmarc: string | undefined
}>

/**
 * From findings to a verdict (inbound.md C1, design section 2 *Reopening*): DMARC decides; its failing counts only
 * where the domain asks for quarantine or rejection and nothing that we could not ask might have passed.
 */
export function verdictOf(found: Findings, trust: MailTrust, troubled: boolean): Verdict {
  const reason = reasonOf(found, trust, troubled)
  return { verified: verifiedBy[reason], authentication: record(found, reason) }
}

const verifiedBy: Readonly<Record<AuthReason, Verified>> = {
  'dmarc-pass': 'pass',
  'dkim-pass': 'pass',
  'arc-pass': 'pass',
  'provider-pass': 'pass',
  'dmarc-fail': 'fail',
  'two-authors': 'fail',
  'provider-fail': 'fail',
  'no-policy': 'none',
  'no-author': 'unknown',
  'policy-none': 'unknown',
  forwarded: 'unknown',
  'part-signed': 'unknown',
  'no-answer': 'unknown',
  'no-client': 'unknown',
  'provider-silent': 'unknown',
}

function reasonOf(found: Findings, trust: MailTrust, troubled: boolean): AuthReason {
  const { dkim, dmarc, noDmarc } = found
  if (dkim.fromFields > 1 || noDmarc === 'multiple-author-domains') return 'two-authors'
  if (!dmarc) return 'no-author'
  if (dmarc.status.result === 'pass') return passReason(dmarc)
  if (sealed(found, trust)) return 'arc-pass'
  if (troubled || dmarc.status.result === 'temperror') return 'no-answer'
  if (dmarc.status.result !== 'fail') return vouchedByKey(found) ? 'dkim-pass' : nothingPublished(found)
  if (dmarc.policy !== 'reject' && dmarc.policy !== 'quarantine') return 'policy-none'
  if (!found.spf) return 'no-client'
  return forwarded(found, trust) ? 'forwarded' : 'dmarc-fail'
}

/** A signature over part of the body vouches for that part alone: anybody may have added the rest (RFC 6376 8.2). */
function passReason({ alignment }: Exclude<Findings['dmarc'], false>): AuthReason {
  return alignment?.dkim?.underSized && !alignment.spf?.result ? 'part-signed' : 'dmarc-pass'
}

/** Without a policy the domain's own key is still its word. */
function vouchedByKey({ dkim }: Findings): boolean {
  const domain = domainOf(dkim.headerFrom)
  return dkim.results.some(
    ({ signingDomain, status }) =>
      status.result === 'pass' && !status.underSized && signingDomain.toLowerCase() === domain,
  )
}

/** Where SPF could not be asked, that nothing is published is still all there is to know. */
function nothingPublished({ dmarc }: Findings): AuthReason {
  return dmarc && dmarc.status.result === 'none' ? 'no-policy' : 'no-answer'
}

function sealed({ arc, dkim }: Findings, { sealers }: MailTrust): boolean {
  const found = sealersOf(arc)
  if (arc.status.result !== 'pass' || found.length === 0) return false
  const trusted = sealers.map((one) => one.toLowerCase())
  const { result, header } = arc.authenticationResults?.dmarc ?? {}
  const about = typeof header?.from === 'string' ? header.from.toLowerCase() : ''
  return found.every((one) => trusted.includes(one)) && result === 'pass' && about === domainOf(dkim.headerFrom)
}

function sealersOf(arc: Findings['arc']): string[] {
  return (arc.chain || []).map((link) => String(link['arc-seal']?.parsed?.d?.value ?? '').toLowerCase())
}

/** By its address, or by a domain that SPF proves. */
function forwarded({ clientIp, spf }: Findings, { forwarders }: MailTrust): boolean {
  if (clientIp && networksAmong(forwarders).has(clientIp)) return true
  if (spf === false || spf.status.result !== 'pass') return false
  const domain = spf.domain.toLowerCase()
  return forwarders.some((one) => domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`))
}

const signaturesKept = 5

function record(found: Findings, reason: AuthReason): Authentication {
  const { dkim, spf, dmarc, arc, aligned, clientIp } = found
  const sealers = sealersOf(arc).slice(0, signaturesKept).map(short)
  return {
    reason,
    domain: short(domainOf(dkim.headerFrom)),
    dmarc: dmarc
      ? {
          result: dmarc.status.result as AuthResult,
          policy: dmarc.policy ?? null,
          domain: dmarc.policyDomain ? short(dmarc.policyDomain) : null,
        }
      : null,
    spf: spf ? { result: spf.status.result as AuthResult, domain: short(spf.domain), clientIp } : null,
    dkim: dkim.results.slice(0, signaturesKept).map(({ signingDomain, selector, status }) => ({
      result: status.result as AuthResult,
      domain: short(signingDomain),
      selector: short(selector),
      aligned: aligned.has(signingDomain.toLowerCase()),
      comment: short(status.comment || ''),
    })),
    arc: arc.status.result === 'none' ? null : { result: arc.status.result as AuthResult, sealers },
    by: null,
    checkedAt: new Date().toISOString(),
  }
}

/** The only domain of the authors, as it is looked up. */
function domainOf(headerFrom: readonly string[]): string {
  const address = headerFrom[0] ?? ''
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** Fit for PostgreSQL, and short. */
export function short(text: string): string {
  return text
    .replace(/\p{Cc}/gu, '')
    .slice(0, 253)
    .toWellFormed()
}
