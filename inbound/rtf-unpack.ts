/** With what every dictionary begins (MS-OXRTFCP 2.1.2.1). */
const preset =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const window = 4096
const magic = { packed: 0x75465a4c, plain: 0x414c454d } as const
const mostBytes = 4 << 20

/**
 * Unpacks the RTF that Outlook puts into a winmail.dat (MS-OXRTFCP): at most 4 MiB, in one walk over the input. What
 * breaks off gives what came before; undefined where it is none.
 */
export function unpackRtf(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 16) return undefined
  const kind = bytes.readUInt32LE(8)
  const size = Math.min(bytes.readUInt32LE(4), mostBytes)
  if (kind === magic.plain) return bytes.subarray(16, 16 + size)
  return kind === magic.packed ? inflate(bytes, size) : undefined
}

function inflate(bytes: Buffer, size: number): Buffer {
  const dictionary = Buffer.alloc(window)
  let write = dictionary.write(preset, 'latin1')
  const out = Buffer.alloc(Math.min(size, bytes.length * 9)) // two bytes stand for seventeen at most
  let length = 0
  const put = (byte: number) => {
    out[length++] = byte
    dictionary[write] = byte
    write = (write + 1) % window
  }
  let at = 16
  while (at < bytes.length && length < out.length) {
    const control = bytes[at++]!
    for (let bit = 0; bit < 8 && at < bytes.length && length < out.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!)
        continue
      }
      if (at + 2 > bytes.length) return out.subarray(0, length)
      const reference = bytes.readUInt16BE(at)
      at += 2
      const from = reference >> 4
      if (from === write) return out.subarray(0, length)
      for (let n = 0; n < (reference & 0xf) + 2 && length < out.length; n++) put(dictionary[(from + n) % window]!)
    }
  }
  return out.subarray(0, length)
}
