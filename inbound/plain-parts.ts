import { safeFilename } from './filename.ts'
import { type Headers, headerEnd, readHeaders } from './headers.ts'
import type { ParsedAttachment } from './parsed.ts'
import { decoded, simpleBody } from './simple-body.ts'

type Found = { text: string | null; html: string | null; attachments: ParsedAttachment[] }

const mostDepth = 3
const longestField = 400

/**
 * The body of a mail as most programs build it: one text, one HTML and plainly named files, every part closed. It is
 * read here for a quarter of what the general way costs. Undefined where any doubt is left; then that way must be gone.
 */
export function plainParts(headers: Headers, body: Buffer): Found | undefined {
  const found: Found = { text: null, html: null, attachments: [] }
  return readMultipart(headers, body, found, 1) ? found : undefined
}

function readMultipart(headers: Headers, body: Buffer, found: Found, depth: number): boolean {
  const boundary = boundaryOf(headers)
  const parts = boundary && depth <= mostDepth ? split(body, boundary) : undefined
  return parts?.every((part) => readPart(part, found, depth)) ?? false
}

function readPart(part: Buffer, found: Found, depth: number): boolean {
  const { end, body } = headerEnd(part)
  const headers = readHeaders(part.subarray(0, end))
  const bytes = part.subarray(body)
  if (boundaryOf(headers)) return readMultipart(headers, bytes, found, depth + 1)
  return headers.has('content-disposition') ? readFile(headers, bytes, found) : readWords(headers, bytes, found)
}

/** A second text, or one behind a file, needs judgement: where does it belong? */
function readWords(headers: Headers, bytes: Buffer, found: Found): boolean {
  const words = headers.has('content-type') ? simpleBody(headers, bytes) : undefined
  if (!words || found.attachments.length > 0) return false
  const kind = words.html === null ? 'text' : 'html'
  if (found[kind] !== null) return false
  found[kind] = words[kind]
  return true
}

const asciiName = String.raw`(?:;\s*(?:file)?name\s*=\s*(?:"([ !#-\[\]-~]{1,150})"|([\w.+-]{1,150})))?`
const fileType = new RegExp(
  String.raw`^((?!text\/|message\/|multipart\/)[a-z0-9]{1,40}\/[a-z0-9.+-]{1,80})\s*${asciiName}\s*;?\s*$`,
  'i',
)
const fileDisposition = new RegExp(String.raw`^attachment\s*${asciiName}\s*;?\s*$`, 'i')

function readFile(headers: Headers, bytes: Buffer, found: Found): boolean {
  const type = fileType.exec(only(headers, 'content-type') ?? '')
  const disposition = fileDisposition.exec(only(headers, 'content-disposition') ?? '')
  const content = decoded(bytes, (only(headers, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase())
  if (!type || !disposition || !content || headers.has('content-id')) return false
  const name = disposition[1] ?? disposition[2] ?? type[2] ?? type[3] ?? ''
  if (name.includes('=?')) return false
  const contentType = type[1]!.toLowerCase()
  const filename = safeFilename(name, contentType)
  found.attachments.push({ filename, contentType, contentId: null, inline: false, bytes: content })
  return true
}

/** The one short value of a field: patterns must not walk 32 KiB of blanks. */
function only(headers: Headers, name: string): string | undefined {
  const values = headers.get(name)
  return values?.length === 1 && values[0]!.length <= longestField ? values[0] : undefined
}

function boundaryOf(headers: Headers): string | undefined {
  const type = only(headers, 'content-type') ?? ''
  const match =
    /^multipart\/(?:mixed|alternative)\s*(?:;\s*charset="?[\w-]{1,20}"?)?\s*;\s*boundary\s*=\s*(?:"([^"\\]{1,70})"|([\w'()+,./:=?-]{1,70}))\s*;?\s*$/i.exec(
      type,
    )
  return match?.[1] ?? match?.[2]
}

/** What lies between the delimiter lines (RFC 2046 5.1.1); undefined where one looks odd or the last is missing. */
function split(body: Buffer, boundary: string): Buffer[] | undefined {
  const marker = Buffer.from(`--${boundary}`, 'latin1')
  const parts: Buffer[] = []
  let start = -1
  for (let at = body.indexOf(marker); at >= 0; at = body.indexOf(marker, at + marker.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue
    const after = body.subarray(at + marker.length, at + marker.length + 2).toString('latin1')
    if (after !== '\r\n' && after !== '--') return undefined
    if (start >= 0) parts.push(body.subarray(start, Math.max(start, at - 2)))
    if (after === '--') return isBlank(body.subarray(at + marker.length + 2)) ? parts : undefined
    start = at + marker.length + 2
  }
  return undefined
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x0d || byte === 0x0a || byte === 0x20 || byte === 0x09)
}
