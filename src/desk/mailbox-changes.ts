import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Credentials } from '../mail/imap-accounts.ts'
import { type Faults, mailboxFaults, wantedCredentials } from '../mail/mailbox-rules.ts'
import {
  getMailbox,
  type ImapSettings,
  insertMailbox,
  lockMailbox,
  type Mailbox,
  type MailboxSettings,
  sealFor,
  setMailboxDeleted,
  writeAccount,
  writeMailbox,
} from '../mail/mailbox-settings.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Actor, recordChange } from './changes.ts'

/** Fields to change; those of `imap` one by one. `imap: null` takes the account away. */
type Some<T> = Readonly<{ [Name in keyof T]?: T[Name] | undefined }>
export type MailboxPatch = Some<Omit<MailboxSettings, 'imap'>> &
  Readonly<{ imap?: Some<ImapSettings> | null | undefined }>
export type MailboxWish = Readonly<{ patch: MailboxPatch; credentials: Credentials; version?: number | undefined }>

const newMailbox: MailboxSettings = {
  address: '',
  name: '',
  defaultTypes: [],
  reopenDays: 90,
  bySmtp: true,
  trustedAuthservId: '',
  imap: null,
}
const newAccount: ImapSettings = {
  enabled: true,
  host: '',
  port: 993,
  tls: 'tls',
  user: '',
  auth: 'password',
  tokenUrl: '',
  folder: 'INBOX',
  processed: 'nothing',
  moveTo: '',
  takeOld: true,
}

/** Makes a mailbox. The change can be undone; no credential stands in it. */
export async function createMailbox(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  { patch, credentials }: MailboxWish,
): Promise<{ mailbox: Mailbox; changeId: number } | { faults: Faults }> {
  const settings = patched(newMailbox, patch)
  const wanted = wantedCredentials(null, settings.imap, credentials)
  const faults = { ...(await mailboxFaults(tx, settings, undefined)), ...('faults' in wanted && wanted.faults) }
  if (Object.keys(faults).length > 0 || 'faults' in wanted) return { faults }
  const id = await insertMailbox(tx, settings)
  await writeAccount(tx, id, settings.imap, sealFor(secrets, id, wanted.credentials))
  const changeId = await recordChange(tx, actor, { kind: 'mailbox.create', after: { mailboxId: id, settings } })
  return { mailbox: (await getMailbox(tx, id))!, changeId }
}

/** Changes a mailbox. `conflict` when somebody else did since `version`; `changeId` null when nothing is different. */
export async function changeMailbox(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  { id, patch, credentials, version }: MailboxWish & { id: number },
): Promise<{ mailbox: Mailbox; changeId: number | null } | { faults: Faults } | { conflict: number } | 'not found'> {
  const mailbox = await lockMailbox(tx, id)
  if (!mailbox) return 'not found'
  if (version !== undefined && version !== mailbox.version) return { conflict: mailbox.version }
  const [before, after] = [settingsOf(mailbox), patched(mailbox, patch)]
  const wanted = wantedCredentials(before.imap, after.imap, credentials)
  const faults = { ...(await mailboxFaults(tx, after, id)), ...('faults' in wanted && wanted.faults) }
  if (Object.keys(faults).length > 0 || 'faults' in wanted) return { faults }
  const same = JSON.stringify(before) === JSON.stringify(after)
  if (same && !wanted.credentials) return { mailbox, changeId: null }
  await writeMailbox(tx, id, after)
  const sealed = sealFor(secrets, id, wanted.credentials)
  if (sealed || JSON.stringify(before.imap) !== JSON.stringify(after.imap))
    await writeAccount(tx, id, after.imap, sealed)
  const secret = { secret: sealed !== undefined || (before.imap === null) !== (after.imap === null) }
  const changeId = await recordChange(tx, actor, {
    kind: 'mailbox.update',
    before: { mailboxId: id, settings: before, ...secret },
    after: { mailboxId: id, settings: after, ...secret },
  })
  return { mailbox: (await getMailbox(tx, id))!, changeId }
}

/** Takes a mailbox out of use; its mail and issues stay. The last one stays, since a desk without any hears nobody. */
export async function deleteMailbox(
  tx: Tx,
  actor: Actor,
  id: number,
): Promise<{ changeId: number } | { problem: string } | 'not found'> {
  await sql`select id from mailboxes where deleted_at is null order by id for update`.execute(tx)
  const mailbox = await getMailbox(tx, id)
  if (!mailbox) return 'not found'
  const { rows } = await sql`select from mailboxes where deleted_at is null and id <> ${id} limit 1`.execute(tx)
  if (rows.length === 0) return { problem: 'This is the only mailbox: add another one first.' }
  await setMailboxDeleted(tx, id, true)
  return { changeId: await recordChange(tx, actor, { kind: 'mailbox.delete', after: { mailboxId: id } }) }
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Takes a change of a mailbox back, where its settings are still as that change left them. For undo. */
export async function restoreMailbox(
  tx: Tx,
  actor: Actor,
  change: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const { mailboxId } = change.after as { mailboxId: number }
  if (change.kind === 'mailbox.create') return (await asUndo(deleteMailbox(tx, actor, mailboxId))) ?? gone
  if (change.kind === 'mailbox.delete') return undelete(tx, actor, mailboxId)
  const mailbox = await lockMailbox(tx, mailboxId)
  if (!mailbox) return gone
  if (change.after.secret)
    return { conflict: 'Passwords and tokens are not kept once they are replaced: enter it anew.' }
  const [before, after] = [change.before.settings, change.after.settings] as [MailboxSettings, MailboxSettings]
  if (JSON.stringify(settingsOf(mailbox)) !== JSON.stringify(settingsOf(after)))
    return { conflict: 'Newer changes touched this mailbox: undo those first.' }
  const faults = Object.values(await mailboxFaults(tx, before, mailboxId))
  if (faults.length > 0) return { conflict: faults.join(' ') }
  await writeMailbox(tx, mailboxId, before)
  await writeAccount(tx, mailboxId, before.imap, undefined)
  const swapped = { before: change.after, after: change.before }
  return { changeId: await recordChange(tx, actor, { kind: 'mailbox.update', ...swapped }) }
}

const gone = { conflict: 'The mailbox is gone.' }

async function asUndo(deleted: ReturnType<typeof deleteMailbox>) {
  const result = await deleted
  if (result === 'not found') return undefined
  return 'problem' in result ? { conflict: result.problem } : result
}

async function undelete(tx: Tx, actor: Actor, mailboxId: number) {
  await setMailboxDeleted(tx, mailboxId, false)
  const settings = settingsOf((await getMailbox(tx, mailboxId))!)
  return { changeId: await recordChange(tx, actor, { kind: 'mailbox.create', after: { mailboxId, settings } }) }
}

function patched(before: MailboxSettings, { imap, ...rest }: MailboxPatch): MailboxSettings {
  const account = imap === undefined ? before.imap : imap && { ...(before.imap ?? newAccount), ...definedOf(imap) }
  return settingsOf({ ...before, ...definedOf<Omit<MailboxSettings, 'imap'>>(rest), imap: account })
}

function definedOf<T>(fields: Some<T>): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** The settings alone, always in one order, so that two can be compared as text. */
function settingsOf(mailbox: MailboxSettings): MailboxSettings {
  const { address, name, defaultTypes, reopenDays, bySmtp, trustedAuthservId, imap } = mailbox
  return { address, name, defaultTypes, reopenDays, bySmtp, trustedAuthservId, imap: imap && accountOf(imap) }
}

function accountOf(imap: ImapSettings): ImapSettings {
  const { enabled, host, port, tls, user, auth, tokenUrl, folder, processed, moveTo, takeOld } = imap
  return { enabled, host, port, tls, user, auth, tokenUrl, folder, processed, moveTo, takeOld }
}
