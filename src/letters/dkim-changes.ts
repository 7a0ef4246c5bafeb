import { domainToASCII } from 'node:url'
import type { Database, Db, Tx } from '../database/connection.ts'
import type { DkimAlgorithm } from '../database/tables-outbox.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Secrets } from '../settings/secret.ts'
import {
  activateDkimKey,
  type DkimKey,
  getDkimKey,
  insertDkimKey,
  listDkimKeys,
  newKey,
  noteFinding,
  setDkimState,
} from './dkim-keys.ts'
import { dkimFinding, type Txt } from './domain-records.ts'
import { domainOf } from './reply-address.ts'

/** The domains that letters come from, each once, with their keys. */
export async function signingDomains(db: Db): Promise<{ domain: string; keys: DkimKey[] }[]> {
  const [mailboxes, keys] = await Promise.all([listMailboxes(db), listDkimKeys(db)])
  const domains = [...new Set(mailboxes.map(({ address }) => asciiOf(domainOf(address))))].filter(Boolean)
  return domains.sort().map((domain) => ({ domain, keys: keys.filter((key) => key.domain === domain) }))
}

const asciiOf = (domain: string) => domainToASCII(domain).toLowerCase()
const mostKeys = 20

/** Makes a key for a domain of ours. It signs nothing until its record was found. */
export async function createDkimKey(
  db: Database,
  actor: Actor,
  secrets: Secrets,
  wish: { domain: string; algorithm: DkimAlgorithm },
): Promise<{ key: DkimKey; changeId: number } | { problem: string }> {
  const domain = asciiOf(wish.domain)
  const known = (await signingDomains(db)).find((one) => one.domain === domain)
  if (!known) return { problem: `${wish.domain.slice(0, 253)} is no mailbox’s domain: add a mailbox there first.` }
  const key = await newKey(wish.algorithm)
  return db.transaction().execute(async (tx) => {
    await tx.selectFrom('mailboxes').select('id').orderBy('id').forUpdate().execute() // one at a time
    if ((await listDkimKeys(tx)).filter((one) => one.domain === domain).length >= mostKeys)
      return { problem: `There are ${mostKeys} keys for ${domain}: remove some that are not in use.` }
    const made = await insertDkimKey(tx, secrets, { domain, algorithm: wish.algorithm, key })
    const states = { [made.id]: 'retired' } as const
    return { key: made, changeId: await record(tx, actor, 'dkim.create', { key: made, states }) }
  })
}

/**
 * Looks for the record of a key; where it is right and the key was waiting for it, the key signs from now on and the one
 * before it (of its kind) retires. `finding` '' says that all is right.
 */
export async function checkDkimKey(
  db: Database,
  actor: Actor,
  txt: Txt,
  id: number,
): Promise<{ key: DkimKey; finding: string; changeId: number | null } | 'not found'> {
  const key = await getDkimKey(db, id)
  if (!key) return 'not found'
  const finding = await dkimFinding(txt, key)
  await noteFinding(db, id, finding || null)
  const changeId =
    finding || key.state !== 'made'
      ? null
      : await db.transaction().execute(async (tx) => {
          const states = await statesOf(tx, key)
          await activateDkimKey(tx, key)
          return record(tx, actor, 'dkim.activate', { key, states })
        })
  return { key: (await getDkimKey(db, id))!, finding, changeId }
}

/** The key signs no more; letters that it signed still need its record for a week. */
export async function retireDkimKey(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number } | 'not found'> {
  const key = await getDkimKey(tx, id)
  if (!key) return 'not found'
  const states = await statesOf(tx, key)
  await setDkimState(tx, id, 'retired')
  return { changeId: await record(tx, actor, 'dkim.retire', { key, states }) }
}

/** Puts every key of the domain back as it was before the change. */
export async function undoDkim(
  tx: Tx,
  actor: Actor,
  { before }: { before: Record<string, unknown> },
): Promise<true | string> {
  const { keyId, states } = before as { keyId: number; states: States }
  const key = await getDkimKey(tx, keyId)
  if (!key) return 'The key is gone.'
  await record(tx, actor, 'dkim.undo', { key, states: await statesOf(tx, key) })
  for (const [id, state] of Object.entries(states)) await setDkimState(tx, Number(id), state)
  return true
}

type States = Readonly<Record<string, DkimKey['state']>>

/** Of all keys that one step may change: those of the domain, of this kind. */
async function statesOf(tx: Tx, { domain, algorithm }: DkimKey): Promise<States> {
  const all = (await listDkimKeys(tx)).filter((one) => one.domain === domain && one.algorithm === algorithm)
  return Object.fromEntries(all.map((one) => [one.id, one.state]))
}

function record(tx: Tx, actor: Actor, kind: string, { key, states }: { key: DkimKey; states: States }) {
  const { id, domain, selector, algorithm } = key
  const after = { keyId: id, domain, selector, algorithm }
  return recordChange(tx, actor, { kind, before: { keyId: id, states }, after })
}
