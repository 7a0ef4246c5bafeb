import { sql } from 'kysely'
import type { Database, Tx } from '../database/connection.ts'
import { membersSql, type Scope } from './audience.ts'
import { type Anchored, anchorOf } from './audience-anchor.ts'
import type { Audience } from './audience-tree.ts'

export type SampledPerson = Readonly<{
  personId: number | null
  /** The shop's id of a registered user. */
  externalId: string | null
  name: string
  address: string
}>

/**
 * How many addresses, without those that consent and suppression will skip. Where not `exact`, a share of the people
 * was looked at, and the truth is within `margin` of `count` 19 times of 20.
 */
export type Estimate = Readonly<{ count: number; exact: boolean; margin: number; sample: readonly SampledPerson[] }>

/** What cannot be said in time is said so. */
export type Estimated = Estimate | 'too slow'
/** `exact`: everybody is looked at, which takes its time where there are many. */
export type Estimator = (audience: Audience, exact?: boolean) => Promise<Estimated>

/** Above `all` only `share` people are looked at: the time of an answer does not grow with the shop. */
const looksAt = { all: 20_000, share: 3000 } as const
type Limits = Readonly<Record<keyof typeof looksAt, number>>
/** Fewer found in the share are a poor measure of the whole; then twice as many are looked at. */
const enough = 30
const patience = 10_000
const atOnce = 2

/** Estimates of one process: the same question asked twice at once is answered once, and few are worked on together. */
export function startEstimator(db: Database, limits: Limits = looksAt): Estimator {
  const asked = new Map<string, Promise<Estimated>>()
  const waiting: (() => void)[] = []
  let working = 0
  const turn = async () => {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else working += 1
  }
  const done = () => {
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
  return (audience, exact = false) => {
    const key = JSON.stringify([audience, exact])
    const known = asked.get(key)
    if (known) return known
    const answer = turn()
      .then(() => (exact ? counted(db, audience) : estimate(db, audience, limits)).finally(done))
      .finally(() => asked.delete(key))
    asked.set(key, answer)
    return answer
  }
}

async function estimate(db: Database, audience: Audience, limits: Limits): Promise<Estimated> {
  const step = await stepOf(db, limits)
  if (step === 1) return counted(db, audience)
  const few = await db.transaction().execute((tx) => anchorOf(tx, audience))
  if (few) return counted(db, audience, few)
  const part = await counted(db, audience, step)
  if (part === 'too slow' || part.count / step >= enough) return part
  return counted(db, audience, Math.ceil(step / 2))
}

/** One of how many ids to look at. */
async function stepOf(db: Database, { all, share }: Limits): Promise<number> {
  const { rows } = await sql<{ users: number | null; records: number | null }>`
    select (select max(id) - min(id) from shop_users) as users,
      (select max(id) - min(id) from user_identifications) as records`.execute(db)
  const { users, records } = rows[0]!
  const people = (users ?? 0) + (records ?? 0)
  return people <= all ? 1 : Math.max(1, Math.ceil(people / share))
}

type Found = SampledPerson & { total: number }

/** Among whom it is counted: one id of so many, or those who can be in it at all; all without. */
type Among = number | Anchored | undefined

async function counted(db: Database, audience: Audience, among?: Among): Promise<Estimated> {
  try {
    return await db.transaction().execute((tx) => count(tx, audience, among))
  } catch (error) {
    if ((error as { code?: unknown }).code === '57014') return 'too slow'
    throw error
  }
}

async function count(tx: Tx, audience: Audience, among: Among): Promise<Estimate> {
  const step = typeof among === 'number' ? among : undefined
  await sql`select set_config('statement_timeout', ${String(patience)}, true), set_config('jit', 'off', true)`.execute(
    tx,
  )
  const { rows } = await sql<Found>`
    with hits as materialized (
      select m.address_key, min(m.address) as address, min(m.shop_user_id) as shop_user_id, min(m.person_id) as person_id
      from (${membersSql(audience, scopeOf(among))}) m group by m.address_key
    ), few as (
      select h.*, count(*) over ()::int as total from hits h order by hashtext(h.address_key) limit 20
    )
    select s.total, s.address, u.external_id,
      coalesce(s.person_id, (select min(r.id) from user_identifications r
        where r.shop_user_id = s.shop_user_id and r.merged_into_id is null)) as person_id,
      coalesce(btrim(u.first_names || ' ' || u.last_name), btrim(p.first_names || ' ' || p.last_name)) as name
    from few s left join shop_users u on u.id = s.shop_user_id left join user_identifications p on p.id = s.person_id
    order by name, s.address`.execute(tx)
  const found = rows[0]?.total ?? 0
  return {
    count: found * (step ?? 1),
    exact: step === undefined,
    margin: step === undefined ? 0 : Math.ceil(2 * Math.sqrt(found + 1) * step),
    sample: rows.map(({ total: _, ...person }) => person),
  }
}

/**
 * One id of every `step`, each time another place of its stretch: people who came together are alike, and what repeats
 * in the ids must not fall in with the steps.
 */
function scopeOf(among: Among): Scope | undefined {
  if (among === undefined) return undefined
  if (typeof among !== 'number') return (kind, id) => sql`${id} = any (${[...among[kind]]}::int[])`
  const step = among
  return (kind, id) => {
    const table = kind === 'user' ? sql`shop_users` : sql`user_identifications`
    return sql`${id} = any (array(select n + abs(hashint4(n) % ${step}::int)
      from generate_series((select min(id) from ${table}), (select max(id) from ${table}), ${step}::int) n))`
  }
}
