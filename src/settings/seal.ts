import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { deriveKey, type Secrets } from './secret.ts'

const ivBytes = 12
const tagBytes = 16
const version = 1

/**
 * Seals a credential with AES-256-GCM under a key derived from SECRET (design section 5). `place` names where it is
 * stored, so that a sealed text that is moved to another row does not open.
 */
export function seal(secrets: Secrets, place: string, text: string): Buffer {
  return sealer(secrets)(place, text)
}

/** The same for many: the key is derived once. */
export function sealer(secrets: Secrets): (place: string, text: string) => Buffer {
  const key = keyOf(secrets.current)
  return (place, text) => {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from([version]), iv, cipher.getAuthTag(), body])
  }
}

/** `unseal` for many. */
export function unsealer(secrets: Secrets): (place: string, sealed: Buffer) => string | undefined {
  const keys = [secrets.current, ...secrets.old].map(keyOf)
  return (place, sealed) => openWith(keys, place, sealed)
}

/** The text again, with the current secret or an old one; undefined when none of them opens it. */
export function unseal(secrets: Secrets, place: string, sealed: Buffer): string | undefined {
  return unsealer(secrets)(place, sealed)
}

function openWith(keys: readonly KeyObject[], place: string, sealed: Buffer): string | undefined {
  if (sealed[0] !== version || sealed.length < 1 + ivBytes + tagBytes) return undefined
  for (const key of keys) {
    const text = open(key, place, sealed)
    if (text !== undefined) return text
  }
  return undefined
}

function open(key: KeyObject, place: string, sealed: Buffer): string | undefined {
  const body = 1 + ivBytes + tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(1 + ivBytes, body))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]).toString('utf8')
  } catch {
    return undefined // another secret's, or tampered with
  }
}

function keyOf(secret: string): KeyObject {
  return createSecretKey(deriveKey(secret, 'stored credentials'))
}
