import type { MailAddress } from '../src/database/tables.ts'
import { parseAddresses, sender } from './addresses.ts'
import { asksForSilence } from './automatic.ts'
import { field, type Headers, headerEnd, readHeaders } from './headers.ts'

/** Small signs that only point (inbound.md 4.3 L6, L7; D2, D3), read where mail is parsed. */
export type Hints = Readonly<{
  /** What looks like one of our signed ids in the words. */
  markers: readonly string[]
  /** Numbers that the subject names as [#12]. */
  tags: readonly number[]
  /** The first 22 bytes of Thread-Index, in hex. */
  threadIndex: string | null
  /** Who wrote first what was forwarded here. */
  writtenBy: MailAddress | null
  /** The writer behind a mailing list that put its own address into From. */
  listWriter: MailAddress | null
  /** It asks for no automatic answer; no sign that a program wrote it. */
  silence: boolean
}>

export const noHints: Hints = {
  markers: [],
  tags: [],
  threadIndex: null,
  writtenBy: null,
  listWriter: null,
  silence: false,
}

const lookedAt = 1 << 16

type File = Readonly<{ contentType: string; bytes: Buffer }>
type Body = Readonly<{ text: string; attachments: readonly File[] }>

/** Reads the hints off a mail; linear in the first 64 KiB of its words. */
export function hintsOf(headers: Headers, { text, attachments }: Body): Hints {
  const subject = field(headers, 'subject')
  const words = text.slice(0, lookedAt)
  return {
    markers: [...new Set(words.match(/\b[it][0-9a-v][0-9a-z]{1,11}\.[0-9a-v]{16}\b/gi))].slice(0, 5),
    tags: [...subject.slice(0, 500).matchAll(/\[[^\]#]{0,30}#(\d{1,9})\]/g)].map((tag) => Number(tag[1])).slice(0, 5),
    threadIndex: threadIndex(field(headers, 'thread-index')),
    writtenBy: writtenBy(subject, words, attachments),
    listWriter: listWriter(headers),
    silence: asksForSilence(headers),
  }
}

/** Whether a subject says that the mail is a forward, in the languages that mail programs speak. */
export function isForward(subject: string): boolean {
  return /^\s*(?:fwd?|fw|wg|tr|rv|enc|vl|vb|vs|i|pd|doorst|továbbítás|пересл|转发|轉寄|転送)\s*(?:\[\d{1,3}\])?\s*[:：]/iu.test(
    subject,
  )
}

function threadIndex(value: string): string | null {
  if (!/^[A-Za-z0-9+/]{30,}={0,2}$/.test(value.slice(0, 4000))) return null
  const bytes = Buffer.from(value.slice(0, 32), 'base64')
  return bytes.length >= 22 ? bytes.subarray(0, 22).toString('hex') : null
}

/** A forward names its first writer in a header block in the words, or carries the whole mail as a file. */
function writtenBy(subject: string, words: string, attachments: readonly File[]): MailAddress | null {
  const nested = attachments.find((file) => file.contentType.toLowerCase() === 'message/rfc822')
  if (nested) {
    const bytes = nested.bytes.subarray(0, lookedAt)
    const from = sender(readHeaders(bytes.subarray(0, headerEnd(bytes).end)), null)
    return from.certain ? { name: from.name, address: from.address } : null
  }
  return isForward(subject) ? fromBlock(words) : null
}

const fromLabel =
  /^[>\s*_]{0,10}(?:from|von|de|van|da|från|fra|od|lähettäjä|feladó|от|发件人|寄件者|差出人)\s?\*{0,2}\s?[:：]\*{0,2}\s?(.{3,300})$/iu
const otherLabel =
  /^[>\s*_]{0,10}(?:to|an|à|para|aan|a|til|till|do|date|datum|data|fecha|sent|gesendet|envoyé|enviado|verzonden|inviato|skickat|sendt|subject|betreff|objet|asunto|onderwerp|oggetto|ämne|emne|temat|assunto|дата|кому|тема|主题|収件者|件名)\s?\*{0,2}\s?[:：]/iu

/** "From: …" with another such line within the next four: a block that a mail program made. */
function fromBlock(words: string): MailAddress | null {
  const lines = words.split(/\r?\n/, 2000).map((line) => line.slice(0, 400))
  for (const [at, line] of lines.entries()) {
    const found = fromLabel.exec(line)
    if (!found || !lines.slice(at + 1, at + 5).some((next) => otherLabel.test(next))) continue
    const text = found[1]!.replace(/\[mailto:([^\]]*)\]/i, '<$1>').replace(/\*/g, '')
    const [address, more] = parseAddresses(text)
    if (address && !more && !address.odd) return { name: address.name, address: address.address }
  }
  return null
}

/** "Anna via List": only where the list says in two fields who wrote (inbound.md D2). */
function listWriter(headers: Headers): MailAddress | null {
  if (!headers.has('list-id') && !headers.has('x-mailman-version')) return null
  const [original, second] = (headers.get('x-original-from') ?? []).flatMap(parseAddresses)
  const [reply, more] = (headers.get('reply-to') ?? []).flatMap(parseAddresses)
  if (!original || !reply || second || more || original.odd || reply.odd) return null
  const same = original.address.toLowerCase() === reply.address.toLowerCase()
  return same ? { name: original.name, address: original.address } : null
}
