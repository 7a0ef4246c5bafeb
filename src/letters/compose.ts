import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { Letter, type Quote } from '../../templates/letters/letter.tsx'
import type { MailAddress } from '../database/tables.ts'
import { plain, quotedText } from './quote.ts'

export type Enclosure = Readonly<{ filename: string; contentType: string; contentId: string | null; bytes: Buffer }>

/** Everything that decides a letter's bytes. Ids come without < >; Bcc is no part of it, only of the envelope. */
export type LetterContent = Readonly<{
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  replyTo: string
  subject: string
  messageId: string
  inReplyTo?: string | undefined
  references: readonly string[]
  date: Date
  text: string
  /** Clean HTML in the text's place; without it the HTML part is made from the text. */
  html?: string | undefined
  /** Lines below the letter, above the quote. */
  signature?: string | undefined
  quote?: Quote | undefined
  enclosures: readonly Enclosure[]
  /** 'replied': an answer that a program gives (RFC 3834); true: a letter that a program sends on its own. */
  automatic: boolean | 'replied'
}>

/**
 * The exact bytes that are recorded and sent: the same content always gives the same bytes. Lines end in CRLF and stay
 * below 80 octets but for long headers (RFC 5322 2.1.1: never over 998). Throws where a value would break a header:
 * whoever asks must have refused it before.
 */
export async function compose(content: LetterContent): Promise<Buffer> {
  refuseLineBreaks(content)
  const bytes = await new MailComposer({
    ...headers(content),
    text: { content: textPart(content), contentTransferEncoding: 'quoted-printable' },
    html: { content: htmlPart(content), contentTransferEncoding: 'quoted-printable' },
    attachments: content.enclosures.map(attachment),
    baseBoundary: createHash('sha256').update(content.messageId).digest('hex').slice(0, 24),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  return bytes.subarray(-2).equals(crlf) ? bytes : Buffer.concat([bytes, crlf])
}

const crlf = Buffer.from('\r\n')

function headers({ from, to, cc, replyTo, subject, messageId, inReplyTo, references, date, automatic }: LetterContent) {
  return {
    from,
    to: [...to],
    cc: [...cc],
    replyTo: { name: '', address: replyTo },
    subject,
    date,
    messageId: `<${messageId}>`,
    ...(inReplyTo !== undefined && { inReplyTo: `<${inReplyTo}>` }),
    references: references.map((id) => `<${id}>`),
    headers: automaticHeaders(automatic, from.address),
  }
}

/** RFC 3834 5: nobody's vacation notice answers an automatic letter. inbound.md A3: what answers mail breaks its loops. */
function automaticHeaders(automatic: LetterContent['automatic'], own: string): Record<string, string> {
  if (!automatic) return {}
  const quiet = { 'X-Auto-Response-Suppress': 'All' }
  if (automatic === true) return { 'Auto-Submitted': 'auto-generated', ...quiet }
  return { 'Auto-Submitted': 'auto-replied', ...quiet, Precedence: 'auto_reply', 'X-Loop': own }
}

/** RFC 3676 4.3: two hyphens and a space part the signature from the letter. */
function textPart({ text, signature, quote }: LetterContent): string {
  const parts = [plain(text), signature && `-- \n${plain(signature)}`, quote && quotedText(quote)]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function htmlPart({ text, html, signature, quote }: LetterContent): string {
  return `<!doctype html>${Letter({ text: plain(text), html, signature: signature && plain(signature), quote })}\n`
}

/** Everything travels as base64. RFC 2046 5.2.1 forbids that for message/*, so such files go as plain data. */
function attachment({ filename, contentType, contentId, bytes }: Enclosure) {
  return {
    filename,
    content: bytes,
    contentType: /^(message|multipart)\//i.test(contentType) ? 'application/octet-stream' : contentType,
    contentTransferEncoding: 'base64',
    contentDisposition: contentId ? 'inline' : 'attachment',
    ...(contentId && { cid: contentId }),
  }
}

function refuseLineBreaks({
  from,
  to,
  cc,
  replyTo,
  subject,
  messageId,
  inReplyTo,
  references,
  ...rest
}: LetterContent) {
  const people = [from, ...to, ...cc].flatMap(({ name, address }) => [name, address])
  const files = rest.enclosures.flatMap(({ filename, contentType, contentId }) => [
    filename,
    contentType,
    contentId ?? '',
  ])
  const ids = [messageId, inReplyTo ?? '', ...references]
  const bad = [...people, ...files, ...ids, replyTo, subject].find((value) => /[\r\n\0]/.test(value))
  if (bad !== undefined) throw new Error(`A letter's header may not hold a line break: ${JSON.stringify(bad)}`)
}
