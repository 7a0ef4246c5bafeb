import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { holdsSql, withoutOpenIssues } from './audience.ts'
import type { Kind } from './audience-facts.ts'
import type { Audience, Clause } from './audience-tree.ts'
import { factSql } from './audience-why-facts.ts'

/** What is known of the person in the matter of a clause; what is missing is null. */
export type Fact = Readonly<{ at?: Date | null; number?: number | null; text?: string | null }>

/** The tree with an answer at every place of it. */
export type Why = Readonly<{ holds: boolean }> &
  (
    | Readonly<{ all: readonly Why[] }>
    | Readonly<{ any: readonly Why[] }>
    | Readonly<{ not: Why }>
    | Readonly<{ clause: Clause; fact: Fact }>
  )

/** `reachable`: in the population at all, that is, with an address, not erased and not merged into another record. */
export type WhyPerson = Readonly<{
  in: boolean
  reachable: boolean
  name: string
  address: string
  personId: number | null
  externalId: string | null
  why: Why
}>

type Someone = Omit<WhyPerson, 'in' | 'why'> & { kind: Kind; id: number }

/** Why one person is in the audience, or is not; undefined where nobody is known by that id or address. */
export async function whyInAudience(
  db: Db,
  audience: Audience,
  by: { personId: number } | { email: string },
): Promise<WhyPerson | undefined> {
  const someone = await find(db, by)
  if (!someone) return undefined
  const { kind, id, ...person } = someone
  const leaves: Clause[] = []
  collect(withoutOpenIssues(audience), leaves)
  const from = kind === 'user' ? sql`shop_users u where u.id = ${id}` : sql`user_identifications p where p.id = ${id}`
  const asked = leaves.map((clause, n) => {
    return sql`${holdsSql(clause, kind)} as ${sql.ref(`h${n}`)}, ${factSql(clause, kind)} as ${sql.ref(`f${n}`)}`
  })
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join([sql`1 as one`, ...asked])} from ${from}`.execute(db)
  const row = rows[0]!
  const answers = leaves.map((clause, n) => ({ clause, holds: row[`h${n}`] === true, fact: factOf(row[`f${n}`]) }))
  const why = answered(withoutOpenIssues(audience), answers.values())
  return { ...person, in: person.reachable && why.holds, why }
}

function collect(audience: Audience, into: Clause[]): void {
  if ('all' in audience) for (const part of audience.all) collect(part, into)
  else if ('any' in audience) for (const part of audience.any) collect(part, into)
  else if ('not' in audience) collect(audience.not, into)
  else into.push(audience)
}

type Answer = Readonly<{ clause: Clause; holds: boolean; fact: Fact }>

function answered(audience: Audience, leaves: Iterator<Answer>): Why {
  if ('all' in audience) {
    const all = audience.all.map((part) => answered(part, leaves))
    return { all, holds: all.every((part) => part.holds) }
  }
  if ('any' in audience) {
    const any = audience.any.map((part) => answered(part, leaves))
    return { any, holds: any.some((part) => part.holds) }
  }
  if (!('not' in audience)) return leaves.next().value as Answer
  const not = answered(audience.not, leaves)
  return { not, holds: !not.holds }
}

function factOf(value: unknown): Fact {
  const { at, number, text } = (value ?? {}) as { at?: string | null; number?: number | null; text?: string | null }
  return {
    ...(at !== undefined && { at: at === null ? null : new Date(at) }),
    ...(number !== undefined && { number }),
    ...(text !== undefined && { text }),
  }
}

/** As letters find them: the account first, and a record that belongs to an account is that account. */
async function find(db: Db, by: { personId: number } | { email: string }): Promise<Someone | undefined> {
  const key = 'email' in by ? addressKey(by.email) : ''
  const records: RawBuilder<unknown> =
    'email' in by
      ? sql`select user_identification_id from user_identification_emails where address_key = ${key}`
      : sql`select coalesce(merged_into_id, id) from user_identifications where id = ${by.personId}`
  const { rows } = await sql<Someone>`
    with record as (
      select p.*, m.address, m.address_key from user_identifications p left join lateral (
        select address, address_key from user_identification_emails m where m.user_identification_id = p.id
        order by m.created_at, m.address_key limit 1) m on true where p.id in (${records}) limit 1
    )
    select 'user' as kind, u.id, u.email_key <> '' as reachable, btrim(u.first_names || ' ' || u.last_name) as name,
      u.email as address, u.external_id,
      (select min(r.id) from user_identifications r where r.shop_user_id = u.id and r.merged_into_id is null) as person_id
    from shop_users u
    where u.id in (select shop_user_id from record) or u.email_key <> '' and u.email_key in (
      select ${key} union all select address_key from record where shop_user_id is null)
    union all
    select 'record', id, address_key is not null and merged_into_id is null and erased_at is null,
      btrim(first_names || ' ' || last_name), coalesce(address, ''), null, id from record
    order by kind desc, id limit 1`.execute(db)
  return rows[0]
}
