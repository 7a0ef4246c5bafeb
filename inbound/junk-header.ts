import type { ClaimedDelivery } from '../src/mail/deliveries.ts'
import type { MailTrust } from '../src/mail/trust.ts'
import { type Headers, headerEnd, readHeaders } from './headers.ts'
import { networksAmong } from './networks.ts'

/**
 * Whether the filter in front of us calls a mail junk (inbound.md C2): only where the mail came from that filter, and
 * of each header only the topmost, since a sender may write what he likes below. Undefined: it does not.
 */
export function junkVerdict({ flags, clientIp, source, raw }: ClaimedDelivery, trust: MailTrust): string | undefined {
  if (trust.junkFilter === 'none') return undefined
  const peer = typeof flags.peer === 'string' ? flags.peer : clientIp
  const known = source === 'imap' ? trust.junkPeers.includes('imap') : peer && networksAmong(trust.junkPeers).has(peer)
  if (!known) return undefined
  const headers = readHeaders(raw.subarray(0, headerEnd(raw.subarray(0, 128 << 10)).end))
  return marks[trust.junkFilter](headers)
}

const first = (headers: Headers, name: string) => headers.get(name)?.[0]?.trim().slice(0, 200)
const saysYes = (value: string | undefined) => value !== undefined && /^(yes|true)\b/i.test(value)

const marks: Readonly<Record<Exclude<MailTrust['junkFilter'], 'none'>, (headers: Headers) => string | undefined>> = {
  rspamd(headers) {
    const action = first(headers, 'x-rspamd-action')?.toLowerCase()
    if (action && /^(add[ _]header|rewrite[ _]subject|soft[ _]reject|reject|quarantine)\b/.test(action))
      return `X-Rspamd-Action: ${action}`
    if (saysYes(first(headers, 'x-spam'))) return 'X-Spam: Yes'
    if (saysYes(first(headers, 'x-spam-status'))) return 'X-Spam-Status: Yes'
    return /^default:\s*true\b/i.test(first(headers, 'x-spamd-result') ?? '') ? 'X-Spamd-Result: True' : undefined
  },
  spamassassin(headers) {
    if (saysYes(first(headers, 'x-spam-flag'))) return 'X-Spam-Flag: YES'
    return saysYes(first(headers, 'x-spam-status')) ? 'X-Spam-Status: Yes' : undefined
  },
}
