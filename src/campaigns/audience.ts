import { type RawBuilder, sql } from 'kysely'
import { clauseSql } from './audience-clauses.ts'
import { type Kind, memberId } from './audience-facts.ts'
import type { Audience, Member } from './audience-tree.ts'

export type { Audience, Clause, Member } from './audience-tree.ts'

/**
 * A SELECT of everybody in the audience (of `Member`, columns in snake_case), one row for each address: registered
 * users of the shop with an address, and people without an account whom we have an address of. To be read in the
 * caller's own statement, at the caller's moment; nothing of it passes through Node.
 */
export function audienceSql(audience: Audience): RawBuilder<Member> {
  return sql<Member>`select distinct on (m.address_key) m.shop_user_id,
    coalesce(m.person_id, (select min(r.id) from user_identifications r
      where r.shop_user_id = m.shop_user_id and r.merged_into_id is null)) as user_identification_id,
    m.address, m.address_key, m.first_names, m.last_name, m.country, m.language
    from (${membersSql(audience)}) m order by m.address_key, m.shop_user_id nulls last`
}

/** Some of the people only: which ids. */
export type Scope = (kind: Kind, id: RawBuilder<number>) => RawBuilder<boolean>

/** The same, an address perhaps more than once: accounts may share one. With a scope, only who is in that. */
export function membersSql(audience: Audience, scope?: Scope): RawBuilder<unknown> {
  const whole = withoutOpenIssues(audience)
  const branches = (['user', 'record'] as const).flatMap((kind) => {
    const id = memberId(kind)
    if (scope) return [sql`${population[kind]} and ${scope(kind, id)} and ${holdsSql(whole, kind)}`]
    const { members, not } = setOf(whole, kind)
    if (!members) return not ? [population[kind]] : []
    const chosen = not ? sql`(select id from ${tables[kind]} except ${members})` : members
    return [sql`${population[kind]} and ${id} in (${chosen})`]
  })
  return branches.length === 0 ? sql`${population.user} and false` : sql.join(branches, sql` union all `)
}

const tables: Readonly<Record<Kind, RawBuilder<unknown>>> = {
  user: sql`shop_users`,
  record: sql`user_identifications`,
}

const population: Readonly<Record<Kind, RawBuilder<unknown>>> = {
  user: sql`select u.id as shop_user_id, null::int as person_id, u.email as address, u.email_key as address_key,
      u.first_names, u.last_name, u.country, u.language from shop_users u where u.email_key <> ''`,
  // The address of an account is the account's, also where nobody has matched the record with it yet. In a CASE: as a
  // join the planner takes it that hardly any is left, and loops over everybody for each of them.
  record: sql`select null, p.id, a.address, a.address_key, p.first_names, p.last_name, '', ''
    from user_identifications p join lateral (select m.address, m.address_key from user_identification_emails m
      where m.user_identification_id = p.id order by m.created_at, m.address_key limit 1) a on true
    where p.shop_user_id is null and p.merged_into_id is null and p.erased_at is null
      and case when exists (select from shop_users v where v.email_key = a.address_key and v.email_key <> '')
        then false else true end`,
}

/** Whoever waits for an answer gets no advertising, unless the audience itself says something of open issues. */
export function withoutOpenIssues(audience: Audience): Audience {
  return names(audience, 'openIssue') ? audience : { all: [{ openIssue: false }, audience] }
}

function names(audience: Audience, clause: string): boolean {
  if ('all' in audience) return audience.all.some((part) => names(part, clause))
  if ('any' in audience) return audience.any.some((part) => names(part, clause))
  if ('not' in audience) return names(audience.not, clause)
  return clause in audience
}

/** Whether the row that is looked at is meant; never null, so that `not` is the contrary. */
export function holdsSql(audience: Audience, kind: Kind): RawBuilder<boolean> {
  if ('all' in audience) return joined(audience.all, kind, true)
  if ('any' in audience) return joined(audience.any, kind, false)
  if ('not' in audience) return sql`not ${holdsSql(audience.not, kind)}`
  const leaf = clauseSql(audience, kind)
  if (typeof leaf === 'boolean') return sql`${sql.lit(leaf)}`
  return leaf.not ? sql`not (${leaf.holds})` : sql`(${leaf.holds})`
}

function joined(parts: readonly Audience[], kind: Kind, all: boolean): RawBuilder<boolean> {
  const conditions = [sql.lit(all), ...parts.map((part) => holdsSql(part, kind))]
  return sql<boolean>`(${sql.join(conditions, all ? sql` and ` : sql` or `)})`
}

/** Ids that a query selects, or (`not`) all the others; without a query nobody, or everybody. */
type IdSet = Readonly<{ members?: RawBuilder<unknown>; not: boolean }>

function setOf(audience: Audience, kind: Kind): IdSet {
  if ('all' in audience) return intersection(audience.all.map((part) => setOf(part, kind)))
  if ('any' in audience) return contrary(intersection(audience.any.map((part) => contrary(setOf(part, kind)))))
  if ('not' in audience) return contrary(setOf(audience.not, kind))
  const leaf = clauseSql(audience, kind)
  return typeof leaf === 'boolean' ? { not: leaf } : { members: leaf.members, not: leaf.not ?? false }
}

function contrary({ not, ...set }: IdSet): IdSet {
  return { ...set, not: !not }
}

/** Those that all name, without any that somebody excludes. */
function intersection(sets: readonly IdSet[]): IdSet {
  if (sets.some(({ members, not }) => !members && !not)) return { not: false }
  const queries = (wanted: boolean) =>
    sets.flatMap(({ members, not }) => (members && not === wanted ? [sql`(${members})`] : []))
  const [named, excluded] = [queries(false), queries(true)]
  const without = excluded.length === 0 ? undefined : sql`(${sql.join(excluded, sql` union all `)})`
  if (named.length === 0) return without ? { members: without, not: true } : { not: true }
  const all = sql`(${sql.join(named, sql` intersect `)})`
  return { members: without ? sql`(${all} except ${without})` : all, not: false }
}
