import { field, type Headers } from './headers.ts'

/**
 * Why we think that a program wrote this mail, as a phrase for a rep; null for a human's (inbound.md A1). Such mail
 * is stored and shown like any other, but never reopens anything.
 */
export function automaticReason(headers: Headers, mailFrom: string | null, fromAddress: string): string | null {
  const submitted = field(headers, 'auto-submitted').toLowerCase()
  if (submitted && !submitted.startsWith('no')) return `marked Auto-Submitted: ${submitted.split(/[;\s]/)[0]}`
  if (/^multipart\/report\b/i.test(field(headers, 'content-type'))) return 'a delivery report'
  if (mailFrom === '') return 'sent without a return address'
  const returnPath = field(headers, 'return-path')
  if (returnPath === '<>') return 'sent without a return address'
  const precedence = field(headers, 'precedence').toLowerCase()
  if (/^(bulk|list|junk|auto_reply|auto-reply)$/.test(precedence)) return `marked Precedence: ${precedence}`
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-fc-machinegenerated', 'x-loop'])
    if (headers.has(name)) return `marked ${name}`
  if (headers.has('list-id') || headers.has('list-unsubscribe')) return 'from a mailing list'
  const local = fromAddress.slice(0, Math.max(0, fromAddress.lastIndexOf('@'))).toLowerCase()
  if (/^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)$/.test(local)) return `from ${local}`
  return awaySubject(headers) ? 'its subject says that nobody is there' : null
}

/** A subject alone proves nothing; together with In-Reply-To it is an absence notice. */
function awaySubject(headers: Headers): boolean {
  if (!headers.has('in-reply-to')) return false
  return /^(out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|abwesen|automatische antwort|réponse automatique|respuesta automática|risposta automatica)/i.test(
    field(headers, 'subject'),
  )
}
