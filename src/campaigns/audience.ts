import { type RawBuilder, sql } from 'kysely'
import { type Condition, clauseSql, type Looking } from './audience-clauses.ts'
import type { Kind } from './audience-facts.ts'
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
    from (${membersSql(audience, { each: false })}) m order by m.address_key, m.shop_user_id nulls last`
}

/** Which ids are looked at: all, or a sample. */
export type Scope = Readonly<{ each: boolean; among?: (kind: Kind, id: RawBuilder<number>) => RawBuilder<boolean> }>

/** The same, an address perhaps more than once: accounts may share one. */
export function membersSql(audience: Audience, { each, among }: Scope): RawBuilder<unknown> {
  const whole = withoutOpenIssues(audience)
  const branches = (['user', 'record'] as const).flatMap((kind) => {
    const condition = treeSql(whole, { kind, each })
    if (condition === false) return []
    const where = condition === true ? sql`` : sql`and ${condition}`
    const scope = among ? sql`and ${among(kind, kind === 'user' ? sql`u.id` : sql`p.id`)}` : sql``
    return [sql`${population[kind]} ${scope} ${where}`]
  })
  if (branches.length === 0) return sql`${population.user} and false`
  return sql.join(branches, sql` union all `)
}

const population: Readonly<Record<Kind, RawBuilder<unknown>>> = {
  user: sql`select u.id as shop_user_id, null::int as person_id, u.email as address, u.email_key as address_key,
      u.first_names, u.last_name, u.country, u.language from shop_users u where u.email_key <> ''`,
  // The address of an account is the account's, also where nobody has matched the record with it yet.
  record: sql`select null, p.id, a.address, a.address_key, p.first_names, p.last_name, '', ''
    from user_identifications p join lateral (select m.address, m.address_key from user_identification_emails m
      where m.user_identification_id = p.id order by m.created_at, m.address_key limit 1) a on true
    where p.shop_user_id is null and p.merged_into_id is null and p.erased_at is null
      and not exists (select from shop_users v where v.email_key = a.address_key and v.email_key <> '')`,
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

/** A condition that is never null, so that `not` is its contrary. */
export function treeSql(audience: Audience, looking: Looking): Condition {
  if ('all' in audience) {
    const parts = audience.all.map((part) => treeSql(part, looking))
    return parts.includes(false) ? false : joined(parts, sql` and `, true)
  }
  if ('any' in audience) {
    const parts = audience.any.map((part) => treeSql(part, looking))
    return parts.includes(true) ? true : joined(parts, sql` or `, false)
  }
  if (!('not' in audience)) return clauseSql(audience, looking)
  const inner = treeSql(audience.not, looking)
  return typeof inner === 'boolean' ? !inner : sql<boolean>`not (${inner})`
}

function joined(parts: readonly Condition[], by: RawBuilder<unknown>, empty: boolean): Condition {
  const asked = parts.filter((part) => typeof part !== 'boolean')
  return asked.length === 0 ? empty : sql<boolean>`(${sql.join(asked, by)})`
}
