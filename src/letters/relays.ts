import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { TlsMode } from '../database/tables-mailboxes.ts'
import { seal, unseal } from '../settings/seal.ts'
import type { Secrets } from '../settings/secret.ts'

/** What an admin sets of a relay; `rate` in letters a second, null: as fast as it takes them. */
export type RelaySettings = Readonly<{
  name: string
  host: string
  port: number
  tls: TlsMode
  user: string
  connections: number
  rate: number | null
  /** It takes every mailbox that names no relay. */
  standard: boolean
  /** The mailboxes whose letters it takes. */
  mailboxIds: readonly number[]
}>

export type StoredRelay = RelaySettings & Readonly<{ id: number; version: number; hasPassword: boolean }>

/** A relay as letters are sent through it; `key` names it in buckets and pauses. */
export type Relay = Readonly<{ key: string; name: string; url: string; connections: number; rate: number | null }>

/** What finding a relay takes. */
export type Sender = Readonly<{ secrets: Secrets; config: Pick<Config, 'relayUrl'> }>

/** Which relay takes the letters of which mailboxes; no relay where there is none for them. */
export type Route = Readonly<{ relay: Relay | undefined; mailboxIds: readonly number[] }>

const usualConnections = 6

/** Every relay of the settings page, by name. */
export async function listRelays(db: Db): Promise<StoredRelay[]> {
  const [relays, mailboxes] = await Promise.all([rowsOf(db).orderBy('name').orderBy('id').execute(), homes(db)])
  return relays.map(({ userName: user, password, ...relay }) => ({
    ...relay,
    user,
    hasPassword: password !== null,
    mailboxIds: mailboxes.filter(({ relayId }) => relayId === relay.id).map(({ id }) => id),
  }))
}

export async function getRelay(db: Db, id: number): Promise<StoredRelay | undefined> {
  return (await listRelays(db)).find((relay) => relay.id === id)
}

/** All relays with their mailboxes, deleted mailboxes, too: their last letters still go. */
export async function routesOf(db: Db, sender: Sender): Promise<Route[]> {
  const [rows, mailboxes] = await Promise.all([rowsOf(db).execute(), homes(db)])
  const standard = rows.find((row) => row.standard)
  const groups = new Map<number | undefined, number[]>()
  for (const { id, relayId } of mailboxes) {
    const row = rows.find((one) => one.id === relayId) ?? standard
    groups.set(row?.id, [...(groups.get(row?.id) ?? []), id])
  }
  return [...groups].map(([id, mailboxIds]) => {
    const row = rows.find((one) => one.id === id)
    return { relay: row ? toRelay(sender.secrets, row) : environmentRelay(sender), mailboxIds }
  })
}

/** Where a mailbox's letters go out, or without a mailbox those of the desk itself; undefined: nowhere. */
export async function relayOf(db: Db, sender: Sender, mailboxId?: number): Promise<Relay | undefined> {
  const routes = await routesOf(db, sender)
  const route = routes.find(({ mailboxIds }) => mailboxId !== undefined && mailboxIds.includes(mailboxId))
  if (route) return route.relay
  const standard = await rowsOf(db).where('standard', '=', true).executeTakeFirst()
  return standard ? toRelay(sender.secrets, standard) : (environmentRelay(sender) ?? routes.find((r) => r.relay)?.relay)
}

/** Where letters go, as the start says it to whoever reads the first lines. */
export async function whereLettersGo(db: Db, { relayUrl }: Sender['config']): Promise<string> {
  const relays = await listRelays(db)
  const standard = relays.find((relay) => relay.standard)
  if (standard) return `go out through ${standard.host}:${standard.port}`
  if (relayUrl) return `go out through ${new URL(relayUrl).host}`
  if (relays.some(({ mailboxIds }) => mailboxIds.length > 0))
    return 'go out through the relays of their mailboxes; no relay is the standard one'
  return 'are kept, marked "not delivered: no relay"; set RELAY_URL, or a relay under Settings, to send them'
}

/** The relay itself, for a test of it. */
export async function storedRelay(db: Db, secrets: Secrets, id: number): Promise<Relay | undefined> {
  const row = await rowsOf(db).where('id', '=', id).executeTakeFirst()
  return row && toRelay(secrets, row)
}

function environmentRelay({ config }: Sender): Relay | undefined {
  if (!config.relayUrl) return undefined
  return { key: 'relay:env', name: 'RELAY_URL', url: config.relayUrl, connections: usualConnections, rate: null }
}

function rowsOf(db: Db) {
  return db
    .selectFrom('relays')
    .select(['id', 'name', 'host', 'port', 'tls', 'userName', 'password', 'connections', 'rate', 'standard', 'version'])
    .where('deletedAt', 'is', null)
}

function homes(db: Db) {
  return db.selectFrom('mailboxes').select(['id', 'relayId']).orderBy('id').execute()
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

/** The relay as a URL, the one form in which the rest knows relays. */
function toRelay(secrets: Secrets, { id, name, host, port, tls, userName, password, connections, rate }: Row): Relay {
  const url = new URL(`${tls === 'tls' ? 'smtps' : 'smtp'}://relay`)
  const secret = password ? (unseal(secrets, place(id), password) ?? '') : ''
  const login = userName ? `${encodeURIComponent(userName)}:${encodeURIComponent(secret)}@` : ''
  const query = tls === 'starttls' ? '?requireTLS=true' : tls === 'none' ? '?ignoreTLS=true' : ''
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  return { key: `relay:${id}`, name, url: `${url.protocol}//${login}${bracketed}:${port}/${query}`, connections, rate }
}

const place = (id: number) => `relay ${id}`

/** Makes a relay without a password; answers its id. The caller records it. */
export async function insertRelay(tx: Tx, settings: RelaySettings): Promise<number> {
  const { id } = await tx.insertInto('relays').values(columnsOf(settings)).returning('id').executeTakeFirstOrThrow()
  await settle(tx, id, settings)
  return id
}

/** Writes the settings of a relay, which is in use again if it was deleted; the stored password stays. */
export async function writeRelay(tx: Tx, id: number, settings: RelaySettings): Promise<void> {
  await tx
    .updateTable('relays')
    .set({ ...columnsOf(settings), version: sql<number>`version + 1`, deletedAt: null })
    .where('id', '=', id)
    .execute()
  await settle(tx, id, settings)
}

/** Seals and stores the password of a relay; '' takes it away. */
export async function setRelayPassword(tx: Tx, secrets: Secrets, id: number, password: string): Promise<void> {
  const sealed = password ? seal(secrets, place(id), password) : null
  await tx.updateTable('relays').set({ password: sealed }).where('id', '=', id).execute()
}

/** One relay at most is the standard; a mailbox has one relay. */
async function settle(tx: Tx, id: number, { standard, mailboxIds }: RelaySettings) {
  await tx.updateTable('mailboxes').set({ relayId: null }).where('relayId', '=', id).execute()
  if (mailboxIds.length > 0)
    await tx
      .updateTable('mailboxes')
      .set({ relayId: id })
      .where('id', 'in', [...mailboxIds])
      .execute()
  if (standard) {
    await tx.updateTable('relays').set({ standard: false }).where('id', '<>', id).execute()
    await tx.updateTable('relays').set({ standard: true }).where('id', '=', id).execute()
  }
  await notify(tx, 'letters')
}

/** Out of use, or back in it with the settings it had. */
export async function setRelayDeleted(tx: Tx, id: number, deleted: boolean): Promise<void> {
  const set = deleted ? { deletedAt: new Date(), standard: false } : { deletedAt: null }
  await tx.updateTable('relays').set(set).where('id', '=', id).execute()
  if (deleted) await tx.updateTable('mailboxes').set({ relayId: null }).where('relayId', '=', id).execute()
  await notify(tx, 'letters')
}

/** The standard mark is set last, after the old one lost it. */
function columnsOf({ name, host, port, tls, user, connections, rate }: RelaySettings) {
  return { name, host, port, tls, userName: user, connections, rate, standard: false }
}
