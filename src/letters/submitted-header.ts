import type { LetterIds } from './write.ts'

/** One field of a header with its folded lines, as latin1, so that every byte stays what it is. */
export type Field = Readonly<{ name: string; raw: string }>
/** A mail taken apart; all lines of `body` end in CRLF. */
export type SubmittedMail = Readonly<{ fields: readonly Field[]; body: Buffer }>

const mostHeader = 256 << 10
const mostFields = 1000

/**
 * Takes a submitted mail apart. Bare line feeds and returns become CRLF (RFC 6409 8: a submission server may mend), so
 * that nobody on the way reads other lines than we did; but a header that ends its lines in two ways is refused, since
 * what is behind a bare one may be smuggled in.
 */
export function takeApart(raw: Buffer): SubmittedMail | { problem: string } {
  const head = headEnd(raw)
  if (head.end > mostHeader) return { problem: `The header has more than ${mostHeader >> 10} KiB: send less.` }
  const text = raw.subarray(0, head.end).toString('latin1')
  if (text.includes('\0')) return { problem: 'The header holds a NUL: take it out.' }
  if (/\r\n/.test(text) && /(^|[^\r])\n|\r(?!\n)/.test(text))
    return { problem: 'The header holds a bare line feed or return: end every line with CRLF.' }
  const fields = fieldsOf(text.replace(/\r\n?|\n/g, '\r\n'))
  return 'problem' in fields ? fields : { fields, body: withCrlf(raw.subarray(head.body)) }
}

function headEnd(raw: Buffer): { end: number; body: number } {
  const [crlf, lf] = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')]
  if (crlf < 0 && lf < 0) return { end: raw.length, body: raw.length }
  if (lf < 0 || (crlf >= 0 && crlf < lf)) return { end: crlf + 2, body: crlf + 4 }
  return { end: lf + 1, body: lf + 2 }
}

function fieldsOf(text: string): Field[] | { problem: string } {
  const lines = text.split('\r\n')
  if (lines.at(-1) === '') lines.pop()
  const fields: { name: string; raw: string }[] = []
  for (const [at, line] of lines.entries()) {
    const name = /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1]
    const last = fields.at(-1)
    if (name === undefined && last && /^[ \t]/.test(line)) last.raw += `\r\n${line}`
    else if (name === undefined) return { problem: `Line ${at + 1} of the header is no field: begin the mail anew.` }
    else fields.push({ name: name.toLowerCase(), raw: line })
    if (fields.length > mostFields) return { problem: `The header has more than ${mostFields} fields: send fewer.` }
  }
  return fields
}

function withCrlf(body: Buffer): Buffer {
  if (!hasBareBreak(body)) return body
  return Buffer.from(body.toString('latin1').replace(/\r\n?|\n/g, '\r\n'), 'latin1')
}

function hasBareBreak(body: Buffer): boolean {
  for (let at = body.indexOf(lf); at >= 0; at = body.indexOf(lf, at + 1)) if (body[at - 1] !== cr) return true
  for (let at = body.indexOf(cr); at >= 0; at = body.indexOf(cr, at + 1)) if (body[at + 1] !== lf) return true
  return false
}

const cr = 0x0d
const lf = 0x0a

/** The value of a field on one line; '' where there is none. */
export function fieldValue({ fields }: SubmittedMail, name: string): string {
  const raw = fields.find((field) => field.name === name)?.raw ?? ''
  return raw
    .slice(raw.indexOf(':') + 1)
    .replace(/\r\n[ \t]*/g, ' ')
    .trim()
}

/**
 * Not passed on: what we put in ourselves, who else gets it, what names another sender, our own asides, and signatures
 * over fields that we change.
 */
const dropped = new Set([
  ...['message-id', 'reply-to', 'references', 'bcc', 'resent-bcc', 'return-path', 'sender', 'dkim-signature'],
  ...['x-antfarm-order', 'x-antfarm-types', 'x-loop'],
])

/** The mail with our ids in its header; its body byte for byte. `references`: ids that it names, its own the last. */
export function rewritten(mail: SubmittedMail, ids: LetterIds, references: readonly string[]): Buffer {
  const kept = mail.fields.filter(({ name, raw }) => !dropped.has(name) && !isHuman(name, raw))
  const has = (name: string) => kept.some((field) => field.name === name)
  const added = [
    ...(has('date') ? [] : [`Date: ${new Date().toUTCString().replace('GMT', '+0000')}`]),
    `Message-ID: <${ids.messageId}>`,
    `Reply-To: ${ids.replyTo}`,
    `References: ${references.map((id) => `<${id}>`).join('\r\n ')}`,
    ...(has('auto-submitted') ? [] : ['Auto-Submitted: auto-generated']),
    ...(has('x-auto-response-suppress') ? [] : ['X-Auto-Response-Suppress: All']),
  ]
  const head = [...kept.map(({ raw }) => raw), ...added].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), mail.body])
}

/** RFC 3834 5: “no” says that a person wrote it, which is not so. */
function isHuman(name: string, raw: string): boolean {
  return name === 'auto-submitted' && /^[^:]*:\s*no\b/i.test(raw)
}
