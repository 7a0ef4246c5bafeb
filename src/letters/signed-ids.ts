import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { deriveKey, fingerprint, type Secrets } from '../settings/secret.ts'

/** i interaction (Message-ID, Reply-To), t issue (first of References), c campaign recipient, b bounce, u unsubscribe, s the question at closing, m somebody on a mailing list, a the archive page of a campaign, k what a recipient opens and clicks. */
export type Purpose = 'i' | 't' | 'c' | 'b' | 'u' | 's' | 'm' | 'a' | 'k'
export type SignedId = Readonly<{ purpose: Purpose; id: number }>

const grammar = /^([itcbusmak])([0-9a-v])([0-9a-z]{1,11})\.([0-9a-v]{16})$/

/** `<purpose><key version><id36>.<mac80>`, lower case (design section 5): survives mail software that folds case. */
export function signId(secrets: Secrets, purpose: Purpose, id: number): string {
  return signWith(secrets.current, purpose, id)
}

export type SignId = (purpose: Purpose, id: number) => string

/** The same for many: the key is derived once. */
export function idSigner(secrets: Secrets): SignId {
  const version = keyVersion(secrets.current)
  const key = createSecretKey(deriveKey(secrets.current, 'signed ids'))
  return (purpose, id) => signed(key, `${purpose}${version}${id.toString(36)}`)
}

/** The id when one of our secrets signed it; undefined for anything else. Compares in constant time. */
export function verifyId(secrets: Secrets, text: string): SignedId | undefined {
  const match = grammar.exec(text.toLowerCase())
  if (!match) return undefined
  const purpose = match[1] as Purpose
  const id = Number.parseInt(match[3]!, 36)
  const ours = [secrets.current, ...secrets.old].some((secret) => equal(signWith(secret, purpose, id), match[0]))
  return ours ? { purpose, id } : undefined
}

function signWith(secret: string, purpose: Purpose, id: number): string {
  return signed(deriveKey(secret, 'signed ids'), `${purpose}${keyVersion(secret)}${id.toString(36)}`)
}

function signed(key: Buffer | KeyObject, head: string): string {
  return `${head}.${base32(createHmac('sha256', key).update(head).digest().subarray(0, 10))}`
}

/** One character that tells secrets apart, so that a later rotation knows which one signed. */
function keyVersion(secret: string): string {
  return (Number.parseInt(fingerprint(secret).slice(0, 4), 16) % 32).toString(32)
}

function base32(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(32)
    .padStart(16, '0')
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
