import { cleanLine, decodeText } from './charset.ts'
import { safeFilename } from './filename.ts'
import type { ParsedAttachment } from './parsed.ts'
import { rtfText } from './rtf-text.ts'
import { unpackRtf } from './rtf-unpack.ts'
import { type Property, propertiesOf } from './tnef-properties.ts'

/** What a winmail.dat holds: files, and the words where it has them in a form that is read here. */
export type Unpacked = Readonly<{
  text: string | null
  html: string | null
  files: ParsedAttachment[]
}>

type Draft = { title: string; bytes: Buffer | undefined; properties: Map<number, Property> }

const signature = 0x223e9f78
const mostAttributes = 5000
const mostFiles = 200

/** Attributes (MS-OXTNEF 2.1.3.2): type and name as they stand in the file. */
const attribute = { start: 0x00069002, title: 0x00018010, data: 0x0006800f, properties: 0x00069005 } as const
const message = { body: 0x0002800c, properties: 0x00069003, codePage: 0x00069007 } as const
/** MAPI properties (MS-OXPROPS). */
const property = { data: 0x3701, name: 0x3704, longName: 0x3707, type: 0x370e, id: 0x3712 } as const
const words = { text: 0x1000, html: 0x1013, rtf: 0x1009 } as const

/**
 * Unpacks Outlook's winmail.dat (MS-OXTNEF), which stays beside what comes out of it. Bounded: every piece is a window
 * into the input. Undefined where it is none; a broken one gives what could be read of it.
 */
export function readTnef(bytes: Buffer): Unpacked | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined
  const drafts: Draft[] = []
  const own = new Map<number, Property>()
  let codePage = 'windows-1252'
  let body: Buffer | undefined
  for (const { level, id, data } of attributes(bytes)) {
    if (level === 1) {
      if (id === message.codePage && data.length >= 4) codePage = `cp${data.readUInt32LE(0)}`
      else if (id === message.body) body = data
      else if (id === message.properties) propertiesOf(data, own)
    } else if (id === attribute.start) {
      if (drafts.length >= mostFiles) break
      drafts.push({ title: '', bytes: undefined, properties: new Map() })
    } else addTo(drafts.at(-1), id, data, codePage)
  }
  const plain = textOf(own.get(words.text), codePage) ?? (body ? ended(decodeText(body, codePage)) : null)
  const html = textOf(own.get(words.html), codePage) ?? null
  return {
    text: plain?.trim() || html ? plain : rtfWords(own.get(words.rtf)),
    html,
    files: drafts.flatMap((draft) => file(draft, codePage)),
  }
}

/** Outlook leaves everything else out where its sender wrote "rich text". */
function rtfWords(found: Property | undefined): string | null {
  const rtf = found && unpackRtf(found.bytes)
  return (rtf && rtfText(rtf)) || null
}

/** Level, id, length, data, checksum, again and again. A length beyond the end ends the walk. */
function* attributes(bytes: Buffer): Generator<{ level: number; id: number; data: Buffer }> {
  let at = 6
  for (let count = 0; count < mostAttributes && at + 9 <= bytes.length; count++) {
    const level = bytes[at]!
    const id = bytes.readUInt32LE(at + 1)
    const end = at + 9 + bytes.readUInt32LE(at + 5)
    if ((level !== 1 && level !== 2) || end > bytes.length) return
    yield { level, id, data: bytes.subarray(at + 9, end) }
    at = end + 2
  }
}

function addTo(draft: Draft | undefined, id: number, data: Buffer, codePage: string) {
  if (!draft) return
  if (id === attribute.title) draft.title = ended(decodeText(data, codePage))
  else if (id === attribute.data) draft.bytes = data
  else if (id === attribute.properties) propertiesOf(data, draft.properties)
}

function file({ title, bytes, properties }: Draft, codePage: string): ParsedAttachment[] {
  const held = properties.get(property.data)
  // An object has an interface's id before it; a mail within is a winmail.dat again.
  const content = bytes ?? (held?.type === 0x0d ? held.bytes.subarray(16) : held?.bytes)
  if (!content) return []
  const say = (id: number) => textOf(properties.get(id), codePage)
  const nested = content.length > 4 && content.readUInt32LE(0) === signature
  const given = cleanLine(say(property.type) ?? '').toLowerCase()
  const contentType = nested
    ? 'application/ms-tnef'
    : /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(given)
      ? given
      : 'application/octet-stream'
  const filename = safeFilename(say(property.longName) ?? (title || say(property.name)), contentType)
  const contentId = cleanLine(say(property.id) ?? '').slice(0, 500) || null
  return [{ filename, contentType, contentId, inline: contentId !== null, bytes: content }]
}

function textOf(found: Property | undefined, codePage: string): string | undefined {
  if (!found) return undefined
  return ended(decodeText(found.bytes, found.type === 0x1f ? 'utf-16le' : codePage))
}

/** Texts end with NUL. */
const ended = (text: string) => text.replace(/\0+$/, '')
