import { cleanLine, decodeText } from './charset.ts'
import { decodeWords } from './words.ts'

/** The fields of one header block, unfolded and undecoded, by lower-case name: all values in order. */
export type Headers = ReadonlyMap<string, readonly string[]>

/** Limits of inbound.md P2: beyond them parsers take seconds, so that a mail that breaks them is held. Bytes, counts. */
const blockBytes = 128 << 10
const fieldBytes = 32 << 10
const fieldCount = 500
const addressCount = 500

/** Where the header block ends and the body starts; the length where there is no body. */
export function headerEnd(raw: Buffer): { end: number; body: number } {
  if (raw[0] === 0x0a) return { end: 0, body: 1 }
  if (raw[0] === 0x0d && raw[1] === 0x0a) return { end: 0, body: 2 }
  for (let at = raw.indexOf(0x0a); at >= 0; at = raw.indexOf(0x0a, at + 1)) {
    if (raw[at + 1] === 0x0a) return { end: at + 1, body: at + 2 }
    if (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a) return { end: at + 1, body: at + 3 }
  }
  return { end: raw.length, body: raw.length }
}

/** Reads a header block; only its first 128 KiB where it is longer. Never throws. */
export function readHeaders(block: Buffer): Headers {
  const headers = new Map<string, string[]>()
  const text = decodeText(block.subarray(0, blockBytes), undefined).replace(/\r?\n(?=[ \t])/g, '')
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (!name || /[\p{Cc}\s]/u.test(name)) continue
    const values = headers.get(name)
    if (values) values.push(line.slice(colon + 1).trim())
    else headers.set(name, [line.slice(colon + 1).trim()])
  }
  return headers
}

/** Why a header block is too much to parse, as the end of a sentence; undefined when it is not. */
export function headerTrouble(block: Buffer): string | undefined {
  if (block.length > blockBytes) return `its header has ${block.length} bytes, more than ${blockBytes}`
  let count = 0
  let start = 0
  for (let at = 0; at < block.length; ) {
    const newline = block.indexOf(0x0a, at)
    const end = newline < 0 ? block.length : newline + 1
    const folded = block[at] === 0x20 || block[at] === 0x09
    if (!folded) {
      start = at
      count += 1
    }
    if (end - start > fieldBytes) return `one of its header fields has more than ${fieldBytes} bytes`
    at = end
  }
  return count > fieldCount ? `its header has ${count} fields, more than ${fieldCount}` : undefined
}

/** Why the addresses are too many to parse; counted by their separators, quoted ones included. */
export function addressTrouble(headers: Headers): string | undefined {
  let count = 0
  for (const name of ['from', 'to', 'cc', 'reply-to'])
    for (const value of headers.get(name) ?? []) count += value.split(',').length
  return count > addressCount ? `it names ${count} addresses, more than ${addressCount}` : undefined
}

/** A decoded field, '' when absent; the first where there are several, as most readers show it. */
export function field(headers: Headers, name: string): string {
  return cleanLine(decodeWords(headers.get(name)?.[0] ?? ''))
}

/** Ids between < and > (inbound.md P8), without them and in order; inner white space is taken out. */
export function messageIds(headers: Headers, name: string): string[] {
  const ids: string[] = []
  for (const value of headers.get(name) ?? [])
    for (const match of value.matchAll(/<([^<>]{1,998})>/g)) {
      const id = cleanLine(match[1]!).replace(/\s+/g, '')
      if (id && !ids.includes(id)) ids.push(id)
      if (ids.length >= 100) return ids
    }
  return ids
}

/** The Date field; null when absent, unreadable, or more than a day from now on. */
export function dateOf(headers: Headers, now: Date): Date | null {
  const text = (headers.get('date')?.[0] ?? '').replace(/\([^()]*\)/g, ' ').slice(0, 100)
  const date = new Date(text)
  const time = date.getTime()
  if (!text || Number.isNaN(time) || time > now.getTime() + 86_400_000 || date.getUTCFullYear() < 1970) return null
  return date
}
