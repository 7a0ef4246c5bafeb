import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { ImapAuth, ProcessedDeed, TlsMode } from '../database/tables-mailboxes.ts'
import type { Secrets } from '../settings/secret.ts'
import { addressKey } from './address.ts'
import { type Credentials, sealCredentials } from './imap-accounts.ts'

/** An account that a mailbox is fetched from, but for its cursor and its credentials. */
export type ImapSettings = Readonly<{
  enabled: boolean
  host: string
  port: number
  tls: TlsMode
  user: string
  auth: ImapAuth
  tokenUrl: string
  folder: string
  processed: ProcessedDeed
  moveTo: string
  takeOld: boolean
}>

/** What an admin sets of a mailbox. */
export type MailboxSettings = Readonly<{
  address: string
  name: string
  defaultTypes: readonly string[]
  reopenDays: number
  bySmtp: boolean
  trustedAuthservId: string
  imap: ImapSettings | null
}>

export type Mailbox = MailboxSettings &
  Readonly<{ id: number; plusAddresses: boolean; plusProvedAt: Date | null; plusProbeAt: Date | null; version: number }>

/** Every mailbox in use with its settings, the first one first. */
export async function listMailboxSettings(db: Db): Promise<Mailbox[]> {
  return (await rowsOf(db).orderBy('m.id').execute()).map(toMailbox)
}

export async function getMailbox(db: Db, id: number): Promise<Mailbox | undefined> {
  const row = await rowsOf(db).where('m.id', '=', id).executeTakeFirst()
  return row && toMailbox(row)
}

/** As getMailbox, locked until the transaction ends. */
export async function lockMailbox(tx: Tx, id: number): Promise<Mailbox | undefined> {
  await tx.selectFrom('mailboxes').select('id').where('id', '=', id).forUpdate().execute()
  return getMailbox(tx, id)
}

function rowsOf(db: Db) {
  return db
    .selectFrom('mailboxes as m')
    .leftJoin('imapAccounts as a', 'a.mailboxId', 'm.id')
    .select(['m.id', 'm.address', 'm.name', 'm.defaultTypes', 'm.reopenDays', 'm.bySmtp', 'm.trustedAuthservId'])
    .select(['m.plusAddresses', 'm.plusProvedAt', 'm.plusProbeAt', 'm.version'])
    .select(['a.enabled', 'a.host', 'a.port', 'a.tls', 'a.userName as user', 'a.auth', 'a.tokenUrl', 'a.folder'])
    .select(['a.processed', 'a.moveTo', 'a.takeOld'])
    .where('m.deletedAt', 'is', null)
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

function toMailbox(row: Row): Mailbox {
  const { enabled, host, port, tls, user, auth, tokenUrl, folder, processed, moveTo, takeOld, ...mailbox } = row
  const imap = { enabled, host, port, tls, user, auth, tokenUrl, folder, processed, moveTo, takeOld }
  return { ...mailbox, imap: host === null ? null : (imap as ImapSettings) }
}

/** Makes a mailbox; an address that was deleted comes back with its mail and issues. Answers its id. */
export async function insertMailbox(tx: Tx, settings: MailboxSettings): Promise<number> {
  const values = { ...columnsOf(settings), plusAddresses: settings.bySmtp, deletedAt: null }
  const row = await tx
    .insertInto('mailboxes')
    .values(values)
    .onConflict((c) => c.column('addressKey').doUpdateSet({ ...values, version: sql`mailboxes.version + 1` }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/**
 * Writes the settings of a mailbox. Plus addresses count as arriving where our own SMTP takes its mail, or once they
 * are proved for this address (design section 5). Wakes the door that fetches.
 */
export async function writeMailbox(tx: Tx, id: number, settings: MailboxSettings): Promise<void> {
  const key = addressKey(settings.address)
  const proved = sql`(case when address_key = ${key} then plus_proved_at end)`
  await tx
    .updateTable('mailboxes')
    .set(columnsOf(settings))
    .set({ plusProvedAt: sql<Date | null>`${proved}` })
    .set({ plusAddresses: sql<boolean>`${settings.bySmtp} or ${proved} is not null` })
    .set({ version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute()
}

function columnsOf({ address, name, defaultTypes, reopenDays, bySmtp, trustedAuthservId }: MailboxSettings) {
  const key = addressKey(address)
  return { address, addressKey: key, name, defaultTypes: [...defaultTypes], reopenDays, bySmtp, trustedAuthservId }
}

/**
 * Writes the account of a mailbox, or takes it away; `credentials` undefined leaves the stored ones. Another host, user or
 * folder starts a new cursor. What runs on the old settings starts anew.
 */
export async function writeAccount(
  tx: Tx,
  mailboxId: number,
  imap: ImapSettings | null,
  sealed: Buffer | undefined,
): Promise<void> {
  if (!imap) await tx.deleteFrom('imapAccounts').where('mailboxId', '=', mailboxId).execute()
  else if (!(await updateAccount(tx, mailboxId, imap, sealed)) && sealed)
    await insertAccount(tx, mailboxId, imap, sealed)
  await notify(tx, 'mailboxes')
}

/** For writeAccount, which undo calls without a secret. */
export function sealFor(secrets: Secrets, mailboxId: number, credentials: Credentials | undefined): Buffer | undefined {
  return credentials && sealCredentials(secrets, mailboxId, credentials)
}

async function updateAccount(tx: Tx, mailboxId: number, imap: ImapSettings, sealed: Buffer | undefined) {
  const { user, ...rest } = imap
  const same = sql`(host = ${imap.host} and user_name = ${user} and folder = ${imap.folder})`
  const { numUpdatedRows } = await tx
    .updateTable('imapAccounts')
    .set({ ...rest, userName: user, ...(sealed && { credentials: sealed }), access: null })
    .set({ generation: sql<number>`case when ${same} then generation else generation + 1 end` })
    .set({ uidvalidity: sql<string | null>`case when ${same} then uidvalidity end` })
    .set({ lastUid: sql<string>`case when ${same} then last_uid else 0 end` })
    .set({ state: 'new', failures: 0, lastError: null, nextRetryAt: null, version: sql<number>`version + 1` })
    .set({
      healthySince: sql<Date>`now()`,
      lastSuccessAt: sql<Date | null>`case when ${same} and enabled then last_success_at end`,
    })
    .where('mailboxId', '=', mailboxId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

async function insertAccount(tx: Tx, mailboxId: number, { user, ...rest }: ImapSettings, sealed: Buffer) {
  const generation = sql<number>`(select coalesce(max(generation), 0) + 1 from imap_mails where mailbox_id = ${mailboxId})`
  await tx
    .insertInto('imapAccounts')
    .values({ ...rest, mailboxId, userName: user, credentials: sealed, generation })
    .execute()
}

/** Soft: its mail and issues stay, nothing arrives any more. */
export async function setMailboxDeleted(tx: Tx, id: number, deleted: boolean): Promise<void> {
  await tx
    .updateTable('mailboxes')
    .set({ deletedAt: deleted ? sql<Date>`now()` : null, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute()
  await sql`update imap_accounts set version = version + 1, healthy_since = now() where mailbox_id = ${id}`.execute(tx)
  await notify(tx, 'mailboxes')
}
