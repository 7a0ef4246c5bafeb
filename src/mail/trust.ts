import { isIP } from 'node:net'
import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'

/** Whose word the desk takes about mail; what an admin sets. */
export type MailTrust = Readonly<{
  /** Who may forward others' mail to us: addresses, networks, or domains that SPF proves. */
  forwarders: readonly string[]
  /** Domains whose ARC seals count. */
  sealers: readonly string[]
  /** The program in front of us that judges junk, whose headers count. */
  junkFilter: 'none' | 'rspamd' | 'spamassassin'
  /** Where its mail comes from: addresses, networks, or `imap` for mail that was fetched. */
  junkPeers: readonly string[]
}>

export const noTrust: MailTrust = { forwarders: [], sealers: [], junkFilter: 'none', junkPeers: [] }

const name = 'mail_trust'

export async function readTrust(db: Db): Promise<MailTrust> {
  return { ...noTrust, ...((await readSetting(db, name)) as Partial<MailTrust> | undefined) }
}

/** In the transaction of the deed; the caller records the change. */
export async function writeTrust(db: Db, trust: MailTrust): Promise<void> {
  await writeSetting(db, name, trust)
}

/** Entries that are neither a domain nor, where these are taken, an address or network. */
export function wrongEntries({ forwarders, sealers, junkPeers }: MailTrust): string[] {
  const isDomain = (entry: string) => /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(entry) && !isIP(entry)
  return [
    ...sealers.filter((entry) => !isDomain(entry)),
    ...forwarders.filter((entry) => !isDomain(entry) && !isNetwork(entry)),
    ...junkPeers.filter((entry) => entry !== 'imap' && !isNetwork(entry)),
  ]
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/')
  const family = isIP(address)
  const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  return family !== 0 && fits && rest.length === 0
}

/** All that judging a batch of mails asks of the settings, in one small statement. */
export type JudgingRules = Readonly<{
  trust: MailTrust
  /** Whether anybody is on the list of senders at all. */
  anySender: boolean
  /** By mailbox: whose Authentication-Results count for fetched mail. */
  authservIds: ReadonlyMap<number, string>
}>

export async function judgingRules(db: Db): Promise<JudgingRules> {
  const { rows } = await sql<{ trust: Partial<MailTrust> | null; anySender: boolean; ids: [number, string][] | null }>`
    select (select value from settings where name = ${name}) as trust, exists (select from sender_rules) as any_sender,
      (select json_agg(json_build_array(id, trusted_authserv_id)) from mailboxes where trusted_authserv_id <> '') as ids`.execute(
    db,
  )
  const { trust, anySender, ids } = rows[0]!
  return { trust: { ...noTrust, ...trust }, anySender, authservIds: new Map(ids ?? []) }
}
