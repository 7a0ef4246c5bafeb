import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey, type Secrets } from '../settings/secret.ts'

/**
 * Addresses for pictures within HTML mail: its frame is sandboxed and carries no cookie, so each address carries a
 * signature of its own instead, good for this one thing until the next period is over.
 */
export type SignedPaths = Readonly<{
  /** "ID/PERIOD/SIGNATURE" */
  sign: (id: number) => string
  isGood: (id: number, period: number, signature: string) => boolean
}>

/** `purpose` keeps kinds apart; `period` in ms. */
export function signedPaths(secrets: Secrets, purpose: string, period: number): SignedPaths {
  const now = () => Math.floor(Date.now() / period)
  const mac = (id: number, at: number) =>
    createHmac('sha256', deriveKey(secrets.current, purpose)).update(`${id} ${at}`).digest('base64url')
  return {
    sign: (id) => `${id}/${now()}/${mac(id, now())}`,
    isGood(id, at, signature) {
      const fresh = at === now() || at === now() - 1
      const good = Buffer.from(mac(id, at))
      const given = Buffer.from(signature)
      return fresh && given.length === good.length && timingSafeEqual(given, good)
    },
  }
}
