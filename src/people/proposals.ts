import { sql } from 'kysely'
import type { Database, Db, Tx } from '../database/connection.ts'
import { type PersonLine, personEmail, personLine, personName } from './people.ts'

/** Somebody whom the desk takes for a registered user, for a rep to say. */
export type Proposal = Readonly<{ person: PersonLine; shopUserId: number; reasons: string[]; createdAt: Date }>

const chunk = 1000
const chunksARun = 60

/**
 * Compares registered users that are new or changed with the people who have no match: by address, by phone, by name
 * with postal code. In chunks of a thousand users, each a transaction of its own; what is left waits for the next run.
 */
export async function proposeMatches(db: Database): Promise<void> {
  for (let n = 0; n < chunksARun; n++) {
    if (!(await db.transaction().execute(proposeChunk))) return
  }
}

async function proposeChunk(tx: Tx): Promise<boolean> {
  const due = await sql<{ id: number }>`
    update shop_users set match_due = false where id in
      (select id from shop_users where match_due order by id limit ${chunk} for update skip locked)
    returning id`.execute(tx)
  const ids = due.rows.map((row) => row.id)
  if (ids.length === 0) return false
  await sql`
    with due as materialized (select * from shop_users where id = any (${ids}::int[])), found as (
      select p.id as person, u.id as shop_user, 'email' as reason from due u
        join user_identification_emails m on m.address_key = u.email_key
        join user_identifications p on p.id = m.user_identification_id
        where u.email_key <> '' and p.shop_user_id is null and p.merged_into_id is null
      union all select p.id, u.id, 'phone' from due u cross join lateral (
        select id from user_identifications p where p.phone_key <> '' and p.phone_key = u.phone_key
          and p.shop_user_id is null and p.merged_into_id is null limit 5) p
      union all select p.id, u.id, 'name' from due u cross join lateral (
        select id from user_identifications p where p.postal_key <> '' and p.postal_key = u.postal_key
          and p.name_key <> '' and p.name_key = u.name_key and p.shop_user_id is null and p.merged_into_id is null limit 5) p
    )
    insert into match_proposals (user_identification_id, shop_user_id, reasons)
    select person, shop_user, array_agg(reason order by reason) from found group by 1, 2
    on conflict do nothing`.execute(tx)
  return ids.length === chunk
}

/** What a forged mail says of its sender's address is proposed, not believed: ids of people with their address keys. */
export async function proposeByAddress(tx: Tx, people: ReadonlyMap<number, string>): Promise<void> {
  const rows = [...people].map(([id, key]) => ({ id, key }))
  await sql`
    insert into match_proposals (user_identification_id, shop_user_id, reasons)
    select r.id, u.id, array['email'] from json_to_recordset(${JSON.stringify(rows)}::json) as r(id int, key text)
      join shop_users u on u.email_key = r.key and u.email_key <> ''
    on conflict do nothing`.execute(tx)
}

/** Registered users that a rep said this person is not. */
export async function dismissedMatches(db: Db, personId: number): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select shop_user_id as id from match_proposals where user_identification_id = ${personId}
      and dismissed_at is not null`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Says that they are not the same, or takes that back. */
export async function setDismissed(
  tx: Tx,
  { personId, shopUserId, repId }: { personId: number; shopUserId: number; repId: number | null },
  dismissed: boolean,
): Promise<void> {
  await sql`
    insert into match_proposals (user_identification_id, shop_user_id, reasons) values (${personId}, ${shopUserId}, '{}')
    on conflict do nothing`.execute(tx)
  await sql`
    update match_proposals set dismissed_at = case when ${dismissed} then now() end, dismissed_by = ${dismissed ? repId : null}
    where user_identification_id = ${personId} and shop_user_id = ${shopUserId}`.execute(tx)
}

/** What waits for a rep, newest first, at most `limit`. */
export async function listProposals(db: Db, limit = 100): Promise<Proposal[]> {
  const { rows } = await sql<{
    id: number
    name: string
    email: string | null
    shopUserId: number
    reasons: string[]
    createdAt: Date
  }>`
    select p.id, ${personName} as name, ${personEmail} as email, m.shop_user_id, m.reasons, m.created_at
    from match_proposals m join user_identifications p on p.id = m.user_identification_id
    where m.dismissed_at is null and m.reasons <> '{}' and p.shop_user_id is null and p.merged_into_id is null
    order by m.created_at desc, m.user_identification_id limit ${limit}`.execute(db)
  return rows.map(({ id, name, email, ...rest }) => ({ person: personLine(id, name, email), ...rest }))
}
