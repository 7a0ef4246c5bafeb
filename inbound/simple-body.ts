import { decodeText } from './charset.ts'
import { unflow } from './flowed.ts'
import type { Headers } from './headers.ts'

export type SimpleBody = Readonly<{ text: string | null; html: string | null }>

/**
 * The body of a mail that is one plain stretch of text or HTML, as most are: decoded here, for a fifth of what the
 * general way costs. Undefined for everything else, also where any doubt is left; then that way must be gone.
 */
export function simpleBody(headers: Headers, body: Buffer): SimpleBody | undefined {
  const type = headers.get('content-type') ?? ['text/plain']
  const encoding = headers.get('content-transfer-encoding') ?? ['7bit']
  if (type.length !== 1 || type[0]!.length > 400 || encoding.length !== 1 || headers.has('content-disposition'))
    return undefined
  const kind = textType(type[0]!)
  const bytes = kind ? decoded(body, encoding[0]!.trim().toLowerCase()) : undefined
  if (!kind || !bytes) return undefined
  const words = decodeText(bytes, kind.charset).replace(/\r\n/g, '\n')
  if (kind.html) return { text: null, html: words }
  return { text: kind.flowed ? unflow(words, kind.delSp) : words, html: null }
}

/** A text part's type where its parameters are the usual ones, each once and plainly written. */
function textType(field: string) {
  const type = /^text\/(plain|html)\s*((?:;[^;]{1,80}){0,3}?)\s*;?\s*$/i.exec(field)
  if (!type) return undefined
  const given = new Map<string, string>()
  for (const parameter of type[2]!.split(';').slice(1)) {
    const one = /^\s*(charset|format|delsp)\s*=\s*(?:"([\w.:-]{1,40})"|([\w.:-]{1,40}))\s*$/i.exec(parameter)
    if (!one || given.has(one[1]!.toLowerCase())) return undefined
    given.set(one[1]!.toLowerCase(), one[2] ?? one[3]!)
  }
  const says = (name: string, value: string) => given.get(name)?.toLowerCase() === value
  return {
    html: type[1]!.toLowerCase() === 'html',
    charset: given.get('charset'),
    flowed: says('format', 'flowed'),
    delSp: says('delsp', 'yes'),
  }
}

/** Undoes a transfer encoding (RFC 2045 6); undefined for one that we do not know. */
export function decoded(body: Buffer, encoding: string): Buffer | undefined {
  switch (encoding) {
    case '7bit':
    case '8bit':
    case 'binary':
      return body
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64')
    case 'quoted-printable':
      return quotedPrintable(body)
    default:
      return undefined
  }
}

/** RFC 2045 6.7; an = that starts nothing stands for itself. */
function quotedPrintable(body: Buffer): Buffer {
  const text = body.toString('latin1').replace(/=[ \t]{0,76}\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
