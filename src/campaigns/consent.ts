import { type RawBuilder, sql } from 'kysely'
import type { Basis } from '../database/tables-campaigns.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'
import { countedOrder } from '../shop/spend.ts'

/** Why somebody of the audience gets no letter; SEND's rows are born `skipped` with it. */
export const consentSkips = [
  'erased',
  'suppressed',
  'unsubscribed',
  'bounced',
  'complained',
  'no consent',
  'unproven',
  'unconfirmed',
  'no order',
] as const
export type ConsentSkip = (typeof consentSkips)[number]

/** `list`: slug of the campaign's mailing list. */
export type Ground = Readonly<{ list: string | null; basis: Basis; secrets: Secrets }>

/**
 * SQL: why the address of the row `r` (address_key, shop_user_id) gets no campaign letter, null where it may get one
 * (campaigns.md R20, 4.7). The same at the snapshot and in the last moment before the hand-off: what somebody took
 * back in between counts. Whoever was erased is known by a keyed hash alone.
 */
export function skipReason({ list, basis, secrets }: Ground): RawBuilder<ConsentSkip | null> {
  const listId = sql`(select l.id from mailing_lists l where l.slug = ${list}::text and l.archived_at is null)`
  return sql`coalesce(
    case when exists (select from erasures) and ${wasErased(secrets)} then 'erased' end,
    ${suppressedBecause(listId)},
    ${basis === 'consent' ? lackOfConsent(listId) : lackOfOrder()})`
}

/** The widest reason wins: a complaint is told before a list that somebody left. */
function suppressedBecause(listId: RawBuilder<unknown>) {
  return sql`(select case s.reason when 'by hand' then 'suppressed' else s.reason end from suppressions s
    where s.address_key = r.address_key and s.lifted_at is null and (s.scope <> 'list' or s.list_id = ${listId})
    order by s.scope, s.id limit 1)`
}

/** Consent was given to a list; without one nobody gave any. It goes with the address, else with the registered user. */
function lackOfConsent(listId: RawBuilder<unknown>) {
  const state = (where: RawBuilder<unknown>) => sql`(select case m.state
      when 'confirmed' then ''
      when 'unproven' then (select case when l.accepts_unproven then '' else 'unproven' end
        from mailing_lists l where l.id = m.list_id)
      when 'pending' then 'unconfirmed'
      else 'no consent' end
    from mailing_list_members m where m.list_id = ${listId} and ${where} limit 1)`
  return sql`nullif(coalesce(${state(sql`m.address_key = r.address_key`)}, ${state(sql`m.shop_user_id = r.shop_user_id`)},
    'no consent'), '')`
}

/** PECR 22(3): the address came with a sale, at which the opt-out was offered (sender settings say since when). */
function lackOfOrder() {
  const offered = sql`(select (value->>'optOutOfferedSince')::timestamptz from settings where name = 'sender_identity')`
  return sql`case when not exists (
      select from shop_orders o where o.shop_user_id = r.shop_user_id and ${countedOrder} and o.placed_at >= ${offered})
    and not exists (
      select from shop_orders o where o.email_key = r.address_key and o.email_key <> '' and ${countedOrder}
        and o.placed_at >= ${offered}) then 'no order' end`
}

/** HMAC-SHA256 in SQL (RFC 2104), as people/erasures.ts makes it: addresses need not come to us to be compared. */
function wasErased(secrets: Secrets) {
  const hashes = [secrets.current, ...secrets.old].map((secret) => {
    const { inner, outer } = paddedKeys(deriveKey(secret, 'erased addresses'))
    return sql`sha256(${outer}::bytea || sha256(${inner}::bytea || convert_to(r.address_key, 'UTF8')))`
  })
  return sql`exists (select from erasures e where e.address_hashes && array[${sql.join(hashes)}])`
}

function paddedKeys(key: Buffer) {
  const padded = Buffer.concat([key, Buffer.alloc(64 - key.length)])
  return { inner: padded.map((byte) => byte ^ 0x36), outer: padded.map((byte) => byte ^ 0x5c) }
}
