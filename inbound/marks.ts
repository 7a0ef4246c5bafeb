import type { EmailMarks } from '../src/database/tables-parts.ts'
import type { ParsedAttachment } from './parsed.ts'

type Found = Readonly<{
  text: string | null
  html: string | null
  attachments: readonly ParsedAttachment[]
  marks?: EmailMarks | undefined
}>

/** What a mail is beside its words, as far as its parts tell; nothing here is a proof. */
export function marksOf(raw: Buffer, body: Found): EmailMarks {
  const signed = signedBy(body)
  const encrypted = encryptedBy(body)
  return {
    ...(signed && { signed }),
    ...(encrypted && { encrypted }),
    ...(hasBareLineEnds(raw) && { bareLineEnds: true as const }),
    ...(namesPictures(body.html) && { remotePictures: true as const }),
    ...body.marks,
  }
}

function signedBy({ text, attachments }: Found): EmailMarks['signed'] {
  const types = attachments.map((attachment) => attachment.contentType)
  if (types.some((type) => /^application\/(?:x-)?pkcs7-signature$/.test(type))) return 'smime'
  if (types.includes('application/pgp-signature')) return 'pgp'
  return starts(text, '-----BEGIN PGP SIGNED MESSAGE-----') ? 'pgp' : undefined
}

function encryptedBy({ text, attachments }: Found): EmailMarks['encrypted'] {
  if (attachments.some((attachment) => attachment.contentType === 'application/pgp-encrypted')) return 'pgp'
  return starts(text, '-----BEGIN PGP MESSAGE-----') ? 'pgp' : undefined
}

/** An armour line by itself (RFC 9580 6.2), not somebody’s words about one. */
function starts(text: string | null, line: string): boolean {
  const at = text?.slice(0, 64 << 10).indexOf(line) ?? -1
  return at === 0 || (at > 0 && text![at - 1] === '\n')
}

/** Looks at so many images at most, and at so much of each. */
const mostImages = 5000
const imageLength = 500

function namesPictures(html: string | null): boolean {
  if (!html?.includes('//')) return false
  const source = html.slice(0, 1 << 20)
  let seen = 0
  for (const { index } of source.matchAll(/<img/gi)) {
    if (/src\s*=\s*["']?\s*(?:https?:)?\/\//i.test(source.slice(index, index + imageLength))) return true
    seen += 1
    if (seen > mostImages) return false
  }
  return false
}

/**
 * A CR or an LF alone among CRLFs: what SMTP smuggling looks like (inbound.md S6). A file with nothing but LF was
 * stored so, it did not come over the wire like that. One walk from LF to LF and one from CR to CR.
 */
export function hasBareLineEnds(raw: Buffer): boolean {
  if (!raw.includes('\r\n')) return raw.includes('\r')
  for (let at = raw.indexOf(0x0a); at >= 0; at = raw.indexOf(0x0a, at + 1)) if (raw[at - 1] !== 0x0d) return true
  for (let at = raw.indexOf(0x0d); at >= 0; at = raw.indexOf(0x0d, at + 1)) if (raw[at + 1] !== 0x0a) return true
  return false
}
