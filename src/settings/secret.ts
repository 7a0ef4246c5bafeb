import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Db } from '../database/connection.ts'
import { readSetting, writeSetting } from './settings.ts'

/** The desk's secret and its predecessors; old ones verify and decrypt only. */
export type Secrets = Readonly<{ current: string; old: readonly string[] }>

/** SECRET of the environment, else the one in DATA_DIR/secret, made there (0600) on first use. */
export function loadSecrets(config: Config): Secrets {
  return {
    current: config.secret ?? keptFile(config.dataDir, 'secret', () => randomBytes(48).toString('base64url')),
    old: config.secretsOld,
  }
}

/** Reads a small file of DATA_DIR, or makes it readable for us alone. */
export function keptFile(dataDir: string, name: string, make: () => string): string {
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(join(dataDir, name), make(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(join(dataDir, name), 'utf8').trim()
}

/** Puts a secret that came with a backup into DATA_DIR; one that is there stays beside it. Answers what to tell. */
export function keepSecret({ dataDir }: Config, secret: string): string {
  const file = join(dataDir, 'secret')
  mkdirSync(dataDir, { recursive: true })
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim() : secret
  if (before === secret && existsSync(file)) return `The secret is the one in ${file}.`
  if (before !== secret) renameSync(file, `${file}.before-${Date.now()}`)
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
  return `The secret of the backup is in ${file} now.`
}

/** 32 bytes for one purpose; knowing one purpose's key tells nothing of another's. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'antfarm', purpose, 32))
}

export function fingerprint(secret: string): string {
  return createHash('sha256').update(`antfarm fingerprint ${secret}`).digest('hex').slice(0, 16)
}

/**
 * The database remembers whose secret it knows. A node with another one must not start, since its signatures and
 * stored credentials would not fit. Throws with the remedy.
 */
export async function checkSecret(db: Db, secrets: Secrets): Promise<void> {
  const known = await readSetting(db, 'secret_fingerprint')
  const ours = fingerprint(secrets.current)
  if (known === ours) return
  if (known !== undefined && !secrets.old.some((secret) => fingerprint(secret) === known)) {
    throw new Error(
      'This database was made with another secret. Start with that SECRET (or its DATA_DIR/secret); to change it on purpose, set SECRET to the new one and SECRETS_OLD to the old one.',
    )
  }
  await writeSetting(db, 'secret_fingerprint', ours)
}
