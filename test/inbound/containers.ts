/** A winmail.dat (MS-OXTNEF) with a body and files, as small as it may be. */
export function winmail({
  body,
  files,
  rtf,
}: {
  body?: string
  files: readonly [string, Buffer][]
  rtf?: Buffer
}): Buffer {
  const attribute = (level: number, id: number, data: Buffer) => {
    const head = Buffer.alloc(9)
    head.writeUInt8(level, 0)
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    const sum = Buffer.alloc(2)
    sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0))
    return Buffer.concat([head, data, sum])
  }
  const words = rtf ? binary(0x1009, rtf) : wide(0x1000, body ?? '')
  const start = Buffer.alloc(6)
  start.writeUInt32LE(0x223e9f78)
  return Buffer.concat([
    start,
    attribute(1, 0x00069007, longs(65001, 0)),
    attribute(1, 0x00069003, Buffer.concat([longs(3), named(), wide(0x0037, 'A subject'), words])),
    ...files.flatMap(([name, bytes]) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('SHORT~1.PDF\0')),
      attribute(2, 0x0006800f, bytes),
      attribute(2, 0x00069005, Buffer.concat([longs(2), longs(0x0e210003, 1), wide(0x3707, name)])),
    ]),
  ])
}

function longs(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}

function wide(id: number, text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`, 'utf16le')
  return Buffer.concat([longs(id * 0x10000 + 0x1f, 1, bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

function binary(id: number, bytes: Buffer): Buffer {
  return Buffer.concat([
    longs(id * 0x10000 + 0x102, 1, bytes.length),
    bytes,
    Buffer.alloc((4 - (bytes.length % 4)) % 4),
  ])
}

/** RTF as Outlook packs it (MS-OXRTFCP): `pieces` are letters, or numbers that refer back. */
export function packedRtf(pieces: readonly (string | number)[], size: number): Buffer {
  const out: number[] = []
  for (let i = 0; i < pieces.length; i += 8) {
    const run = pieces.slice(i, i + 8)
    out.push(run.reduce<number>((bits, piece, bit) => bits | (typeof piece === 'number' ? 1 << bit : 0), 0))
    for (const piece of run)
      if (typeof piece === 'number') out.push(piece >> 8, piece & 0xff)
      else out.push(piece.charCodeAt(0))
  }
  return Buffer.concat([longs(out.length + 12, size, 0x75465a4c, 0), Buffer.from(out)])
}

/** A named property with a name of eight bytes, to be walked over. */
function named(): Buffer {
  return Buffer.concat([longs(0x80010003), Buffer.alloc(16), longs(1, 8), Buffer.from('Nam\0', 'utf16le'), longs(7)])
}

/** A CMS message (RFC 5652): DER, or BER with lengths left open and the content in pieces. */
export function cms(kind: 'signed' | 'enveloped', content: string, open = false): Buffer {
  const make = (tag: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts)
    if (open && (tag & 0x20) > 0) return Buffer.concat([Buffer.from([tag, 0x80]), body, Buffer.alloc(2)])
    return Buffer.concat([Buffer.from([tag]), length(body.length), body])
  }
  const oid = (last: number) => make(0x06, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]))
  const bytes = Buffer.from(content)
  const half = bytes.length >> 1
  const octets = open
    ? make(0x24, make(0x04, bytes.subarray(0, half)), make(0x04, bytes.subarray(half)))
    : make(0x04, bytes)
  const info = make(0x30, oid(1), make(0xa0, octets))
  const version = make(0x02, Buffer.from([1]))
  const data = make(0x30, version, make(0x31), info, make(0x31))
  return make(0x30, oid(kind === 'signed' ? 2 : 3), make(0xa0, data))
}

function length(size: number): Buffer {
  return size < 0x80 ? Buffer.from([size]) : Buffer.from([0x82, size >> 8, size & 0xff])
}
