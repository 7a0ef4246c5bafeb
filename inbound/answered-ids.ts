import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'

export const messageKey = (mailboxId: number, hex: string) => `${mailboxId} ${hex}`

/** The issues of each interaction that still has any, in order of their ids. */
export async function issuesOfInteractions(tx: Tx, ids: readonly number[]): Promise<Map<number, number[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('actions')
    .innerJoin('issues', 'issues.id', 'actions.issueId')
    .select(['interactionId', 'issueId'])
    .where('interactionId', 'in', ids)
    .where('actions.deletedAt', 'is', null)
    .where('issues.deletedAt', 'is', null)
    .orderBy('issueId')
    .execute()
  const found = new Map<number, number[]>()
  for (const { interactionId, issueId } of rows)
    found.set(interactionId, [...(found.get(interactionId) ?? []), issueId])
  return found
}

/** The issues of whatever bears an id, once for each mail that does: two mails that share an id may differ. */
export type Bearers = number[][]

/**
 * Which mails and letters bear these ids (keys in hex): mails by messageKey() in every mailbox in whose queue they
 * stand, letters by the alias that a provider gave them. One statement.
 */
export async function issuesOfMessages(
  tx: Tx,
  keys: readonly string[],
): Promise<{ mails: Map<string, Bearers>; aliases: Map<string, Bearers> }> {
  const found = { mails: new Map<string, Bearers>(), aliases: new Map<string, Bearers>() }
  if (keys.length === 0) return found
  const wanted = keys.map((key) => `\\x${key}`)
  const { rows } = await sql<{ mailboxId: number | null; key: string; issueIds: number[] }>`
    select m.mailbox_id, encode(e.message_id_key, 'hex') as key, array_agg(i.id order by i.id) as issue_ids
    from emails e join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
      join issues i on i.id = a.issue_id and i.deleted_at is null
      cross join lateral (select e.mailbox_id union select x.mailbox_id from issue_mailboxes x where x.issue_id = i.id) m
    where e.message_id_key = any(${wanted}::bytea[]) group by e.id, m.mailbox_id
    union all
    select null, encode(l.message_id_key, 'hex'), array_agg(i.id order by i.id)
    from letter_aliases l join actions a on a.interaction_id = l.interaction_id and a.deleted_at is null
      join issues i on i.id = a.issue_id and i.deleted_at is null
    where l.message_id_key = any(${wanted}::bytea[]) group by l.interaction_id, l.message_id_key`.execute(tx)
  for (const { mailboxId, key, issueIds } of rows) {
    const [map, name] = mailboxId === null ? [found.aliases, key] : [found.mails, messageKey(mailboxId, key)]
    map.set(name, [...(map.get(name) ?? []), issueIds])
  }
  return found
}

/** A mail that names an id which nobody here has seen. */
export type Naming = Readonly<{ issueId: number; from: string }>

/** Filed mails that name the same ids, by messageKey(); the newest first. */
export async function mailsThatName(tx: Tx, keys: readonly string[]): Promise<Map<string, Naming[]>> {
  const found = new Map<string, Naming[]>()
  if (keys.length === 0) return found
  const { rows } = await sql<Naming & { mailboxId: number; key: string }>`
    select m.mailbox_id, encode(r.message_id_key, 'hex') as key, i.id as issue_id, e.from_address as "from"
    from message_refs r join emails e on e.id = r.email_id
      join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
      join issues i on i.id = a.issue_id and i.deleted_at is null
      cross join lateral (select e.mailbox_id union select x.mailbox_id from issue_mailboxes x where x.issue_id = i.id) m
    where r.message_id_key = any(${keys.map((key) => `\\x${key}`)}::bytea[])
    order by e.id desc limit 500`.execute(tx)
  for (const { mailboxId, key, ...naming } of rows) {
    const name = messageKey(mailboxId, key)
    found.set(name, [...(found.get(name) ?? []), naming])
  }
  return found
}

/** Another issue of the same sender, to be compared by its subject. */
export type Alike = Readonly<{ issueId: number; subject: string }>

type Asked = Readonly<{ deliveryId: number; mailboxId: number; fromKey: string; at: Date }>

/** What each sender wrote about to the same mailbox in the last 14 days (inbound.md L7), by delivery. */
export async function recentIssues(tx: Tx, asked: readonly Asked[]): Promise<Map<number, Alike[]>> {
  const found = new Map<number, Alike[]>()
  if (asked.length === 0) return found
  const wanted = asked.map(({ deliveryId, mailboxId, fromKey, at }) => ({ deliveryId, mailboxId, fromKey, at }))
  const { rows } = await sql<Alike & { deliveryId: number }>`
    select w."deliveryId" as delivery_id, i.id as issue_id, i.subject
    from json_to_recordset(${JSON.stringify(wanted)}::json)
        as w("deliveryId" int, "mailboxId" int, "fromKey" text, at timestamptz)
      join user_identification_emails m on m.address_key = w."fromKey"
      cross join lateral (select id, subject, mailbox_id from issues x
        where x.user_identification_id = m.user_identification_id and x.last_activity_at > w.at - interval '14 days'
          and x.deleted_at is null and x.merged_into_id is null
        order by x.last_activity_at desc, x.id desc limit 10) i
    where i.mailbox_id = w."mailboxId"
      or exists (select from issue_mailboxes q where q.issue_id = i.id and q.mailbox_id = w."mailboxId")`.execute(tx)
  for (const { deliveryId, ...alike } of rows) found.set(deliveryId, [...(found.get(deliveryId) ?? []), alike])
  return found
}
