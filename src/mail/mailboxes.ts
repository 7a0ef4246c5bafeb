import type { Db } from '../database/connection.ts'
import { addressKey } from './address.ts'

/** An address that we serve: what comes to it, with any +suffix, is ours to keep. */
export type MailboxLine = Readonly<{
  id: number
  address: string
  addressKey: string
  name: string
  plusAddresses: boolean
  reopenDays: number
  defaultTypes: string[]
  /** Our own SMTP door takes mail for it. */
  bySmtp: boolean
  /** Whose topmost Authentication-Results counts for mail fetched by IMAP; '' is nobody's (inbound.md I11). */
  trustedAuthservId: string
  /** Who writes to it first gets an acknowledgement. */
  acknowledge: boolean
}>

const columns = [
  'id',
  'address',
  'addressKey',
  'name',
  'plusAddresses',
  'reopenDays',
  'defaultTypes',
  'bySmtp',
  'trustedAuthservId',
  'acknowledge',
] as const

/** Every mailbox that is in use, the first one first. */
export function listMailboxes(db: Db): Promise<MailboxLine[]> {
  return db.selectFrom('mailboxes').select(columns).where('deletedAt', 'is', null).orderBy('id').execute()
}

/** Deleted ones, too: their mail may still wait to be filed. */
export function listAllMailboxes(db: Db): Promise<MailboxLine[]> {
  return db.selectFrom('mailboxes').select(columns).orderBy('id').execute()
}

/** Makes the first mailbox of a new desk; one that is there already stays as it is. */
export async function ensureFirstMailbox(db: Db, address: string): Promise<MailboxLine> {
  const key = addressKey(address)
  await db
    .insertInto('mailboxes')
    .values({ address, addressKey: key })
    .onConflict((c) => c.column('addressKey').doNothing())
    .execute()
  return db.selectFrom('mailboxes').select(columns).where('addressKey', '=', key).executeTakeFirstOrThrow()
}

/**
 * The mailbox that a recipient belongs to, with any +suffix; undefined for an address that is not ours.
 * `postmaster@` of a served domain goes to its first mailbox (RFC 5321 4.5.1).
 */
export function mailboxForRecipient(mailboxes: readonly MailboxLine[], address: string): MailboxLine | undefined {
  const key = addressKey(address)
  const exact = mailboxes.find((mailbox) => mailbox.addressKey === key)
  if (exact) return exact
  const { local, domain } = splitAddress(key)
  const base = `${local.split('+', 1)[0]}@${domain}`
  const found = mailboxes.find((mailbox) => mailbox.addressKey === base)
  if (found || local !== 'postmaster') return found
  return mailboxes.find((mailbox) => splitAddress(mailbox.addressKey).domain === domain)
}

/** What stands behind the + of a recipient, '' when nothing does. */
export function plusSuffix(recipient: string): string {
  const { local } = splitAddress(recipient)
  const plus = local.indexOf('+')
  return plus < 0 ? '' : local.slice(plus + 1)
}

/** True for our own addresses with any +suffix: they never become people or participants. */
export function isOwnAddress(mailboxes: readonly Pick<MailboxLine, 'addressKey'>[], address: string): boolean {
  const { local, domain } = splitAddress(addressKey(address))
  const base = `${local.split('+', 1)[0]}@${domain}`
  return mailboxes.some((mailbox) => mailbox.addressKey === base || mailbox.addressKey === `${local}@${domain}`)
}

function splitAddress(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return at < 0 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) }
}
