import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import { plainWords } from '../mail/lexemes.ts'
import { phoneKey } from '../people/clues.ts'
import { likePart, type PersonLine, personEmail, personLine, personName } from '../people/people.ts'
import { excerptOf, needlesOf } from './search-excerpt.ts'
import type { SearchHit } from './search-hit.ts'
import type { SearchQuery } from './search-query.ts'
import type { Scope } from './search-scope.ts'

type Sql = RawBuilder<unknown>
const most = 5

/**
 * What a query names by itself, a few of each: issues by number and subject, customers by name, address and phone,
 * orders by number. Nothing where the query asks for what only mail has.
 */
export async function headHits(db: Db, query: SearchQuery, scope: Scope): Promise<SearchHit[]> {
  if (query.from.length + query.to.length + query.filename.length > 0) return []
  if (query.attachment !== undefined || query.before || query.after) return []
  const words = query.words.filter(({ not }) => !not).map(({ text }) => text)
  const plain =
    words.length === query.words.length && words.length > 0 && scope.size === 'all' && query.subject.length === 0
  const found = await Promise.all([
    numbered(db, words, query),
    subjects(db, query, scope),
    plain ? people(db, words, query) : [],
    plain ? orders(db, words, query) : [],
  ])
  const seen = new Set<string>()
  return found.flat().filter(({ kind, id }) => !seen.has(`${kind}${id}`) && seen.add(`${kind}${id}`))
}

type IssueRow = {
  id: number
  subject: string
  closed: boolean
  at: Date
  personId: number
  personName: string
  personEmail: string | null
}

async function numbered(db: Db, words: readonly string[], query: SearchQuery): Promise<SearchHit[]> {
  const number = words.length === 1 ? /^#?(\d{1,9})$/.exec(words[0]!)?.[1] : undefined
  if (!number) return []
  return issuesOf(db, query, sql`select ${Number(number)}::int as id`)
}

/**
 * Issues by their subject, which calls and notes have alone: the newest first, and all by trigrams only where those
 * hold too few.
 */
async function subjects(db: Db, query: SearchQuery, scope: Scope): Promise<SearchHit[]> {
  const terms = [...query.words, ...query.subject]
  const texts = terms.map(({ text, not }) => ({
    like: sql`i.subject ilike ${likePart(text)}`,
    not,
    long: text.length > 2,
  }))
  if (terms.length === 0 && scope.size === 'all') return []
  const conditions = [...scope.conditions, ...texts.map(({ like, not }) => (not ? sql`not ${like}` : like))]
  const where = sql.join(conditions, sql` and `)
  const some = texts.length > 0 && scope.size !== 'few'
  const among = some
    ? sql`(select * from issues where deleted_at is null order by last_activity_at desc, id desc limit 1000)`
    : sql`issues`
  const found = await issuesOf(
    db,
    query,
    sql`select i.id from ${among} i where ${where} order by i.last_activity_at desc limit ${most}`,
  )
  if (!some || found.length >= most || !texts.some(({ not, long }) => long && !not)) return found
  return issuesOf(
    db,
    query,
    sql`select id from (select i.id, i.last_activity_at from issues i where ${where} limit 2000) i
    order by last_activity_at desc limit ${most}`,
  )
}

async function issuesOf(db: Db, query: SearchQuery, ids: Sql): Promise<SearchHit[]> {
  const { rows } = await sql<IssueRow>`
    with found as materialized (${ids})
    select i.id, i.subject, i.closed_at is not null as closed, i.last_activity_at as at,
      p.id as person_id, ${personName} as person_name, ${personEmail} as person_email
    from found join issues i on i.id = found.id join user_identifications p on p.id = i.user_identification_id
    where i.deleted_at is null order by i.last_activity_at desc`.execute(db)
  return rows.map(({ id, subject, closed, at, ...row }) => {
    const person = personLine(row.personId, row.personName, row.personEmail)
    const issue = { id, subject, status: closed ? ('closed' as const) : ('open' as const) }
    return aHead(query, { kind: 'issue', id, at, title: subject, said: person.name, person, issue })
  })
}

/** Every word in the name or an address; or the phone number. */
async function people(db: Db, words: readonly string[], query: SearchQuery): Promise<SearchHit[]> {
  const long = words.filter((word) => word.length > 2)
  if (long.length === 0) return []
  const name = sql`(p.first_names || ' ' || p.last_name)`
  const named = sql.join(
    words.map((word) => sql`${name} ilike ${likePart(word)}`),
    sql` and `,
  )
  const branches = [sql`(select p.id from user_identifications p where ${named} limit 200)`]
  if (words.length === 1)
    branches.push(sql`(select m.user_identification_id from user_identification_emails m
      where m.address_key like ${likePart(addressKey(words[0]!))} limit 200)`)
  const phone = /^[\d\s()+./-]+$/.test(words.join(' ')) ? phoneKey(words.join('')) : ''
  if (phone.length >= 6)
    branches.push(sql`(select p.id from user_identifications p where p.phone_key = ${phone} limit 5)`)
  const { rows } = await sql<{ id: number; name: string; email: string | null; phone: string; at: Date }>`
    select p.id, ${personName} as name, ${personEmail} as email, p.phone, p.updated_at as at
    from user_identifications p where p.id in (${sql.join(branches, sql` union `)}) order by p.id desc limit ${most}`.execute(
    db,
  )
  return rows.map((row) => {
    const person = personLine(row.id, row.name, row.email)
    const said = [row.email, row.phone].filter(Boolean).join(' · ')
    return aHead(query, { kind: 'person', id: row.id, at: row.at, title: person.name, said, person, issue: null })
  })
}

type OrderRow = {
  id: number
  number: string
  at: Date
  state: string
  personId: number | null
  personName: string
  personEmail: string | null
}

async function orders(db: Db, words: readonly string[], query: SearchQuery): Promise<SearchHit[]> {
  const number = words.length === 1 ? words[0]!.replace(/^#/, '').toLowerCase() : ''
  if (number.length < 2 || !/\d/.test(number)) return []
  const { rows } = await sql<OrderRow>`
    select o.id, o.number, o.placed_at as at, o.state, p.id as person_id, ${personName} as person_name, ${personEmail} as person_email
    from (select * from shop_orders where lower(number) like ${likePart(number).slice(1)} order by lower(number) limit ${most}) o
      left join lateral (select * from user_identifications p where p.shop_user_id = o.shop_user_id order by p.id limit 1) p on true
    order by o.placed_at desc`.execute(db)
  return rows.map(({ id, number: title, at, state, ...row }) => {
    const person = row.personId === null ? null : personLine(row.personId, row.personName, row.personEmail)
    return aHead(query, { kind: 'order', id, at, title, said: state, person, issue: null })
  })
}

type Head = Readonly<{
  kind: 'issue' | 'person' | 'order'
  id: number
  at: Date
  title: string
  said: string
  person: PersonLine | null
  issue: SearchHit['issue']
}>

function aHead(query: SearchQuery, { title, said, ...rest }: Head): SearchHit {
  const needles = needlesOf(query).filter((needle) => plainWords(needle) !== '')
  return {
    ...rest,
    title: excerptOf(title, needles, 160),
    excerpt: excerptOf(said, needles),
    actionId: null,
    by: said,
    channel: null,
  }
}
