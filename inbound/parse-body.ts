import { Transform } from 'node:stream'
import { MailParser } from 'mailparser'
import type { EmailMarks } from '../src/database/tables-parts.ts'
import { cleanLine, cleanText, decodeText } from './charset.ts'
import { safeFilename } from './filename.ts'
import { unflow } from './flowed.ts'
import type { ParsedAttachment } from './parsed.ts'
import { decodeWords } from './words.ts'

export type Body = Readonly<{
  text: string | null
  html: string | null
  attachments: ParsedAttachment[]
  marks?: EmailMarks
}>

type Part = { contentType?: string; charset?: string; node: { flowed?: boolean; delSp?: boolean } }
type RawAttachment = {
  type: 'attachment'
  content: AsyncIterable<Buffer>
  contentType?: string
  filename?: string
  cid?: string
  related?: boolean
  contentDisposition?: string
  release: () => void
}
/** What we use of mailparser's inside, of exactly the version in package.json. */
type Inside = MailParser & {
  createNode: (data: unknown) => Part
  decoder: { decodeStream: (charset: string) => Transform }
}

/**
 * Text, HTML and attachments of a whole mail. A message inside the mail is one attachment (inbound.md P16). The text
 * and HTML are as the mail has them but for charset and transfer encoding: no links, no conversion.
 */
export async function readBody(raw: Buffer): Promise<Body> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
    ...{ ignoreEmbedded: true, maxHeadSize: 1 << 20 },
  }) as Inside
  decodeOurselves(parser)
  const attachments: ParsedAttachment[] = []
  let words: { text?: string; html?: string } = {}
  parser.end(raw)
  for await (const part of parser as unknown as AsyncIterable<RawAttachment | ({ type: 'text' } & typeof words)>) {
    if (part.type === 'attachment') attachments.push(await attachment(part))
    else words = part
  }
  return { text: words.text ?? null, html: words.html || null, attachments }
}

/**
 * mailparser reads what claims to be ASCII or UTF-8, or nothing, as UTF-8 alone; our ladder reads all text. It joins
 * flowed lines before it knows the charset; we do it after. Both travel in the charset's name.
 */
function decodeOurselves(parser: Inside) {
  const createNode = parser.createNode.bind(parser)
  parser.createNode = (data) => {
    const node = createNode(data)
    if (/^(text|message)\//i.test(node.contentType ?? ''))
      node.charset = `${node.node.flowed ? 'flowed' : 'fixed'} ${node.node.delSp ? 'delsp' : ''}:${node.charset ?? ''}`
    node.node.flowed = false
    return node
  }
  parser.decoder = { decodeStream: textDecoder }
}

function textDecoder(name: string): Transform {
  const [, flowed, delSp, charset] = /^(?:(flowed)|fixed) (delsp)?:(.*)$/s.exec(name) ?? [
    '',
    undefined,
    undefined,
    name,
  ]
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      const text = decodeText(Buffer.concat(chunks), charset || undefined)
      done(null, Buffer.from(flowed ? unflow(text, delSp !== undefined) : text))
    },
  })
}

async function attachment(part: RawAttachment): Promise<ParsedAttachment> {
  const chunks: Buffer[] = []
  for await (const chunk of part.content) chunks.push(chunk)
  part.release()
  const contentType = mediaType(part.contentType)
  const contentId = cleanLine(part.cid ?? '').slice(0, 500) || null
  return {
    filename: safeFilename(decodeWords(part.filename ?? ''), contentType),
    contentType,
    contentId,
    inline:
      part.contentDisposition === 'inline' ? contentId !== null || contentType.startsWith('image/') : !!part.related,
    bytes: Buffer.concat(chunks),
  }
}

/** Only a type that could be one; anything else is bytes. */
function mediaType(type: string | undefined): string {
  const text = cleanText(type ?? '')
    .trim()
    .toLowerCase()
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(text) ? text : 'application/octet-stream'
}
