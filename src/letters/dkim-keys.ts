import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { DkimAlgorithm } from '../database/tables-outbox.ts'
import { seal, unseal } from '../settings/seal.ts'
import type { Secrets } from '../settings/secret.ts'

/** A key as its page shows it; the private half never leaves the database but to sign. */
export type DkimKey = Readonly<{
  id: number
  domain: string
  selector: string
  algorithm: DkimAlgorithm
  publicKey: string
  /** made: waits for its record; active: signs; retired: signs no more, its record stays for letters under way. */
  state: 'made' | 'active' | 'retired'
  checkedAt: Date | null
  finding: string | null
  retiredAt: Date | null
  createdAt: Date
}>

export type SigningKey = Readonly<{ domain: string; selector: string; algorithm: DkimAlgorithm; privateKey: string }>

const columns = [
  ...(['id', 'domain', 'selector', 'algorithm', 'publicKey', 'state', 'checkedAt'] as const),
  ...(['finding', 'retiredAt', 'createdAt'] as const),
] as const

/** Every key by domain, the newest first. */
export function listDkimKeys(db: Db): Promise<DkimKey[]> {
  return db.selectFrom('dkimKeys').select(columns).orderBy('domain').orderBy('id', 'desc').limit(500).execute()
}

export function getDkimKey(db: Db, id: number): Promise<DkimKey | undefined> {
  return db.selectFrom('dkimKeys').select(columns).where('id', '=', id).executeTakeFirst()
}

/** The keys in use, opened; one that was sealed with a secret that nobody has is left out. */
export async function signingKeys(db: Db, secrets: Secrets): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('dkimKeys')
    .select(['domain', 'selector', 'algorithm', 'privateKey'])
    .where('state', '=', 'active')
    .execute()
  return rows.flatMap(({ privateKey, ...key }) => {
    const opened = unseal(secrets, place(key), privateKey)
    return opened ? [{ ...key, privateKey: opened }] : []
  })
}

const place = ({ domain, selector }: { domain: string; selector: string }) => `dkim ${selector}._domainkey.${domain}`

export type NewKey = Readonly<{ privateKey: string; publicKey: string }>

/** RSA with 2048 bits, which every verifier knows (RFC 8301 3.2), or Ed25519 (RFC 8463). Takes a tenth of a second, off the loop. */
export async function newKey(algorithm: DkimAlgorithm): Promise<NewKey> {
  const { privateKey } =
    algorithm === 'rsa'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
      : await promisify(generateKeyPair)('ed25519', {})
  return { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: publicOf(privateKey) }
}

/** As p= holds it: the SubjectPublicKeyInfo of RSA, the bare 32 bytes of Ed25519 (RFC 8463 3). */
function publicOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  })
  const bare = privateKey.asymmetricKeyType === 'ed25519' ? der.subarray(-32) : der
  return bare.toString('base64')
}

/** Stores a key under a selector that was never used for its domain: the day, and a letter. */
export async function insertDkimKey(
  tx: Tx,
  secrets: Secrets,
  { domain, algorithm, key }: { domain: string; algorithm: DkimAlgorithm; key: NewKey },
): Promise<DkimKey> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from dkim_keys where domain = ${domain}`.execute(tx)
  const selector = `desk${day}${algorithm === 'rsa' ? 'r' : 'e'}${rows[0]!.n + 1}`
  return tx
    .insertInto('dkimKeys')
    .values({
      ...{ domain, selector, algorithm, publicKey: key.publicKey },
      privateKey: seal(secrets, place({ domain, selector }), key.privateKey),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** The record to publish: its name and its one text. */
export function dkimRecord({ domain, selector, algorithm, publicKey }: DkimKey): { name: string; value: string } {
  return { name: `${selector}._domainkey.${domain}`, value: `v=DKIM1; k=${algorithm}; p=${publicKey}` }
}

/** Takes the key into use; older ones of its kind sign no more. */
export async function activateDkimKey(tx: Tx, { id, domain, algorithm }: DkimKey): Promise<void> {
  await sql`update dkim_keys set state = 'retired', retired_at = now()
    where domain = ${domain} and algorithm = ${algorithm} and state = 'active' and id <> ${id}`.execute(tx)
  await sql`update dkim_keys set state = 'active', retired_at = null where id = ${id}`.execute(tx)
}

export async function setDkimState(tx: Tx, id: number, state: DkimKey['state']): Promise<void> {
  await sql`update dkim_keys set state = ${state}, retired_at = case when ${state} = 'retired' then now() end
    where id = ${id}`.execute(tx)
}

/** What a look at the record found; null: it is right. */
export async function noteFinding(db: Db, id: number, finding: string | null): Promise<void> {
  await sql`update dkim_keys set checked_at = now(), finding = ${finding} where id = ${id}`.execute(db)
}
