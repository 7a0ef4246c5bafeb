import { createHash } from 'node:crypto'
import type { EmailMarks } from '../src/database/tables-parts.ts'
import { lexemesOf } from '../src/mail/lexemes.ts'
import { addressList, sender } from './addresses.ts'
import { automaticReason } from './automatic.ts'
import { dateOf, field, type Headers, headerEnd, messageIds, readHeaders } from './headers.ts'
import { hintsOf } from './hints.ts'
import type { Parsed, ParsedAttachment, ParsedMail, ParseJob } from './parsed.ts'

/** What the body of a mail says. */
export type Words = Readonly<{
  text: string
  html: string | null
  folds: readonly number[]
  attachments: readonly ParsedAttachment[]
  marks: EmailMarks
}>

/** Level 2 (inbound.md 5.3): enough to show who wrote and about what. Cheap and bounded, also run where level 1 hangs. */
export function headersOnly(job: ParseJob, headers: Headers | undefined, trouble: string): Parsed {
  const known = headers ?? readHeaders(job.raw.subarray(0, headerEnd(job.raw.subarray(0, 64 << 10)).end))
  const bare = new Map(
    [...known].map(([name, values]) => [name, values.slice(0, 5).map((value) => value.slice(0, 4096))]),
  )
  const mail = fromParts(job, bare, { text: '', html: null, folds: [], attachments: [], marks: {} })
  return { mail: { ...mail, fingerprint: hash(['raw', job.raw]) }, trouble }
}

/** A whole mail from its header and the words of its body. */
export function fromParts(job: ParseJob, headers: Headers, parts: Words): ParsedMail {
  const from = sender(headers, job.mailFrom)
  const id = messageIds(headers, 'message-id')[0] ?? bareId(headers)
  const date = dateOf(headers, job.receivedAt)
  const subject = field(headers, 'subject').slice(0, 2000)
  const contents = parts.attachments.map((attachment) => hash([attachment.bytes]))
  return {
    ...parts,
    messageId: id ?? `${hash([job.raw]).toString('hex')}@missing.local`,
    distinct: id !== undefined || date !== null || headers.has('received'),
    inReplyTo: messageIds(headers, 'in-reply-to'),
    references: messageIds(headers, 'references'),
    from: { name: from.name, address: from.address },
    fromCertain: from.certain,
    replyTo: addressList(headers, 'reply-to'),
    to: addressList(headers, 'to'),
    cc: addressList(headers, 'cc'),
    subject,
    date,
    hints: hintsOf(headers, parts),
    automatic: automaticReason(headers, job.mailFrom, from.address),
    report: null,
    lexemes: lexemesOf([subject, from.name, from.address, ...fileNames(parts), parts.text].join(' ')),
    fingerprint: hash([
      id ?? '',
      ...(headers.get('from') ?? []),
      '\n',
      headers.get('date')?.[0] ?? '',
      subject,
      parts.text,
      parts.html ?? '',
      ...contents,
    ]),
  }
}

const fileNames = ({ attachments }: Words) => attachments.slice(0, 100).map(({ filename }) => filename.slice(0, 250))

/** Some mailers leave the < > out. */
function bareId(headers: Headers): string | undefined {
  const text = field(headers, 'message-id')
  return /^[^\s<>]{3,998}$/.test(text) ? text : undefined
}

/** Every piece with its length before it, so that no two lists of pieces hash alike. */
function hash(pieces: readonly (string | Buffer)[]): Buffer {
  const sum = createHash('sha256')
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    sum.update(`${bytes.length}:`).update(bytes)
  }
  return sum.digest()
}
