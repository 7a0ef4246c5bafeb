import { type RawBuilder, sql } from 'kysely'
import type { RailState } from '../../templates/ui.ts'
import { kept } from '../database/kept.ts'
import { type Counts, countColumns } from '../desk/counts.ts'
import { businessHours, oldestHeldAnswer } from '../desk/held-answers.ts'
import { lateMailboxes } from '../mail/imap-health.ts'
import { realOne } from '../settings/instance.ts'
import type { Desk } from './desk.ts'
import { toWork, type WorkRow, workColumns } from './rail-work.ts'

type Trouble = { failed: number; held: number; undelivered: boolean; late: number; problems: number }
type Row = Counts & Trouble & WorkRow & { real: boolean; issueId: number | null; receivedAt: Date | null }

/** After so many business hours a held answer is everybody's business (design section 2, Reopening). */
const heldHours = 4

/**
 * Counters and warnings of the rail: sums of few rows and partial indexes, never a count over issues. One statement,
 * since every page asks for it.
 */
export async function railState({ db, instance, config }: Desk, repId: number): Promise<RailState> {
  const { rows } = await sql<Row>`${kept}
    select ${countColumns(repId)}, ${troubleColumns(repId)}, ${workColumns(repId)}, ${realOne(instance)} as real, h.*
    from (select 1) one left join (${oldestHeldAnswer}) h on true`.execute(db)
  const { open, unassigned, mine, needsLook, failed, held, late, problems, ...row } = rows[0]!
  const heldLong = row.receivedAt && businessHours(row.receivedAt, new Date(), heldHours) >= heldHours
  return {
    ...{ open, unassigned, mine, needsLook, failed, held, late, problems },
    work: toWork(row),
    undelivered: row.undelivered && !config.relayUrl,
    stopped: !row.real,
    heldLong: heldLong ? row.issueId : null,
  }
}

function troubleColumns(repId: number): RawBuilder<unknown> {
  return sql`
      (select count(*)::int from (select from letters where rep_id = ${repId}
        and (state in ('failed', 'bounced', 'uncertain') or (state = 'sent' and reason is not null)) and seen_failure_at is null limit 99) f) as failed,
      (select count(*)::int from (select from deliveries where state in ('held', 'failed') limit 99) h) as held,
      (select count(*)::int from (select from shop_problems where resolved_at is null limit 99) p) as problems,
      exists (select from letters where state = 'undelivered' and seen_failure_at is null) as undelivered,
      ${lateMailboxes} as late`
}
