import type { MailReport, RecipientReport } from '../src/mail/report.ts'
import { addressList } from './addresses.ts'
import { originalOf } from './bounces-original.ts'
import type { ReportPart } from './bounces-parts.ts'
import { cleanLine } from './charset.ts'
import { field, type Headers, messageIds, readHeaders } from './headers.ts'

/** What the header of a complaint without any machine-readable part looks like. */
export function complaining(headers: Headers): boolean {
  const subject = field(headers, 'subject').slice(0, 300)
  if (/complaint about (?:a |your )?message|(?:abuse|feedback|complaint|spam) report\b/i.test(subject)) return true
  return optsOut(headers)
}

/** A mail program's own answer to List-Unsubscribe, on behalf of its user. */
function optsOut(headers: Headers): boolean {
  if (headers.has('x-apple-unsubscribe')) return true
  return /^\s*unsubscribe\s*$/i.test(field(headers, 'subject')) && /^auto-/i.test(field(headers, 'auto-submitted'))
}

/** A complaint about junk (RFC 5965, and the providers that send the same without its part); undefined otherwise. */
export function complaintOf(headers: Headers, parts: readonly ReportPart[]): MailReport | undefined {
  const part = parts.find(({ type }) => type === 'message/feedback-report')
  const typed = /report-type\s*=\s*"?feedback-report/i.test(field(headers, 'content-type'))
  const returned = parts.find(({ type }) => type === 'message/rfc822')
  const unmarked = complaining(headers) && returned && parts.length <= 3
  if (!part && !typed && !unmarked) return optsOut(headers) ? optOut(headers) : undefined
  const fields = readHeaders(Buffer.from(part?.text ?? ''))
  const original = originalOf(parts, { words: '', returned: '' })
  const named = (fields.get('original-rcpt-to') ?? []).map(bare)
  const addresses = named.length > 0 ? named : original.to.length > 0 ? original.to : ['']
  return {
    kind: 'complaint',
    recipients: addresses.slice(0, 50).map((address) => ({ ...nothingTold, address })),
    originalIds: original.ids,
    feedback: field(fields, 'feedback-type').toLowerCase().slice(0, 40) || 'abuse',
  }
}

function optOut(headers: Headers): MailReport {
  const address = addressList(headers, 'from')[0]?.address ?? ''
  return { kind: 'complaint', recipients: [{ ...nothingTold, address }], originalIds: [], feedback: 'opt-out' }
}

/** A receipt of reading, or of what else became of a mail (RFC 8098). */
export function receiptOf(parts: readonly ReportPart[]): MailReport | undefined {
  const part = parts.find(({ type }) => /^message\/(?:global-)?disposition-notification$/.test(type))
  if (!part) return undefined
  const fields = readHeaders(Buffer.from(part.text))
  const address = bare(field(fields, 'original-recipient') || field(fields, 'final-recipient'))
  const diagnostic = cleanLine(field(fields, 'disposition')).slice(0, 500)
  return {
    kind: 'receipt',
    recipients: [{ ...nothingTold, address, action: 'delivered', diagnostic }],
    originalIds: [
      ...new Set([...messageIds(fields, 'original-message-id'), ...originalOf(parts, { words: '', returned: '' }).ids]),
    ].slice(0, 5),
    feedback: null,
  }
}

const nothingTold: RecipientReport = {
  ...{ address: '', action: 'delivered', status: '', reply: '' },
  ...{ reason: 'unknown', hard: false, diagnostic: '' },
}

function bare(value: string): string {
  return cleanLine(value)
    .replace(/^\s*[\w-]+\s*;/, '')
    .replace(/[<>"\s]/g, '')
    .slice(0, 320)
}
