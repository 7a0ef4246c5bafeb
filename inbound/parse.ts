import { htmlToText } from '../src/mail/html-text.ts'
import { withReport } from './bounces-mail.ts'
import { cleanText } from './charset.ts'
import { fromParts, headersOnly, type Words } from './envelope.ts'
import { addressTrouble, type Headers, headerEnd, headerTrouble, readHeaders } from './headers.ts'
import { lookInside } from './inner-parts.ts'
import { marksOf } from './marks.ts'
import { type Body, readBody } from './parse-body.ts'
import type { Parsed, ParsedAttachment, ParseJob } from './parsed.ts'
import { plainParts } from './plain-parts.ts'
import { quotedStretches } from './quoted.ts'
import { simpleBody } from './simple-body.ts'
import { walkParts } from './structure.ts'

const textLimit = 512 << 10
const htmlLimit = 4 << 20

/**
 * Bytes to a mail (inbound.md 1.3). Never throws: a mail beyond the limits, or one that no parser reads, comes back
 * as what its header says and the trouble with the rest. Bounded in parts, depth and header sizes, not in time: it
 * runs in a worker thread with a deadline.
 */
export async function parse(job: ParseJob): Promise<Parsed> {
  const { end, body } = headerEnd(job.raw)
  const block = job.raw.subarray(0, end)
  const headers = readHeaders(block)
  const trouble = limitTrouble(job.raw, body, block, headers)
  if (trouble) return headersOnly(job, headers, trouble)
  try {
    const read = words(job.raw, await bodyOf(job.raw, body, headers), body < job.raw.length)
    const mail = fromParts(job, headers, read)
    return { mail: withReport(mail, { headers, body: job.raw.subarray(body), mailFrom: job.mailFrom }), trouble: null }
  } catch (error) {
    return headersOnly(job, headers, `its parts cannot be read (${(error as Error).message.slice(0, 200)})`)
  }
}

async function bodyOf(raw: Buffer, body: number, headers: Headers): Promise<Body> {
  const simple = simpleBody(headers, raw.subarray(body))
  if (simple) return { ...simple, attachments: [] }
  return lookInside(plainParts(headers, raw.subarray(body)) ?? (await readBody(raw)), readEntity)
}

/** What was found inside a part, read under the same limits; it is not looked into again. */
async function readEntity(entity: Buffer): Promise<Body | undefined> {
  const { end, body } = headerEnd(entity)
  const block = entity.subarray(0, end)
  return limitTrouble(entity, body, block, readHeaders(block)) ? undefined : readBody(entity)
}

function limitTrouble(raw: Buffer, body: number, block: Buffer, headers: Headers): string | undefined {
  const header = headerTrouble(block) ?? addressTrouble(headers)
  if (header) return header
  const parts = walkParts(raw, body, headers.get('content-type')?.at(-1) ?? '')
  return typeof parts === 'string' ? parts : undefined
}

function words(raw: Buffer, body: Body, hasBody: boolean): Words {
  const html = body.html === null ? null : cleanText(body.html)
  const written = cleanText(body.text ?? '')
  const whole = hasBody && !written.trim() && html ? cleanText(htmlToText(html)) : written
  const long = whole.length > textLimit
  const text = long ? whole.slice(0, textLimit).toWellFormed() : whole
  return {
    text,
    html: html && html.length > htmlLimit ? null : html,
    folds: quotedStretches(text, html),
    attachments: [...body.attachments, ...tooLong(long ? whole : null, html && html.length > htmlLimit ? html : null)],
    marks: marksOf(raw, body),
  }
}

/** What is too long to show in place is there as a file: nothing is lost. */
function tooLong(text: string | null, html: string | null): ParsedAttachment[] {
  const file = (filename: string, contentType: string, content: string | null) =>
    content === null ? [] : [{ filename, contentType, contentId: null, inline: false, bytes: Buffer.from(content) }]
  return [...file('whole-text.txt', 'text/plain', text), ...file('whole-message.html', 'text/html', html)]
}
