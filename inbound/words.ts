import { decodeText } from './charset.ts'

const encodedWord = /=\?([^?\s]{1,60})\?([bq])\?([^?\s]*)\?=/gi

/**
 * Decodes the encoded words of a header (RFC 2047). Neighbours of one charset are decoded together, since mailers
 * split characters between them; white space between two words goes away.
 */
export function decodeWords(text: string): string {
  let out = ''
  let at = 0
  let charset = ''
  let bytes: Uint8Array[] = []
  const flush = () => {
    if (bytes.length > 0) out += decodeText(Buffer.concat(bytes), charset)
    bytes = []
  }
  for (const match of text.matchAll(encodedWord)) {
    const between = text.slice(at, match.index)
    const joined = bytes.length > 0 && /^\s*$/.test(between)
    if (!joined || match[1]!.toLowerCase() !== charset) flush()
    if (!joined) out += between
    charset = match[1]!.toLowerCase()
    bytes.push(wordBytes(match[2]!, match[3]!))
    at = match.index + match[0].length
  }
  flush()
  return out + text.slice(at)
}

function wordBytes(encoding: string, text: string): Uint8Array {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text, 'base64')
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
