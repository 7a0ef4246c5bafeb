import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import { addressKey } from '../mail/address.ts'

/** A person in one line: `name` is what to call them, their address where no name is known. */
export type PersonLine = Readonly<{ id: number; name: string; email: string | null }>

/** A user identification record: what we know of somebody who wrote to us or got mail from us. */
export type Person = Readonly<{
  id: number
  firstNames: string
  lastName: string
  emails: string[]
  phone: string
  postalCode: string
  other: string
  createdAt: Date
  version: number
}>

/** `erased`: false leaves out the records of erased people, of which only a number is left. */
export type PersonFilter = Readonly<{
  email?: string | undefined
  name?: string | undefined
  q?: string | undefined
  erased?: false | undefined
}>

/** One record; undefined when there is none. */
export async function getPerson(db: Db, id: number): Promise<Person | undefined> {
  const { rows } = await select(sql`p.id = ${id}`, 1).execute(db)
  return rows[0] && toPerson(rows[0])
}

/** Newest first, by keyset, without those merged into others. `email` is one whole address; `name` and `q` match parts (`q` also of addresses and phones). */
export async function listPeople(db: Db, filter: PersonFilter, page: Page) {
  const cursor = readCursor(page.cursor)
  const conditions = [sql<boolean>`p.merged_into_id is null`, ...filterConditions(filter)]
  if (cursor) conditions.push(sql`p.id < ${cursor.id}`)
  const where = sql.join(conditions, sql` and `)
  const { rows, next } = cutPage((await select(where, page.limit + 1).execute(db)).rows, page.limit)
  return { items: rows.map(toPerson), next }
}

/** SQL for the three columns of a PersonLine, over a row `p` of user_identifications: id, name, email. */
export const personEmail = sql<string | null>`(select m.address from user_identification_emails m
  where m.user_identification_id = p.id order by m.created_at, m.address_key limit 1)`

export const personName = sql<string>`btrim(p.first_names || ' ' || p.last_name)`

/** Called by name, else by address. */
export function personLine(id: number, name: string, email: string | null): PersonLine {
  return { id, name: name || email || '', email }
}

/** What LIKE takes literally. */
export function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/** SQL: ids of at most 200 people whose name or address contains the text. */
export function peopleLike(text: string): RawBuilder<{ id: number }> {
  return sql`(select p.id from user_identifications p where (p.first_names || ' ' || p.last_name) ilike ${likePart(text)} limit 200)
    union (select m.user_identification_id from user_identification_emails m
      where m.address_key like ${likePart(addressKey(text))} limit 200)`
}

type PersonRow = Omit<Person, 'emails'> & { emails: string[] | null; micros: string }

function select(where: RawBuilder<unknown>, limit: number) {
  return sql<PersonRow>`
    select p.id, p.first_names, p.last_name, p.phone, p.postal_code, p.other, p.created_at, p.version,
      '0' as micros,
      (select array_agg(m.address order by m.created_at, m.address_key) from user_identification_emails m
        where m.user_identification_id = p.id) as emails
    from user_identifications p where ${where}
    order by p.id desc limit ${limit}`
}

function toPerson({ micros: _, emails, ...row }: PersonRow): Person {
  return { ...row, emails: emails ?? [] }
}

function* filterConditions({ email, name, q, erased }: PersonFilter): Generator<RawBuilder<boolean>> {
  if (erased === false) yield sql`p.erased_at is null`
  if (email)
    yield sql`p.id = (select m.user_identification_id from user_identification_emails m where m.address_key = ${addressKey(email)})`
  if (name) yield sql`(p.first_names || ' ' || p.last_name) ilike ${likePart(name)}`
  if (q) yield sql`(p.id in (${peopleLike(q)}) or p.phone = ${q})`
}
