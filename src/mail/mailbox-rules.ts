import type { Db } from '../database/connection.ts'
import { imapAuths, processedDeeds, tlsModes } from '../database/tables-mailboxes.ts'
import { addressKey } from './address.ts'
import type { Credentials } from './imap-accounts.ts'
import type { ImapSettings, MailboxSettings } from './mailbox-settings.ts'

/** Wrong fields by name, each with a sentence that says what would be right. */
export type Faults = Readonly<Record<string, string>>

const anAddress = /^[^\s\p{Cc}@+<>()[\],;:\\"]{1,64}@[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_.-]{0,251}[\p{L}\p{N}\p{M}])?$/u
const aHost = /^(?=.{1,253}$)[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?$|^\[?[0-9a-f:]{2,45}\]?$/iu

/** What is wrong with the settings of a mailbox; {} when nothing is. Texts come in bounded. */
export async function mailboxFaults(db: Db, settings: MailboxSettings, id: number | undefined): Promise<Faults> {
  const faults: Record<string, string> = { ...(settings.imap ? imapFaults(settings.imap) : {}) }
  if (!anAddress.test(settings.address) || settings.address.length > 254)
    faults.address = 'Write an address like support@shop.example, without a + part.'
  else if (await taken(db, settings.address, id)) faults.address = 'There is a mailbox with this address already.'
  if (/[\p{Cc}<>]/u.test(settings.name) || settings.name.length > 200)
    faults.name = 'Write a name of at most 200 characters, without < and >.'
  if (!Number.isInteger(settings.reopenDays) || settings.reopenDays < 0 || settings.reopenDays > 3650)
    faults.reopenDays = 'Write a number of days from 0 to 3650.'
  if (
    settings.defaultTypes.length > 20 ||
    settings.defaultTypes.some((type) => type.trim() === '' || type.length > 100)
  )
    faults.defaultTypes = 'Give at most 20 types of at most 100 characters.'
  if (!/^[^\s\p{Cc};]{0,253}$/u.test(settings.trustedAuthservId))
    faults.trustedAuthservId = 'Write the name as it stands at the start of Authentication-Results, like mx.google.com.'
  if (!settings.bySmtp && !settings.imap?.enabled)
    faults.bySmtp = 'No mail would arrive: let the desk’s own SMTP take it, or fetch it by IMAP.'
  return faults
}

async function taken(db: Db, address: string, id: number | undefined): Promise<boolean> {
  const row = await db
    .selectFrom('mailboxes')
    .select(['id', 'deletedAt'])
    .where('addressKey', '=', addressKey(address))
    .executeTakeFirst()
  return row !== undefined && row.id !== id && (row.deletedAt === null || id !== undefined)
}

function imapFaults(imap: ImapSettings): Faults {
  const faults: Record<string, string> = {}
  if (!aHost.test(imap.host))
    faults.host = 'Write a host name like imap.provider.example, without a protocol or a port.'
  if (!Number.isInteger(imap.port) || imap.port < 1 || imap.port > 65535)
    faults.port = 'Write a port from 1 to 65535; usual is 993 with TLS, 143 with STARTTLS.'
  if (!tlsModes.includes(imap.tls)) faults.tls = 'Choose tls, starttls or none.'
  if (!imapAuths.includes(imap.auth)) faults.auth = 'Choose password, google, microsoft or oauth2.'
  if (!processedDeeds.includes(imap.processed)) faults.processed = 'Choose nothing, keyword, seen or move.'
  if (!isName(imap.user)) faults.user = 'Write the user name of the account, often the whole address.'
  if (!isName(imap.folder)) faults.folder = 'Write the name of a folder, like INBOX.'
  if (imap.processed === 'move' && (!isName(imap.moveTo) || imap.moveTo === imap.folder))
    faults.moveTo = 'Write the name of another folder that fetched mail is moved to.'
  if (imap.tokenUrl && !isTokenUrl(imap.tokenUrl))
    faults.tokenUrl = 'Write an https address, without user and password.'
  if (imap.auth === 'oauth2' && !imap.tokenUrl) faults.tokenUrl = 'Write the token address of the provider.'
  return faults
}

function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= 500 && !/\p{Cc}/u.test(text)
}

/** Plain http never leaves this machine. */
function isTokenUrl(text: string): boolean {
  if (text.length > 2000 || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const local = protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  return (protocol === 'https:' || local) && !username && !password
}

/**
 * The credentials to store: undefined leaves those that are there. Whoever may change the host must not get the stored
 * password sent to a host of his own, so that another host, token address or way of signing in asks for them again.
 */
export function wantedCredentials(
  before: ImapSettings | null,
  after: ImapSettings | null,
  given: Credentials,
): { credentials: Credentials | undefined } | { faults: Faults } {
  if (!after) return { credentials: undefined }
  const kept =
    before?.host === after.host &&
    before.auth === after.auth &&
    before.tokenUrl === after.tokenUrl &&
    !weaker(before, after)
  const needed = after.auth === 'password' ? (['password'] as const) : (['clientId', 'refreshToken'] as const)
  const any = [given.password, given.clientId, given.clientSecret, given.refreshToken].some(Boolean)
  if (kept && !any) return { credentials: undefined }
  const missing = needed.filter((name) => !given[name])
  if (missing.length > 0) return { faults: Object.fromEntries(missing.map((name) => [name, asks[name]])) }
  const { password, ...oauth } = given
  return { credentials: after.auth === 'password' ? { password } : oauth }
}

/** From TLS to none, a password would go out readable. */
function weaker(before: ImapSettings, after: ImapSettings): boolean {
  return before.tls !== 'none' && after.tls === 'none'
}

const asks = {
  password: 'Enter the password: it is asked for again when the host or the way of signing in changes.',
  clientId: 'Enter the client id of the desk at this provider.',
  refreshToken: 'Enter the refresh token that the provider gave for this account.',
} as const
