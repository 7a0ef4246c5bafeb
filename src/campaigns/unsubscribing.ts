import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Basis } from '../database/tables-campaigns.ts'
import type { Actor } from '../desk/changes.ts'
import { suppressAndRecord } from '../desk/suppression-changes.ts'

/** Whom an unsubscribe link was mailed to, and by what. */
export type Addressed = Readonly<{
  recipientId: number
  campaignId: number
  address: string
  basis: Basis
  list: Readonly<{ id: number; name: string }> | null
}>

/** Nobody of ours: the customer. */
export const customer: Actor = { kind: 'mail', repId: null }

/** Undefined where the campaign or the address is gone: there is nothing left to take back then. */
export async function addressedBy(db: Db, recipientId: number): Promise<Addressed | undefined> {
  const { rows } = await sql<Omit<Addressed, 'recipientId'>>`
    select r.campaign_id, r.address, coalesce(v.basis, c.basis) as basis,
      case when l.id is not null then json_build_object('id', l.id, 'name', l.name) end as list
    from campaign_recipients r join campaigns c on c.id = r.campaign_id left join campaign_versions v on v.id = c.version_id
      left join mailing_lists l on l.slug = coalesce(v.list, c.list)
    where r.id = ${recipientId} and r.address <> ''`.execute(db)
  return rows[0] && { recipientId, ...rows[0] }
}

/** What one click ends: the list that somebody agreed to; where nobody agreed to one, all of marketing (GDPR 21). */
export function scopeOf({ basis, list }: Addressed): { scope: 'list' | 'marketing'; listId: number | null } {
  return basis === 'consent' && list ? { scope: 'list', listId: list.id } : { scope: 'marketing', listId: null }
}

export type Way = 'one-click' | 'page' | 'mail'

/**
 * Takes somebody off, at once and for good, into the history of the person; a second time changes nothing. What is in
 * an SMTP server's hands already may still arrive (campaigns.md 4.1).
 */
export async function unsubscribe(
  tx: Tx,
  to: Addressed,
  how: { way: Way; emailId?: number; wide?: boolean },
): Promise<void> {
  const { scope, listId } = how.wide ? ({ scope: 'marketing', listId: null } as const) : scopeOf(to)
  const { recipientId, campaignId, address } = to
  const evidence = { way: how.way, campaignId, recipientId, ...(how.emailId && { emailId: how.emailId }) }
  const done = await suppressAndRecord(tx, customer, { address, scope, listId, reason: 'unsubscribed', evidence })
  if (done) await countUnsubscribe(tx, to, how.way)
}

async function countUnsubscribe(tx: Tx, { campaignId, recipientId }: Addressed, way: Way): Promise<void> {
  await sql`with noted as (
      insert into campaign_events (campaign_id, recipient_id, kind, detail)
      values (${campaignId}, ${recipientId}, 'unsubscribe', ${way}) on conflict do nothing returning campaign_id)
    insert into campaign_counts (campaign_id, name, delta) select campaign_id, 'unsubscribe', 1 from noted`.execute(tx)
}

/** Mails that came to a signed unsubscribe address: the token alone counts, whatever they say (RFC 8058 is about https only). */
export async function unsubscribeByMail(
  tx: Tx,
  mails: readonly Readonly<{ recipientId: number; emailId: number }>[],
): Promise<void> {
  for (const { recipientId, emailId } of mails) {
    const to = await addressedBy(tx, recipientId)
    if (to) await unsubscribe(tx, to, { way: 'mail', emailId })
  }
}
