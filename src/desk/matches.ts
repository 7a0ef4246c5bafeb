import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Clues, findMatches, type Match, type Reason, registeredUser } from '../people/match.ts'
import { getPerson, type Person } from '../people/people.ts'
import { dismissedMatches } from '../people/proposals.ts'
import { recordOf } from '../people/records.ts'
import { findShopUsers, type ShopUser } from '../shop/users.ts'

/** Somebody who may be meant, with the reasons; `personId` is the record that an interaction would be recorded for. */
export type Candidate = Readonly<{ reasons: readonly Reason[]; score: number }> &
  (
    | Readonly<{ shopUser: ShopUser; person?: undefined; personId: number | null }>
    | Readonly<{ person: Person; shopUser?: undefined; personId: number }>
  )

export type Candidates = Readonly<{
  /** Beyond doubt: the address is that of one registered user. */
  positive?: { shopUser: ShopUser; personId: number | null; reasons: ['email'] }
  candidates: Candidate[]
}>

/** Who is meant by what a rep could gather, the likeliest first, at most 20; a positive one ends the search. */
export async function candidatesFor(db: Db, clues: Clues): Promise<Candidates> {
  const certain = clues.email ? await registeredUser(db, clues.email) : undefined
  const [shopUser] = certain === undefined ? [] : await findShopUsers(db, { ids: [certain] })
  if (shopUser) {
    const personId = (await recordOf(db, { shopUserId: shopUser.id, email: '' })) ?? null
    return { positive: { shopUser, personId, reasons: ['email'] }, candidates: [] }
  }
  return { candidates: await withNames(db, await findMatches(db, clues)) }
}

export type PersonMatch = Readonly<{ shopUser: ShopUser; reasons: readonly Reason[] }>

/**
 * The registered user that a record is matched with, or those that it may be, but for dismissed ones. Looked for at
 * every view, so that who registers later is found at once.
 */
export async function matchesOf(
  db: Db,
  person: Person,
): Promise<{ shopUser?: ShopUser | undefined; matches: PersonMatch[] }> {
  const row = await db
    .selectFrom('userIdentifications')
    .select(['shopUserId', 'mergedIntoId'])
    .where('id', '=', person.id)
    .executeTakeFirst()
  if (!row || row.mergedIntoId !== null) return { matches: [] }
  if (row.shopUserId !== null) {
    const [shopUser] = await findShopUsers(db, { ids: [row.shopUserId] })
    return { shopUser, matches: [] }
  }
  const [found, dismissed] = await Promise.all([likelyUsers(db, person), dismissedMatches(db, person.id)])
  const named = await withNames(
    db,
    found.filter((match) => !dismissed.has(match.shopUserId!)),
  )
  return { matches: named.flatMap(({ shopUser, reasons }) => (shopUser ? [{ shopUser, reasons }] : [])) }
}

const shown = 5

/** By all that the record holds: each of its addresses counts. A shared postal code alone says nothing. */
async function likelyUsers(db: Db, { id, emails, ...clues }: Person): Promise<Match[]> {
  const [found, byEmail] = await Promise.all([
    findMatches(db, { ...clues, mailedTo: id }, 'shop users'),
    Promise.all(emails.slice(0, 10).map((email) => findMatches(db, { email }, 'shop users'))),
  ])
  const merged = new Map(found.map((match) => [match.shopUserId, match]))
  for (const match of byEmail.flat()) {
    const old = merged.get(match.shopUserId)
    const reasons = [...new Set([...match.reasons, ...(old?.reasons ?? [])])]
    merged.set(match.shopUserId, { ...match, reasons, score: match.score + (old?.score ?? 0) })
  }
  const telling = [...merged.values()].filter(({ score }) => score > 9)
  return telling.sort((a, b) => b.score - a.score).slice(0, shown)
}

async function withNames(db: Db, matches: readonly Match[]): Promise<Candidate[]> {
  const userIds = matches.flatMap(({ shopUserId }) => shopUserId ?? [])
  const [users, records, people] = await Promise.all([
    userIds.length > 0 ? findShopUsers(db, { ids: userIds }) : [],
    userIds.length > 0 ? firstRecords(db, userIds) : new Map<number, number>(),
    Promise.all(matches.flatMap(({ personId }) => (personId === null ? [] : [getPerson(db, personId)]))),
  ])
  return matches.flatMap(({ shopUserId, personId, reasons, score }): Candidate[] => {
    const shopUser = users.find((user) => user.id === shopUserId)
    if (shopUser) return [{ shopUser, personId: records.get(shopUser.id) ?? null, reasons, score }]
    const person = people.find((one) => one?.id === personId)
    return person ? [{ person, personId: person.id, reasons, score }] : []
  })
}

async function firstRecords(db: Db, shopUserIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ shopUserId: number; id: number }>`
    select shop_user_id, min(id) as id from user_identifications
    where shop_user_id = any (${[...shopUserIds]}::int[]) and merged_into_id is null group by 1`.execute(db)
  return new Map(rows.map((row) => [row.shopUserId, row.id]))
}
