import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import type { Consent, MemberState } from '../database/tables-consent.ts'
import { addressKey } from '../mail/address.ts'
import type { MailingList } from './mailing-lists.ts'

/** Somebody on a list, or who was: what consent there is, and how far it is proved. */
export type Member = Readonly<{
  id: number
  listId: number
  address: string
  state: MemberState
  consent: Consent | null
  askedAt: Date | null
  confirmedAt: Date | null
  createdAt: Date
  updatedAt: Date
  shopUser: string | null
  personId: number | null
}>

export type Wish = Readonly<{ address: string; shopUserId: number | null; consent: Consent | null }>
/** Of a row as it was before; null: there was none. */
export type Before = Readonly<{ state: MemberState; consent: Consent | null; confirmedAt: string | null }>
export type Entered = Readonly<{ id: number; address: string; state: MemberState; before: Before | null; asks: number }>

type Known = Before & Readonly<{ id: number; addressKey: string; asks: number }>

/**
 * Puts addresses on a list that the caller holds locked, once each, in the order of their keys. Without evidence a new
 * one is unproven, and an old one stays as it was; where the list asks twice, who agreed elsewhere waits for their own
 * confirmation (`pending`). Set-based: for one or for hundreds.
 */
export async function enterMembers(tx: Tx, list: MailingList, wishes: readonly Wish[]): Promise<Entered[]> {
  const byKey = new Map(wishes.map((wish) => [addressKey(wish.address), wish]))
  const known = await knownMembers(tx, list.id, [...byKey.keys()])
  const rows = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, wish]) => rowOf(list, key, wish, known.get(key)))
  const { rows: written } = await sql<{ id: number; addressKey: string }>`
    with given as (select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(key text, address text, user_id int, state text, consent jsonb)),
    told as (
      insert into consent_events (address_key, list_id, kind, evidence)
      select key, ${list.id}, 'added', coalesce(consent, '{}') || jsonb_build_object('state', state) from given)
    insert into mailing_list_members as m (list_id, address_key, address, shop_user_id, state, consent, confirmed_at)
    select ${list.id}, key, address, user_id, state, nullif(consent, 'null'), case when state = 'confirmed' then now() end from given
    on conflict (list_id, address_key) do update set address = excluded.address, state = excluded.state,
      shop_user_id = coalesce(excluded.shop_user_id, m.shop_user_id), consent = coalesce(excluded.consent, m.consent),
      confirmed_at = case when excluded.state = 'confirmed' then coalesce(m.confirmed_at, now()) end, updated_at = now()
    returning m.id, m.address_key`.execute(tx)
  const ids = new Map(written.map((row) => [row.addressKey, row.id]))
  const entered = rows.map(({ key, address, state }) => {
    const { addressKey: _, id: __, asks = 0, ...before } = known.get(key) ?? ({} as Partial<Known>)
    return { id: ids.get(key)!, address, state, asks, before: before.state ? (before as Before) : null }
  })
  await count(
    tx,
    list.id,
    entered.map(({ before, state }) => [before?.state, state]),
  )
  return entered
}

function rowOf(list: MailingList, key: string, { address, shopUserId, consent }: Wish, known: Known | undefined) {
  return { key, address, user_id: shopUserId, state: stateOf(list, consent, known?.state), consent }
}

function stateOf({ doubleOptIn }: MailingList, consent: Consent | null, old: MemberState | undefined): MemberState {
  if (old === 'confirmed') return old
  if (!consent) return old && old !== 'removed' ? old : 'unproven'
  return doubleOptIn && consent.kind !== 'doubleOptIn' ? 'pending' : 'confirmed'
}

async function knownMembers(tx: Tx, listId: number, keys: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await sql<Known>`
    select id, address_key, state, consent, confirmed_at::text, asks from mailing_list_members
    where list_id = ${listId} and address_key = any(${[...keys]}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.addressKey, row]))
}

/** Puts a member of a locked list into a state, with what is told of it; answers what was there, undefined for nobody. */
export async function setMember(
  tx: Tx,
  { id, ...values }: Before & { id: number },
  told: { kind: 'confirmed' | 'removed' | 'added'; evidence: object },
): Promise<Before | undefined> {
  const { rows } = await sql<Before & { listId: number }>`
    with old as (select id, state, consent, confirmed_at from mailing_list_members where id = ${id}),
    told as (
      insert into consent_events (address_key, list_id, kind, evidence)
      select address_key, list_id, ${told.kind}, ${JSON.stringify(told.evidence)}::jsonb from mailing_list_members where id = ${id})
    update mailing_list_members m set state = ${values.state}, updated_at = now(), confirmed_at = ${values.confirmedAt}::timestamptz,
      consent = ${values.consent ? JSON.stringify(values.consent) : null}::jsonb
    from old where m.id = old.id returning m.list_id, old.state, old.consent, old.confirmed_at::text`.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const { listId, ...before } = row
  await count(tx, listId, [[before.state, values.state]])
  return before
}

/** Counters follow each move from one state to another. */
async function count(tx: Tx, listId: number, moves: readonly (readonly [MemberState | undefined, MemberState])[]) {
  const deltas = new Map<string, number>()
  for (const [from, to] of moves) {
    if (from) deltas.set(from, (deltas.get(from) ?? 0) - 1)
    deltas.set(to, (deltas.get(to) ?? 0) + 1)
  }
  for (const [state, delta] of deltas)
    if (delta !== 0)
      await sql`insert into mailing_list_counts as c (list_id, state, members) values (${listId}, ${state}, ${delta})
        on conflict (list_id, state) do update set members = c.members + excluded.members`.execute(tx)
}

/** Notes that a letter asked the member to confirm. */
export async function memberAsked(tx: Tx, id: number): Promise<void> {
  await sql`with told as (
      insert into consent_events (address_key, list_id, kind)
      select address_key, list_id, 'asked' from mailing_list_members where id = ${id})
    update mailing_list_members set asks = asks + 1, asked_at = now() where id = ${id}`.execute(tx)
}

/** Of one list, the newest first, by keyset; `address` is one whole address. */
export async function listMembers(
  db: Db,
  { listId, state, address }: { listId: number; state?: MemberState | undefined; address?: string | undefined },
  page: Page,
): Promise<{ items: Member[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const found = await select(
    db,
    sql`m.list_id = ${listId} and m.id < ${cursor?.id ?? 2 ** 31 - 1}
      and ${state ? sql`m.state = ${state}` : sql`true`} and ${address ? sql`m.address_key = ${addressKey(address)}` : sql`true`}`,
    page.limit + 1,
  )
  const { rows, next } = cutPage(
    found.map((row) => ({ ...row, micros: '0' })),
    page.limit,
  )
  return { items: rows.map(({ micros: _, ...row }) => row), next }
}

export async function getMember(db: Db, id: number): Promise<Member | undefined> {
  return (await select(db, sql`m.id = ${id}`, 1))[0]
}

export type Membership = Member & Readonly<{ list: Readonly<{ slug: string; name: string }> }>

/** Lists that these addresses are or were on, also by the shop's numbers. */
export async function membershipsOf(
  db: Db,
  who: { emails: readonly string[]; shopUserIds: readonly number[] },
): Promise<Membership[]> {
  const found = await select(
    db,
    sql`(m.address_key = any(${who.emails.map(addressKey)}::text[]) or m.shop_user_id = any(${[...who.shopUserIds]}::int[]))`,
    50,
  )
  const lists = await db.selectFrom('mailingLists').select(['id', 'slug', 'name']).execute()
  return found.map((member) => ({ ...member, list: lists.find(({ id }) => id === member.listId)! }))
}

async function select(db: Db, where: RawBuilder<unknown>, limit: number): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.id, m.list_id, m.address, m.state, m.consent, m.asked_at, m.confirmed_at, m.created_at, m.updated_at,
      (select u.external_id from shop_users u where u.id = m.shop_user_id) as shop_user,
      (select e.user_identification_id from user_identification_emails e where e.address_key = m.address_key) as person_id
    from mailing_list_members m where ${where} order by m.id desc limit ${limit}`.execute(db)
  return rows
}
