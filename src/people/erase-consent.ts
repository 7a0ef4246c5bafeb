import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/**
 * Takes addresses out of lists, suppressions and what was told of consent. That they get no bulk mail is known by the
 * hashes of people/erasures.ts from then on.
 */
export async function eraseConsent(tx: Tx, addressKeys: readonly string[]): Promise<void> {
  const keys = sql`any(${[...addressKeys]}::text[])`
  await sql`with gone as (
      delete from mailing_list_members where address_key = ${keys} returning list_id, state)
    update mailing_list_counts c set members = c.members - g.n
    from (select list_id, state, count(*)::int as n from gone group by list_id, state) g
    where c.list_id = g.list_id and c.state = g.state`.execute(tx)
  await sql`delete from suppressions where address_key = ${keys}`.execute(tx)
  await sql`delete from consent_events where address_key = ${keys}`.execute(tx)
  await sql`delete from mail_preferences where address_key = ${keys}`.execute(tx)
}
