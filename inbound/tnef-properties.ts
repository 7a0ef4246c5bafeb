/** One MAPI property with its type and the bytes of its first value: a window into the file. */
export type Property = Readonly<{ type: number; bytes: Buffer }>

const mostProperties = 2000
const mostValues = 1000
/** Bytes that a value of a fixed type takes, padded to four (MS-OXTNEF 2.1.3.4). */
const sizes: ReadonlyMap<number, number> = new Map([
  ...[0x02, 0x03, 0x04, 0x0a, 0x0b].map((type) => [type, 4] as const),
  ...[0x05, 0x06, 0x07, 0x14, 0x40].map((type) => [type, 8] as const),
  [0x48, 16],
])
const variable = new Set([0x0d, 0x1e, 0x1f, 0x102])

/**
 * Reads a property list of a winmail.dat into `found`, by property number; named ones are walked over. It stops where
 * the list makes no sense, and keeps what came before.
 */
export function propertiesOf(data: Buffer, found: Map<number, Property>) {
  if (data.length < 4) return
  const count = Math.min(data.readUInt32LE(0), mostProperties)
  let at = 4
  for (let i = 0; i < count && at + 4 <= data.length; i++) {
    const type = data.readUInt16LE(at)
    const id = data.readUInt16LE(at + 2)
    const values = id >= 0x8000 ? afterName(data, at + 4) : at + 4
    const read = values === undefined ? undefined : valuesAt(data, values, type)
    if (!read) return
    if (read.first && id < 0x8000 && !found.has(id)) found.set(id, { type: type & 0x0fff, bytes: read.first })
    at = read.end
  }
}

/** A named property has 16 bytes of its set, then a number or a UTF-16 name. */
function afterName(data: Buffer, at: number): number | undefined {
  if (at + 24 > data.length) return undefined
  if (data.readUInt32LE(at + 16) === 0) return at + 24
  return padded(at + 24 + data.readUInt32LE(at + 20), at)
}

function valuesAt(data: Buffer, start: number, type: number): { first: Buffer | undefined; end: number } | undefined {
  const many = (type & 0x1000) > 0
  const base = type & 0x0fff
  const counted = many || variable.has(base)
  if (counted && start + 4 > data.length) return undefined
  const count = counted ? data.readUInt32LE(start) : 1
  if (count > mostValues) return undefined
  let first: Buffer | undefined
  let at = counted ? start + 4 : start
  for (let i = 0; i < count; i++) {
    const value = valueAt(data, at, base)
    if (!value) return undefined
    first ??= value.bytes
    at = value.end
  }
  return { first, end: at }
}

function valueAt(data: Buffer, at: number, base: number): { bytes: Buffer; end: number } | undefined {
  const fixed = sizes.get(base)
  if (fixed === undefined && (!variable.has(base) || at + 4 > data.length)) return undefined
  const start = fixed === undefined ? at + 4 : at
  const length = fixed ?? data.readUInt32LE(at)
  if (start + length > data.length) return undefined
  return { bytes: data.subarray(start, start + length), end: padded(start + length, start) }
}

/** The next place that is a multiple of four from `from`. */
const padded = (at: number, from: number) => from + Math.ceil((at - from) / 4) * 4
