/** What an application/pkcs7-mime part holds: signed content to read, words only its reader's key opens, or neither. */
export type SignedData = Readonly<{ kind: 'signed'; content: Buffer } | { kind: 'encrypted' } | { kind: 'unknown' }>

type Element = Readonly<{ tag: number; start: number; end: number; next: number }>

const signed = Buffer.from('2a864886f70d010702', 'hex') // 1.2.840.113549.1.7.2 signedData
const pkcs7 = Buffer.from('2a864886f70d0107', 'hex') // enveloped, digested, encrypted …
const smime = Buffer.from('2a864886f70d01091001', 'hex') // authenticated-enveloped and compressed, RFC 5083, 3274
const deepest = 12

/**
 * The content inside a CMS signature (RFC 5652 5), read from BER or DER without checking anything: it is shown as
 * "signed, not verified". Bounded: it walks down one branch and copies no more than it was given.
 */
export function readSignedData(bytes: Buffer): SignedData {
  const outer = element(bytes, 0, bytes.length, 0)
  if (outer?.tag !== 0x30) return { kind: 'unknown' }
  const type = element(bytes, outer.start, outer.end, 1)
  if (type?.tag !== 0x06) return { kind: 'unknown' }
  const oid = bytes.subarray(type.start, type.end)
  if (!oid.equals(signed)) return { kind: startsWith(oid, pkcs7) || startsWith(oid, smime) ? 'encrypted' : 'unknown' }
  const content = signedContent(bytes, element(bytes, type.next, outer.end, 1))
  return content ? { kind: 'signed', content } : { kind: 'unknown' }
}

/** SignedData ::= SEQUENCE { version, digestAlgorithms, encapContentInfo SEQUENCE { OID, [0] OCTET STRING }, … } */
function signedContent(bytes: Buffer, wrapper: Element | undefined): Buffer | undefined {
  const data = wrapper?.tag === 0xa0 ? element(bytes, wrapper.start, wrapper.end, 2) : undefined
  const version = data && element(bytes, data.start, data.end, 3)
  const digests = version && element(bytes, version.next, data.end, 3)
  const info = digests && element(bytes, digests.next, data.end, 3)
  const type = info?.tag === 0x30 ? element(bytes, info.start, info.end, 4) : undefined
  const holder = type && element(bytes, type.next, info!.end, 4)
  const content = holder?.tag === 0xa0 ? element(bytes, holder.start, holder.end, 5) : undefined
  return content && octets(bytes, content, 5)
}

/** An octet string in one piece or, as BER allows, in many. */
function octets(bytes: Buffer, { tag, start, end }: Element, depth: number): Buffer | undefined {
  if (tag === 0x04) return bytes.subarray(start, end)
  if (tag !== 0x24 || depth > deepest) return undefined
  const pieces: Buffer[] = []
  for (let at = start; at < end; ) {
    const piece = element(bytes, at, end, depth + 1)
    const content = piece && octets(bytes, piece, depth + 1)
    if (!content) return undefined
    pieces.push(content)
    at = piece.next
  }
  return Buffer.concat(pieces)
}

/** One element of BER; `end` is where its content ends, `next` where its neighbour begins. */
function element(bytes: Buffer, at: number, limit: number, depth: number): Element | undefined {
  const tag = bytes[at]
  const short = bytes[at + 1]
  if (tag === undefined || short === undefined || at + 2 > limit || (tag & 0x1f) === 0x1f) return undefined
  if (short < 0x80) return within(tag, at + 2, short, limit)
  if (short === 0x80) return (tag & 0x20) > 0 ? indefinite(bytes, { tag, at, limit, depth }) : undefined
  const size = short & 0x7f
  if (size > 4 || at + 2 + size > limit) return undefined
  return within(tag, at + 2 + size, bytes.readUIntBE(at + 2, size), limit)
}

function within(tag: number, start: number, length: number, limit: number): Element | undefined {
  const end = start + length
  return end <= limit ? { tag, start, end, next: end } : undefined
}

/** Ends with two zero bytes; whoever nests deeper than a real signature does is not read. */
function indefinite(bytes: Buffer, from: { tag: number; at: number; limit: number; depth: number }) {
  const { tag, at, limit, depth } = from
  if (depth > deepest) return undefined
  for (let inner = at + 2; inner + 2 <= limit; ) {
    if (bytes[inner] === 0 && bytes[inner + 1] === 0) return { tag, start: at + 2, end: inner, next: inner + 2 }
    const one = element(bytes, inner, limit, depth + 1)
    if (!one) return undefined
    inner = one.next
  }
  return undefined
}

const startsWith = (bytes: Buffer, prefix: Buffer) => bytes.subarray(0, prefix.length).equals(prefix)
