import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { ImapAuth, ProcessedDeed, TlsMode } from '../database/tables-mailboxes.ts'
import { seal, unseal } from '../settings/seal.ts'
import type { Secrets } from '../settings/secret.ts'

/** What opens an account: a password, or what OAuth2 gives an access token for. */
export type Credentials = Readonly<{
  password?: string | undefined
  clientId?: string | undefined
  clientSecret?: string | undefined
  refreshToken?: string | undefined
}>
/** An access token in use, and when it ends (ms since 1970). */
export type Access = Readonly<{ token: string; endsAt: number }>

/** An account as its connection needs it. UIDs are numbers: 32 bits (RFC 9051 2.3.1.1). */
export type ImapAccount = Readonly<{
  mailboxId: number
  address: string
  host: string
  port: number
  tls: TlsMode
  user: string
  auth: ImapAuth
  tokenUrl: string
  credentials: Credentials | undefined
  access: Access | undefined
  folder: string
  processed: ProcessedDeed
  moveTo: string
  takeOld: boolean
  version: number
  generation: number
  uidvalidity: string | null
  lastUid: number
  firstUid: number
  rescanBelow: number
  failures: number
}>

/** Which accounts are to be fetched now, and which version of their settings holds. */
export async function accountsToRun(db: Db): Promise<{ mailboxId: number; version: number }[]> {
  return db
    .selectFrom('imapAccounts as a')
    .innerJoin('mailboxes as m', 'm.id', 'a.mailboxId')
    .select(['a.mailboxId', 'a.version'])
    .where('a.enabled', '=', true)
    .where('a.state', '<>', 'stopped')
    .where('m.deletedAt', 'is', null)
    .orderBy('a.mailboxId')
    .execute()
}

/** An account with its credentials opened; they are undefined where no secret of ours opens them. */
export async function loadAccount(db: Db, secrets: Secrets, mailboxId: number): Promise<ImapAccount | undefined> {
  const row = await db
    .selectFrom('imapAccounts as a')
    .innerJoin('mailboxes as m', 'm.id', 'a.mailboxId')
    .selectAll('a')
    .select('m.address')
    .where('a.mailboxId', '=', mailboxId)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    mailboxId,
    address: row.address,
    host: row.host,
    port: row.port,
    tls: row.tls,
    user: row.userName,
    auth: row.auth,
    tokenUrl: row.tokenUrl,
    credentials: opened(secrets, credentialsPlace(mailboxId), row.credentials),
    access: row.access ? opened(secrets, accessPlace(mailboxId), row.access) : undefined,
    folder: row.folder,
    processed: row.processed,
    moveTo: row.moveTo,
    takeOld: row.takeOld,
    version: row.version,
    generation: row.generation,
    uidvalidity: row.uidvalidity,
    lastUid: Number(row.lastUid),
    firstUid: Number(row.firstUid),
    rescanBelow: Number(row.rescanBelow),
    failures: row.failures,
  }
}

/** Keeps what a token endpoint gave; a provider may change the refresh token with every use. */
export async function keepAccess(
  db: Db,
  secrets: Secrets,
  { mailboxId, credentials, version }: ImapAccount,
  got: Access & { refreshToken?: string | undefined },
): Promise<void> {
  const { token, endsAt, refreshToken } = got
  const access = seal(secrets, accessPlace(mailboxId), JSON.stringify({ token, endsAt }))
  const renewed = refreshToken && sealCredentials(secrets, mailboxId, { ...credentials, refreshToken })
  await db
    .updateTable('imapAccounts')
    .set({ access, ...(renewed && { credentials: renewed }) })
    .where('mailboxId', '=', mailboxId)
    .where('version', '=', version)
    .execute()
}

export function sealCredentials(secrets: Secrets, mailboxId: number, credentials: Credentials): Buffer {
  return seal(secrets, credentialsPlace(mailboxId), JSON.stringify(credentials))
}

/** Opens what sealCredentials sealed. */
export function openCredentials(secrets: Secrets, mailboxId: number, sealed: Buffer): Credentials | undefined {
  return opened(secrets, credentialsPlace(mailboxId), sealed)
}

/** A message of an account that must be fetched (again), when its time has come. */
export async function waitingUids(db: Db, account: ImapAccount, uidvalidity: string, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('imapMails')
    .select('uid')
    .where('mailboxId', '=', account.mailboxId)
    .where('state', '=', 'waiting')
    .where('generation', '=', account.generation)
    .where('uidvalidity', '=', uidvalidity)
    .where(sql<boolean>`(next_try_at is null or next_try_at <= now())`)
    .orderBy('uid')
    .limit(limit)
    .execute()
  return rows.map((row) => Number(row.uid))
}

function opened<T>(secrets: Secrets, place: string, sealed: Buffer): T | undefined {
  const text = unseal(secrets, place, sealed)
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

function credentialsPlace(mailboxId: number): string {
  return `imap_accounts.credentials/${mailboxId}`
}

function accessPlace(mailboxId: number): string {
  return `imap_accounts.access/${mailboxId}`
}
