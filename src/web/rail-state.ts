import { sql } from 'kysely'
import type { RailState } from '../../templates/ui.ts'
import { readCounts } from '../desk/counts.ts'
import { businessHours, oldestHeldAnswer } from '../desk/held-answers.ts'
import { lateMailboxes } from '../mail/imap-health.ts'
import { isRealOne } from '../settings/instance.ts'
import type { Desk } from './desk.ts'
import { railWork } from './rail-work.ts'

type Trouble = { failed: number; held: number; undelivered: boolean; late: number; problems: number }

/** After so many business hours a held answer is everybody's business (design section 2, Reopening). */
const heldHours = 4

/** Counters and warnings of the rail: sums of few rows and partial indexes, never a count over issues. */
export async function railState({ db, instance, config }: Desk, repId: number): Promise<RailState> {
  const [counts, trouble, real, heldAnswer, work] = await Promise.all([
    readCounts(db, repId),
    readTrouble(db, repId),
    isRealOne(db, instance),
    oldestHeldAnswer(db),
    railWork(db, repId),
  ])
  const heldLong = heldAnswer && businessHours(heldAnswer.receivedAt, new Date(), heldHours) >= heldHours
  return {
    ...counts,
    ...trouble,
    work,
    undelivered: trouble.undelivered && !config.relayUrl,
    stopped: !real,
    heldLong: heldLong ? heldAnswer.issueId : null,
  }
}

async function readTrouble(db: Desk['db'], repId: number): Promise<Trouble> {
  const { rows } = await sql<Trouble>`
    select
      (select count(*)::int from (select from letters where rep_id = ${repId} 
        and (state in ('failed', 'bounced', 'uncertain') or (state = 'sent' and reason is not null)) and seen_failure_at is null limit 99) f) as failed,
      (select count(*)::int from (select from deliveries where state in ('held', 'failed') limit 99) h) as held,
      (select count(*)::int from (select from shop_problems where resolved_at is null limit 99) p) as problems,
      exists (select from letters where state = 'undelivered' and seen_failure_at is null) as undelivered,
      ${lateMailboxes} as late`.execute(db)
  return rows[0]!
}
