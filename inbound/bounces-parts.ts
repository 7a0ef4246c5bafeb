import { htmlToText } from '../src/mail/html-text.ts'
import { cleanText, decodeText } from './charset.ts'
import { type Headers, headerEnd, readHeaders } from './headers.ts'
import { decoded } from './simple-body.ts'

/** One leaf of a report: its media type in lower case, its own header, its words. */
export type ReportPart = Readonly<{ type: string; headers: Headers; text: string }>

/** A report is short; what is beyond these limits is the mail that it returns. */
const limits = { bytes: 256 << 10, parts: 40, depth: 5 }

/** The leaves of a report in order; a message inside it is one leaf with its text as it is. Never throws. */
export function reportParts(headers: Headers, body: Buffer): ReportPart[] {
  const parts: ReportPart[] = []
  collect({ headers, body: body.subarray(0, limits.bytes), parts, depth: 0 })
  return parts
}

type Node = Readonly<{ headers: Headers; body: Buffer; parts: ReportPart[]; depth: number }>

function collect({ headers, body, parts, depth }: Node) {
  if (parts.length >= limits.parts) return
  const declared = headers.get('content-type')?.at(-1) ?? ''
  const type = /^\s*([\w.+-]+\/[\w.+-]+)/.exec(declared)?.[1]?.toLowerCase() ?? 'text/plain'
  const pieces = type.startsWith('multipart/') || depth === 0 ? split(declared, body) : undefined
  if (!pieces || depth >= limits.depth) {
    const leaf = type.startsWith('multipart/') ? 'text/plain' : type
    parts.push({ type: leaf, headers, text: words(leaf, declared, { headers, body }) })
    return
  }
  for (const piece of pieces) {
    const { end, body: start } = headerEnd(piece)
    const own = readHeaders(piece.subarray(0, end))
    // Some gateways leave the part's header out, and some put the returned mail in its place.
    if (isMail(own)) parts.push({ type: 'message/rfc822', headers: own, text: plain(piece) })
    else if (isHeader(own)) collect({ headers: own, body: piece.subarray(start), parts, depth: depth + 1 })
    else if (piece.length > 2) parts.push({ type: 'text/plain', headers: own, text: plain(piece) })
  }
}

const isHeader = (headers: Headers) =>
  headers.has('content-type') || (headers.size > 0 && [...headers.keys()].every((name) => name.startsWith('content-')))
const isMail = (headers: Headers) => headers.has('received') || headers.has('message-id')
const plain = (bytes: Buffer) => cleanText(decodeText(bytes, undefined)).replace(/\r\n?/g, '\n')

/**
 * What stands before the boundary's lines and between them; undefined where there are none, so that nothing is overlooked. Where a
 * gateway changed or dropped the boundary's name, the first line that looks like one counts.
 */
function split(declared: string, body: Buffer): Buffer[] | undefined {
  const text = body.toString('latin1')
  const match = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(declared)
  const named = match && `--${match[1] ?? match[2]}`
  const marker = named && text.includes(named) ? named : /^(--[^\s-][^\r\n]{4,200})\r?\n(?=content-)/im.exec(text)?.[1]
  if (!marker) return undefined
  const pieces: Buffer[] = []
  let start = 0
  for (let at = text.indexOf(marker); at >= 0 && pieces.length <= limits.parts; at = text.indexOf(marker, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue
    pieces.push(body.subarray(start, at))
    const line = text.indexOf('\n', at)
    start = line < 0 ? body.length : line + 1
    if (text.startsWith('--', at + marker.length)) return pieces
  }
  if (start < body.length) pieces.push(body.subarray(start))
  return pieces.length > 1 ? pieces : undefined
}

function words(type: string, declared: string, { headers, body }: Pick<Node, 'headers' | 'body'>): string {
  const encoding = headers.get('content-transfer-encoding')?.[0]?.trim().toLowerCase() ?? '7bit'
  const bytes = decoded(body, encoding) ?? body
  const charset = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(declared)?.[1]
  const text = cleanText(decodeText(bytes, charset)).replace(/\r\n?/g, '\n')
  return type === 'text/html' ? htmlToText(text) : text
}
