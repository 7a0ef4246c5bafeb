import type { MailAddress } from '../src/database/tables.ts'
import { cleanLine } from './charset.ts'
import type { Headers } from './headers.ts'
import { decodeWords } from './words.ts'

export type Sender = MailAddress & Readonly<{ certain: boolean }>

/** One @, no quotes, comments or encoded words: everything else is not an identity (inbound.md P9). */
const plain = /^[^\s\p{Cc}@<>()[\],;:\\"]{1,64}@(?=.{1,253}$)[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_.-]*[\p{L}\p{N}\p{M}])?$/u

/**
 * Who the From field says it is. `certain` only for exactly one field with exactly one plain address: whatever two
 * programs could read in two ways identifies nobody. Without a From field it is the envelope's sender, as mail servers
 * complete such mail (RFC 6409 8.1 for submission): what a script or a bare client sends can be answered.
 */
export function sender(headers: Headers, mailFrom: string | null): Sender {
  const fields = headers.get('from') ?? (mailFrom ? [`<${mailFrom}>`] : [])
  const found = fields.flatMap((value) => parseAddresses(value))
  const first = found[0] ?? { name: cleanLine(decodeWords(fields[0] ?? '')), address: '', odd: true }
  const certain = fields.length === 1 && found.length === 1 && !first.odd && first.address.length <= 254
  return { name: first.name, address: first.address, certain }
}

export function addressList(headers: Headers, name: string): MailAddress[] {
  const found = (headers.get(name) ?? []).flatMap((value) => parseAddresses(value))
  return found
    .filter((one) => one.address && !one.odd)
    .map(({ name, address }) => ({ name, address }))
    .slice(0, 500)
}

type Found = MailAddress & { odd: boolean }

/** Splits an address list by its top-level commas and reads each; groups give their members. Linear. */
export function parseAddresses(value: string): Found[] {
  return split(value)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(parseOne)
}

/** Commas and group marks outside quotes, comments and angle brackets separate. */
function split(value: string): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  let depth = 0
  let angle = false
  for (let i = 0; i < value.length; i++) {
    const c = value[i]!
    if (c === '\\' && (quoted || depth > 0)) i += 1
    else if (c === '"' && depth === 0) quoted = !quoted
    else if (quoted) continue
    else if (c === '(') depth += 1
    else if (c === ')') depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (c === '<') angle = true
    else if (c === '>') angle = false
    else if (!angle && (c === ',' || c === ';' || c === ':')) {
      if (c !== ':') parts.push(value.slice(start, i))
      start = i + 1
    }
  }
  parts.push(value.slice(start))
  return parts
}

function parseOne(text: string): Found {
  const angled = /^([^<>]*)<([^<>]*)>\s*(\([^()]*\))?$/.exec(text)
  if (angled) {
    const address = angled[2]!.trim()
    const name = phrase(angled[1]!) || phrase((angled[3] ?? '').slice(1, -1))
    return { name, address: cleanLine(address), odd: !plain.test(address) || /=\?.*\?=/.test(address) }
  }
  const bare = /^([^\s()<>"]+)\s*(?:\(([^()]*)\))?$/.exec(text)
  const spaced = bare && (!bare[2] || /\s\(/.test(text))
  if (bare && spaced && plain.test(bare[1]!) && !/=\?.*\?=/.test(bare[1]!))
    return { name: phrase(bare[2] ?? ''), address: bare[1]!, odd: false }
  const guess = /[^\s<>(),;:"@]{1,64}@[^\s<>(),;:"@]{1,255}/.exec(text)?.[0] ?? ''
  return { name: phrase(text.replace(guess, '').replace(/[<>]/g, ' ')), address: cleanLine(guess), odd: true }
}

/** A display name: quotes and escapes off, encoded words decoded. */
function phrase(text: string): string {
  const trimmed = text.trim()
  const inner = /^"(.*)"$/s.exec(trimmed)?.[1]?.replace(/\\(.)/g, '$1') ?? trimmed
  return cleanLine(decodeWords(inner)).slice(0, 300).toWellFormed()
}
