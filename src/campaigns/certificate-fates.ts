import { sql } from 'kysely'
import { giveBudgetBack } from '../certificates/programs.ts'
import type { Tx } from '../database/connection.ts'

/**
 * Makes certificates void that no letter carried to anybody: of recipients who failed or were skipped (campaigns.md
 * 6.2, rule 4). They were pending, worth nothing yet; their sum goes back to the budget.
 */
export async function voidUnsent(tx: Tx, campaignId: number): Promise<void> {
  const { rows } = await sql<{ programId: number; sum: number }>`
    with gone as (
      update gift_certificates g set status = 'void', void_reason = 'its letter did not go'
      from campaign_recipients r
      where r.campaign_id = ${campaignId} and r.state in ('failed', 'skipped') and g.campaign_recipient_id = r.id
        and g.status = 'pending'
      returning g.program_id, g.initial_minor)
    select program_id, sum(initial_minor)::float8 as sum from gone group by program_id`.execute(tx)
  for (const { programId, sum } of rows) await giveBudgetBack(tx, programId, sum)
}
