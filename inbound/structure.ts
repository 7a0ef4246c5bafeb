import { headerTrouble } from './headers.ts'

const partCount = 250
const partDepth = 20

type Level = Readonly<{ marker: Buffer }>

/**
 * Walks the MIME tree by its boundaries alone, before any parser sees it (inbound.md P2, P3): too many parts, too
 * deep, or a part with a header too large. Answers the end of a sentence, or the number of parts. Linear in bytes
 * but for the boundaries that are open, of which there are at most 20.
 */
export function walkParts(raw: Buffer, body: number, contentType: string): number | string {
  const levels: Level[] = []
  open(levels, contentType)
  if (levels.length === 0) return 1
  let parts = 0
  for (let at = body; at < raw.length; ) {
    const end = lineEnd(raw, at)
    const level = raw[at] === 0x2d && raw[at + 1] === 0x2d ? markedLevel(levels, raw.subarray(at, end)) : -1
    if (level < 0) {
      at = end
      continue
    }
    const closing = isClosing(raw, at, levels[level]!.marker)
    levels.length = closing ? level : level + 1
    if (levels.length === 0) break
    at = end
    if (closing) continue
    parts += 1
    const head = partHead(raw, at)
    const trouble = tooMany(parts, levels.length) ?? headerTrouble(raw.subarray(at, head))
    if (trouble) return trouble
    open(levels, contentTypeOf(raw.subarray(at, head)))
    at = head
  }
  return Math.max(parts, 1)
}

function tooMany(parts: number, depth: number): string | undefined {
  if (parts > partCount) return `it has more than ${partCount} parts`
  return depth > partDepth ? `its parts are nested more than ${partDepth} deep` : undefined
}

function open(levels: Level[], contentType: string) {
  if (!/^\s*multipart\//i.test(contentType)) return
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType)
  const text = boundary?.[1] ?? boundary?.[2]
  if (text) levels.push({ marker: Buffer.from(`--${text}`, 'latin1') })
}

function markedLevel(levels: readonly Level[], line: Buffer): number {
  for (let i = levels.length - 1; i >= 0; i--) {
    const { marker } = levels[i]!
    if (line.length >= marker.length && line.compare(marker, 0, marker.length, 0, marker.length) === 0) return i
  }
  return -1
}

function isClosing(raw: Buffer, at: number, marker: Buffer): boolean {
  return raw[at + marker.length] === 0x2d && raw[at + marker.length + 1] === 0x2d
}

function lineEnd(raw: Buffer, at: number): number {
  const newline = raw.indexOf(0x0a, at)
  return newline < 0 ? raw.length : newline + 1
}

function partHead(raw: Buffer, start: number): number {
  for (let at = start; at < raw.length; ) {
    const end = lineEnd(raw, at)
    if (end - at <= 2 && (raw[at] === 0x0a || raw[at] === 0x0d)) return at
    at = end
  }
  return raw.length
}

function contentTypeOf(head: Buffer): string {
  const text = head
    .subarray(0, 32 << 10)
    .toString('latin1')
    .replace(/\r?\n(?=[ \t])/g, '')
  return /^content-type\s*:(.*)$/im.exec(text)?.[1] ?? ''
}
