import { createHash } from 'node:crypto'
import { asciiDomain, domainOf } from '../letters/reply-address.ts'
import type { UnsubscribeLinks } from './unsubscribe.ts'

type ForHeaders = Readonly<{
  links: UnsubscribeLinks
  campaignId: number
  list: Readonly<{ id: number; slug: string; name: string }> | null
  /** Address of the mailbox that it comes from. */
  from: string
}>

/**
 * The header fields of a campaign letter besides those of every letter, in order, ready to be signed (campaigns.md
 * 4.1, 4.2): one https URI and, where it works, one mailto (RFC 2369, RFC 8058); a List-Id that stays the same for the
 * list (RFC 2919); no data of the person. Values are ASCII on one line.
 */
export function listHeaders({ links, campaignId, list, from }: ForHeaders): readonly (readonly [string, string])[] {
  const domain = domainOf(asciiDomain(from)).toLowerCase()
  const uris = [links.unsubscribe, ...(links.mailto ? [links.mailto] : [])].map((uri) => `<${uri}>`)
  return [
    ['List-Unsubscribe', uris.join(', ')],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Id', listId(list, domain)],
    ['List-Help', `<${links.preferences}>`],
    ['List-Post', 'NO'],
    ['Precedence', 'bulk'],
    ['Auto-Submitted', 'auto-generated'],
    ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
    ['Feedback-ID', `c${campaignId}:l${list?.id ?? 0}:promo:${senderId(domain)}`],
  ]
}

/** Letters by soft opt-in go to no list: their label is the shop's customers. */
function listId(list: ForHeaders['list'], domain: string): string {
  const id = `<${list?.slug ?? 'customers'}.lists.${domain}>`
  return list ? `${phrase(list.name)} ${id}` : id
}

/** A quoted string where that does, else encoded words (RFC 2047) of at most 75 octets. */
function phrase(text: string): string {
  const line = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 100)
  if (/^[ -~]*$/.test(line)) return `"${line.replace(/["\\]/g, '\\$&')}"`
  const pieces = ['']
  for (const one of line.toWellFormed())
    if (Buffer.byteLength(pieces.at(-1) + one) > 42) pieces.push(one)
    else pieces[pieces.length - 1] += one
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`).join(' ')
}

/** Gmail's SenderId: 5 to 15 characters that stay the same for the sending domain. */
function senderId(domain: string): string {
  return `s${createHash('sha256').update(domain).digest('hex').slice(0, 11)}`
}
