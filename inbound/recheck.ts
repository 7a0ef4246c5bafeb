import type { Logger } from 'pino'
import type { Database, Tx } from '../src/database/connection.ts'
import { recordChange } from '../src/desk/changes.ts'
import { lookAgain } from '../src/desk/looks.ts'
import { issuesTouched } from '../src/desk/notices.ts'
import { startWorker, type Worker } from '../src/jobs/queue.ts'
import {
  type Check,
  claimChecks,
  loadChecks,
  postponeCheck,
  settleCheck,
  type Verdict,
} from '../src/mail/authentication.ts'
import { judgingRules } from '../src/mail/trust.ts'
import { sender } from './addresses.ts'
import { authenticate, bound } from './authenticate.ts'
import type { Authenticator } from './authenticator.ts'
import { headerEnd, readHeaders } from './headers.ts'

type Parts = Readonly<{ db: Database; authenticator: Authenticator; log: Logger }>

const atOnce = 10
/** ms for one mail: nobody waits for it. */
const patience = 15_000

/** Asks again about mails whose verdict was not to be had in time, a few times over some hours. */
export function startRechecks(parts: Parts): Worker {
  return startWorker(
    async () => (await recheckWaiting(parts)) > 0,
    (error) => parts.log.error({ err: error }, 'asking again about mail failed, it goes on'),
  )
}

/** One round; answers how many mails were due. For tests. */
export async function recheckWaiting(parts: Parts): Promise<number> {
  const ids = await claimChecks(parts.db, atOnce)
  if (ids.length === 0) return 0
  const checks = await loadChecks(parts.db, ids)
  const rules = await judgingRules(parts.db)
  await Promise.all(checks.map((check) => recheck(parts, rules, check)))
  return ids.length
}

async function recheck({ db, authenticator }: Parts, rules: Awaited<ReturnType<typeof judgingRules>>, check: Check) {
  const asked = await authenticate(check, { authenticator, rules, ms: patience })
  if (asked.again) return postponeCheck(db, check)
  const from = sender(readHeaders(check.raw.subarray(0, headerEnd(check.raw).end)), check.mailFrom)
  const verdict = bound(asked, { from, fromCertain: from.certain })
  await db.transaction().execute((tx) => settle(tx, check.emailId, verdict))
}

/**
 * A later verdict changes the badge; one that fails calls for a look at the issue where the mail is. It never moves the
 * mail: somebody may have answered it.
 */
async function settle(tx: Tx, emailId: number, { verified, authentication }: Verdict) {
  const interactionId = await settleCheck(tx, emailId, { verified, authentication })
  if (!interactionId) return
  const rows = await tx
    .selectFrom('actions')
    .select('issueId')
    .where('interactionId', '=', interactionId)
    .where('deletedAt', 'is', null)
    .execute()
  const issueIds = rows.map((row) => row.issueId)
  if (verified === 'fail') {
    await lookAgain(tx, issueIds)
    for (const issueId of issueIds)
      await recordChange(
        tx,
        { kind: 'mail', repId: null },
        { kind: 'mail.verified', issueId, before: { emailId, verified: 'unknown' }, after: { emailId, verified } },
      )
  }
  await issuesTouched(tx, issueIds)
}
