import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { enterMember } from '../desk/mailing-list-changes.ts'
import { suppressAndRecord } from '../desk/suppression-changes.ts'
import { addressKey } from '../mail/address.ts'
import { lockMailingList } from '../people/mailing-lists.ts'
import { liftOwn } from '../people/suppressions.ts'
import { customer } from './unsubscribing.ts'

export type ChoosableList = Readonly<{ id: number; slug: string; name: string; description: string; on: boolean }>

/** What one address may choose. `held`: marketing is off for a reason that only the shop can take back. */
export type Preferences = Readonly<{
  address: string
  lists: readonly ChoosableList[]
  marketing: boolean
  held: boolean
  language: string
}>

/** Lists that are offered to everybody, and those that this address is or was on. */
export async function preferencesOf(db: Db, address: string): Promise<Preferences> {
  const key = addressKey(address)
  const [lists, off, language] = await Promise.all([
    sql<ChoosableList>`
      select l.id, l.slug, l.name, l.description, coalesce(m.state in ('confirmed', 'unproven'), false) and not exists (
        select from suppressions s where s.address_key = ${key} and s.list_id = l.id and s.lifted_at is null) as on
      from mailing_lists l left join mailing_list_members m on m.list_id = l.id and m.address_key = ${key}
      where l.archived_at is null and (l.offered or m.id is not null) order by lower(l.name), l.id limit 100`.execute(
      db,
    ),
    sql<{ reason: string }>`select reason from suppressions
      where address_key = ${key} and scope <> 'list' and lifted_at is null`.execute(db),
    db.selectFrom('mailPreferences').select('language').where('addressKey', '=', key).executeTakeFirst(),
  ])
  return {
    ...{ address, lists: lists.rows, marketing: off.rows.length === 0 },
    held: off.rows.some(({ reason }) => reason !== 'unsubscribed'),
    language: language?.language ?? '',
  }
}

export type Choice = Readonly<{ lists: ReadonlySet<string>; marketing: boolean; language: string }>
/** What the page says on a list that is switched on there. */
const source = 'preference page'

/**
 * Writes what somebody chose on their page. Its link was mailed to the very address, so that a list switched on there
 * counts as confirmed. Only what differs is written; lists that the page did not show stay as they are.
 */
export async function choose(tx: Tx, address: string, choice: Choice): Promise<void> {
  const now = await preferencesOf(tx, address)
  for (const list of [...now.lists].sort((a, b) => a.id - b.id))
    if (choice.lists.has(list.slug) !== list.on) await switchList(tx, address, list)
  if (now.marketing && !choice.marketing) await leaveAll(tx, address)
  if (!now.marketing && choice.marketing) await comeBack(tx, address)
  if (choice.language !== now.language) await setLanguage(tx, address, choice.language)
}

async function switchList(tx: Tx, address: string, { id, name, description, on }: ChoosableList): Promise<void> {
  const reason = 'unsubscribed'
  if (on) {
    await suppressAndRecord(tx, customer, { address, scope: 'list', listId: id, reason, evidence: { way: source } })
    return
  }
  const list = await lockMailingList(tx, { id })
  if (!list) return
  const wording = [name, description].filter(Boolean).join(': ')
  const consent = { kind: 'doubleOptIn', source, wording, at: new Date().toISOString() }
  await enterMember(tx, customer, list, { address, shopUserId: null, consent })
  await liftOwn(tx, { address, listId: id, alsoMarketing: false }, source)
}

/** All of marketing at once; receipts and answers go on. */
export async function leaveAll(tx: Tx, address: string): Promise<void> {
  const evidence = { way: source }
  await suppressAndRecord(tx, customer, { address, scope: 'marketing', reason: 'unsubscribed', evidence })
}

async function comeBack(tx: Tx, address: string): Promise<void> {
  await liftOwn(tx, { address, listId: 0, alsoMarketing: true }, source)
}

async function setLanguage(tx: Tx, address: string, language: string): Promise<void> {
  const addressKeyOf = addressKey(address)
  if (language === '') await tx.deleteFrom('mailPreferences').where('addressKey', '=', addressKeyOf).execute()
  else
    await tx
      .insertInto('mailPreferences')
      .values({ addressKey: addressKeyOf, language })
      .onConflict((c) => c.column('addressKey').doUpdateSet({ language, updatedAt: sql<Date>`now()` }))
      .execute()
}
