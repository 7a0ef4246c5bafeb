import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/**
 * A copy that came to the reply address of a letter (`interactionId`) or an issue, after the mail that it equals was
 * filed elsewhere: `deliveryId` is that mail's.
 */
export type LateToken = Readonly<{
  deliveryId: number
  interactionId: number | null
  issueId: number | null
  text: string
}>

/** Proposes the issue that the address belongs to, once; the mail stays where it is, since somebody may have answered. */
export async function suggestByTokens(tx: Tx, tokens: readonly LateToken[]): Promise<void> {
  if (tokens.length === 0) return
  await sql`
    insert into suggestions (issue_id, interaction_id, kind, other_issue_id, address, name, level, evidence, text)
    select distinct on (e.interaction_id, o.id) here.issue_id, e.interaction_id, 'issue', o.id, '', '', 'L1', 'reply address', t.text
    from json_to_recordset(${JSON.stringify(tokens)}::json)
        as t("deliveryId" int, "interactionId" int, "issueId" int, text text)
      join emails e on e.delivery_id = t."deliveryId"
      join actions here on here.interaction_id = e.interaction_id and here.deleted_at is null
      left join actions there on there.interaction_id = t."interactionId" and there.deleted_at is null
      join issues i on i.id = coalesce(t."issueId", there.issue_id)
      join issues o on o.id = coalesce(i.merged_into_id, i.id) and o.deleted_at is null
    where not exists (select from actions a
        where a.interaction_id = e.interaction_id and a.issue_id = o.id and a.deleted_at is null)
      and not exists (select from suggestions s where s.interaction_id = e.interaction_id and s.other_issue_id = o.id)
    order by e.interaction_id, o.id, here.issue_id`.execute(tx)
}
