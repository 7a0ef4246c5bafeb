import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import type { Misspelling } from './spelling.ts'
import { wordKey } from './spelling.ts'

/** Whom and what a letter is about; their names are no misspellings. */
export type About = Readonly<{ personId?: number | undefined; issueId?: number | undefined }>

/**
 * Takes out what no dictionary can know: taught words, words of product names, names of the person, the participants,
 * the staff and the mailboxes, and of the addresses that the person's latest orders went to.
 */
export async function withoutKnown<W extends Misspelling>(db: Db, wrong: readonly W[], about: About): Promise<W[]> {
  if (wrong.length === 0) return []
  const keys = [...new Set(wrong.flatMap(keysOf))]
  const [known, names] = await Promise.all([taughtOrSold(db, keys), namesAround(db, about)])
  return wrong.filter((one) => !keysOf(one).some((key) => known.has(key) || names.has(key)))
}

/** The language that the person chose on a preference page, else the one that the shop knows; undefined for neither. */
export async function languageOfPerson(db: Db, { personId, issueId }: About): Promise<string | undefined> {
  if (personId === undefined && issueId === undefined) return undefined
  const { rows } = await sql<{ language: string | null }>`
    select coalesce(
      (select m.language from user_identification_emails e join mail_preferences m on m.address_key = e.address_key
        where e.user_identification_id = p.id order by m.updated_at desc limit 1), nullif(u.language, '')) as language
    from user_identifications p left join shop_users u on u.id = p.shop_user_id
    where p.id = ${personOf({ personId, issueId })}`.execute(db)
  return rows[0]?.language ?? undefined
}

/** The same for an address, whoever has it: also one that is only on a list. */
export async function languageOfAddress(db: Db, address: string): Promise<string | undefined> {
  const key = addressKey(address)
  const { rows } = await sql<{ language: string | null }>`
    select coalesce((select language from mail_preferences where address_key = ${key}),
      (select nullif(u.language, '') from user_identification_emails e
        join user_identifications p on p.id = e.user_identification_id join shop_users u on u.id = p.shop_user_id
        where e.address_key = ${key} limit 1)) as language`.execute(db)
  return rows[0]?.language ?? undefined
}

function personOf({ personId, issueId }: About) {
  return sql`coalesce(${personId ?? null}::int, (select user_identification_id from issues where id = ${issueId ?? null}::int))`
}

/** A word as it may be known: whole, within its compound, without 's, and behind an elision (l'Anna). */
function keysOf({ word, within }: Misspelling): string[] {
  const key = wordKey(word)
  const bare = key.replace(/'s?$/, '')
  return [...new Set([key, bare, bare.slice(bare.lastIndexOf("'") + 1), ...(within ? [wordKey(within)] : [])])]
}

async function taughtOrSold(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from unnest(${[...keys]}::text[]) key
    where exists (select from spelling_words where word_key = key and removed_at is null)
      or exists (select from shop_products where to_tsvector('simple', name) @@ plainto_tsquery('simple', key))`.execute(
    db,
  )
  return new Set(rows.map(({ key }) => key))
}

async function namesAround(db: Db, about: About): Promise<Set<string>> {
  const issueId = about.issueId ?? null
  const { rows } = await sql<{ name: string }>`
    with who as (select first_names, last_name, shop_user_id from user_identifications where id = ${personOf(about)}),
      bought as (select id, shipping from shop_orders where shop_user_id = (select shop_user_id from who)
        order by placed_at desc limit 5)
    select first_names || ' ' || last_name as name from who
    union all select first_names || ' ' || last_name from shop_users where id = (select shop_user_id from who)
    union all (select name from issue_participants where issue_id = ${issueId}::int limit 100)
    union all (select name from reps limit 1000)
    union all (select name from mailboxes limit 200)
    union all select jsonb_path_query_array(shipping, '$.addresses[*].lines[*]')::text from bought
    union all (select l.name from shop_order_lines l join bought b on b.id = l.order_id limit 200)`.execute(db)
  return new Set(rows.flatMap(({ name }) => wordKey(name.slice(0, 2000)).match(/\p{L}[\p{L}\p{M}'-]*/gu) ?? []))
}
