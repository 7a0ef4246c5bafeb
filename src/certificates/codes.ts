import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { sealer, unsealer } from '../settings/seal.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'

/** 32 symbols without I, O, 0 and 1, which people mistake for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const symbols = 16
/** x⁵ + x² + 1, the field whose elements the symbols are. */
const polynomial = 0b100101

/**
 * A new code of 80 random bits and a check symbol, shown as XXXX-XXXX-XXXX-XXXXC (campaigns.md 6.2, rule 1). The check
 * symbol finds every single wrong symbol and every two neighbours that changed places.
 */
export function makeCode(): string {
  const text = Array.from(randomBytes(symbols), (byte) => alphabet[byte % 32]).join('')
  return grouped(text + checkSymbol(text))
}

/** A code as it may be typed (case, blanks and dashes aside) in its one form; undefined where it cannot be one. */
export function readCode(typed: string): string | undefined {
  const text = typed
    .slice(0, 100)
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
  if (text.length !== symbols + 1 || [...text].some((symbol) => !alphabet.includes(symbol))) return undefined
  return checkSymbol(text.slice(0, symbols)) === text.at(-1) ? grouped(text) : undefined
}

/** The last four of the symbols, which may be shown. */
export function lastFour(code: string): string {
  return code.slice(-5, -1)
}

/** What stands for the code wherever it is not to be read: as long as the code, so that it can take its place. */
export function maskOf(last4: string): string {
  return `xxxx-xxxx-xxxx-${last4}x`
}

/** Under which the database knows a code; the first is how new ones are written, the others an old secret's. */
export function digestsOf(secrets: Secrets, code: string): [Buffer, ...Buffer[]] {
  const digest = (secret: string) => digestWith(digestKey(secret), code)
  return [digest(secrets.current), ...secrets.old.map(digest)]
}

function digestKey(secret: string): KeyObject {
  return createSecretKey(deriveKey(secret, 'gift certificates'))
}

function digestWith(key: KeyObject, code: string): Buffer {
  return createHmac('sha256', key).update(code).digest()
}

/** A new code as the database keeps it, bound to its certificate. */
export type KeptCode = Readonly<{ digest: Buffer; sealed: Buffer; last4: string }>

/** Makes codes for many certificates: keys are derived once, which costs more than all else. */
export function codeMaker(secrets: Secrets): (certificateId: number) => KeptCode {
  const key = digestKey(secrets.current)
  const seal = sealer(secrets)
  return (certificateId) => {
    const code = makeCode()
    return { digest: digestWith(key, code), sealed: seal(place(certificateId), code), last4: lastFour(code) }
  }
}

/** Reads sealed codes. Throws where no secret opens one: the desk was started without SECRETS_OLD. */
export function codeReader(secrets: Secrets): (certificateId: number, sealed: Buffer) => string {
  const unseal = unsealer(secrets)
  return (certificateId, sealed) => {
    const code = unseal(place(certificateId), sealed)
    if (code !== undefined) return code
    throw new Error(
      `The code of certificate ${certificateId} cannot be read: add the secret it was made with to SECRETS_OLD.`,
    )
  }
}

export function unsealCode(secrets: Secrets, certificateId: number, sealed: Buffer): string {
  return codeReader(secrets)(certificateId, sealed)
}

function place(certificateId: number): string {
  return `gift certificate ${certificateId}`
}

function grouped(text: string): string {
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`
}

function checkSymbol(text: string): string {
  let sum = 0
  for (const symbol of text) sum = double(sum ^ alphabet.indexOf(symbol))
  return alphabet[sum]!
}

function double(element: number): number {
  const doubled = element << 1
  return doubled & 32 ? doubled ^ polynomial : doubled
}
