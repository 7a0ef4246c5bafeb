import type { Tx } from '../database/connection.ts'
import { tlsModes } from '../database/tables-mailboxes.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Secrets } from '../settings/secret.ts'
import {
  getRelay,
  insertRelay,
  type RelaySettings,
  type StoredRelay,
  setRelayDeleted,
  setRelayPassword,
  writeRelay,
} from './relays.ts'

export type Faults = Readonly<Record<string, string>>
/** Settings that are left out stay; `password` undefined leaves the stored one, '' takes it away. */
export type RelayWish = Readonly<{
  patch: Readonly<{ [Name in keyof RelaySettings]?: RelaySettings[Name] | undefined }>
  password?: string | undefined
  version?: number | undefined
}>

const newRelay: RelaySettings = {
  ...{ name: '', host: '', port: 587, tls: 'starttls', user: '', connections: 6, rate: null },
  ...{ standard: false, mailboxIds: [] },
}

/** Makes a relay. The change can be undone; no password stands in it. */
export async function createRelay(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  { patch, password }: RelayWish,
): Promise<{ relay: StoredRelay; changeId: number } | { faults: Faults }> {
  const settings = patched(newRelay, patch)
  const faults = await relayFaults(tx, settings, password ?? '')
  if (Object.keys(faults).length > 0) return { faults }
  const id = await insertRelay(tx, settings)
  if (password) await setRelayPassword(tx, secrets, id, password)
  const changeId = await recordChange(tx, actor, { kind: 'relay.create', after: { relayId: id, settings } })
  return { relay: (await getRelay(tx, id))!, changeId }
}

/**
 * Changes a relay. Another host, port, encryption or user asks for the password anew: it must not go to a host of
 * somebody else's choice. `conflict` when somebody else changed it since `version`.
 */
export async function changeRelay(
  tx: Tx,
  actor: Actor,
  secrets: Secrets,
  { id, patch, password, version }: RelayWish & { id: number },
): Promise<{ relay: StoredRelay; changeId: number | null } | { faults: Faults } | { conflict: number } | 'not found'> {
  const relay = await lockRelay(tx, id)
  if (!relay) return 'not found'
  if (version !== undefined && version !== relay.version) return { conflict: relay.version }
  const [before, after] = [settingsOf(relay), patched(settingsOf(relay), patch)]
  const moved = (['host', 'port', 'tls', 'user'] as const).some((name) => before[name] !== after[name])
  const known = password ?? (relay.hasPassword && !moved ? 'stored' : '')
  const faults = await relayFaults(tx, after, known)
  if (Object.keys(faults).length > 0) return { faults }
  if (password === undefined && JSON.stringify(before) === JSON.stringify(after)) return { relay, changeId: null }
  await writeRelay(tx, id, after)
  if (password !== undefined || moved) await setRelayPassword(tx, secrets, id, password ?? '')
  const secret = { secret: password !== undefined || moved }
  const changeId = await recordChange(tx, actor, {
    kind: 'relay.update',
    before: { relayId: id, settings: before, ...secret },
    after: { relayId: id, settings: after, ...secret },
  })
  return { relay: (await getRelay(tx, id))!, changeId }
}

/** Takes a relay out of use; its mailboxes send through the standard one again. */
export async function deleteRelay(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number } | 'not found'> {
  const relay = await lockRelay(tx, id)
  if (!relay) return 'not found'
  await setRelayDeleted(tx, id, true)
  const settings = settingsOf(relay)
  return {
    changeId: await recordChange(tx, actor, { kind: 'relay.delete', before: { settings }, after: { relayId: id } }),
  }
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Takes a change of a relay back, where it still is as that change left it. True, or a sentence why not. */
export async function undoRelay(tx: Tx, actor: Actor, change: Change): Promise<true | string> {
  const id = change.after.relayId as number
  if (change.kind === 'relay.create') return (await deleteRelay(tx, actor, id)) === 'not found' ? gone : true
  const before = change.before.settings as RelaySettings
  if (change.kind === 'relay.delete') {
    await writeRelay(tx, id, before)
    await recordChange(tx, actor, { kind: 'relay.create', after: { relayId: id, settings: before } })
    return true
  }
  const relay = await lockRelay(tx, id)
  if (!relay) return gone
  if (change.after.secret) return 'Passwords are not kept once they are replaced: enter it anew.'
  const after = change.after.settings as RelaySettings
  if (JSON.stringify(settingsOf(relay)) !== JSON.stringify(settingsOf(after)))
    return 'Newer changes touched this relay: undo those first.'
  await writeRelay(tx, id, before)
  await recordChange(tx, actor, { kind: 'relay.update', before: change.after, after: change.before })
  return true
}

const gone = 'The relay is gone.'

async function lockRelay(tx: Tx, id: number): Promise<StoredRelay | undefined> {
  await tx.selectFrom('relays').select('id').where('id', '=', id).forUpdate().execute()
  return getRelay(tx, id)
}

const aHost = /^(?=.{1,253}$)[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?$|^\[?(?=[0-9a-f:.]*:)[0-9a-f:.]{2,45}\]?$/iu

/** What is wrong with a relay's settings, by field, each with what would be right. */
async function relayFaults(tx: Tx, relay: RelaySettings, password: string): Promise<Faults> {
  const faults: Record<string, string> = {}
  const line = (text: string, most: number) => text.length <= most && !/\p{Cc}/u.test(text)
  if (!relay.name.trim() || !line(relay.name, 100)) faults.name = 'Write a name of at most 100 characters.'
  if (!aHost.test(relay.host))
    faults.host = 'Write a host name like smtp.provider.example, without a protocol or a port.'
  if (!Number.isInteger(relay.port) || relay.port < 1 || relay.port > 65535)
    faults.port = 'Write a port from 1 to 65535; usual is 587 with STARTTLS, 465 with TLS.'
  if (!tlsModes.includes(relay.tls)) faults.tls = 'Choose tls, starttls or none.'
  if (!line(relay.user, 500)) faults.user = 'Write the user name in one line, or nothing.'
  if (!line(password, 1000)) faults.password = 'Write the password in one line.'
  else if (relay.user && !password)
    faults.password = 'Enter the password: it goes with the user name, and another host or user needs it anew.'
  if (!Number.isInteger(relay.connections) || relay.connections < 3 || relay.connections > 50)
    faults.connections = 'Write a number from 3 to 50: two are kept for reps’ letters.'
  if (relay.rate !== null && !(relay.rate >= 0.01 && relay.rate <= 1000))
    faults.rate = 'Write letters a second from 0.01 to 1000, or nothing for as fast as it takes them.'
  const known = new Set((await listMailboxes(tx)).map(({ id }) => id))
  if (relay.mailboxIds.some((id) => !known.has(id))) faults.mailboxIds = 'Choose mailboxes that are in use.'
  return faults
}

function patched(before: RelaySettings, patch: RelayWish['patch']): RelaySettings {
  const defined = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return settingsOf({ ...before, ...defined })
}

/** Always in one order, so that two can be compared as text. */
function settingsOf({ name, host, port, tls, user, connections, rate, standard, mailboxIds }: RelaySettings) {
  const ids = [...new Set(mailboxIds)].sort((a, b) => a - b)
  return { name, host, port, tls, user, connections, rate, standard, mailboxIds: ids }
}
