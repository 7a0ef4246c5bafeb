import { sql } from 'kysely'
import { voidCertificate } from '../certificates/ledger.ts'
import type { Database, Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { CampaignPolicy, RecipientState } from '../database/tables-campaigns.ts'
import type { Outcome } from '../letters/outcome.ts'
import { addressKey } from '../mail/address.ts'
import { isMailboxFact, suppressReported } from '../people/suppressions.ts'
import { historyOf, interactionIds, issueIds } from './history.ts'
import type { Running } from './running.ts'
import { suppressTired } from './soft-bounces.ts'

/** How a try ended, with what its history will say. */
export type Result = Readonly<{
  id: number
  token: string
  outcome: Outcome
  attempts: number
  address: string
  certificateId: number | null
  subject: string
  snippet: string
}>

type Next = Readonly<{ state: RecipientState; wait: number; code: number | null; trouble: boolean } & Judged>
type Judged = Readonly<{ hard: boolean; policy: boolean }>

/**
 * T3: results as one statement, counters and history with them; one commit. A row that another worker holds by now
 * stays as it is; a letter that was given up as uncertain and proves to be sent becomes sent.
 */
export async function recordResults(db: Database, campaign: Running, results: readonly Result[]): Promise<void> {
  if (results.length === 0) return
  // The usual case: one statement is its own transaction, and nobody waits for its begin and its commit.
  if (results.every(({ outcome }) => outcome.kind === 'sent')) return void (await write(db, campaign, results))
  await db.transaction().execute(async (tx) => {
    const failed = await write(tx, campaign, results)
    await suppressReported(
      tx,
      results.flatMap(({ id, address, outcome }) => {
        const status = failed.has(id) ? enhancedOf(outcome.reply) : ''
        return status ? [{ address, kind: 'bounced', status, evidence: { recipientId: id, reply: outcome.reply } }] : []
      }),
    )
    const softly = results.filter(({ id, outcome }) => failed.has(id) && !isMailboxFact(enhancedOf(outcome.reply)))
    await suppressTired(
      tx,
      softly.map(({ address }) => addressKey(address)),
    )
    for (const { certificateId } of results.filter(({ id }) => failed.has(id)))
      if (certificateId) await voidCertificate(tx, certificateId, { repId: null, reason: 'its letter did not go' })
  })
}

async function write(db: Db, campaign: Running, results: readonly Result[]): Promise<ReadonlySet<number>> {
  const given = results.map(({ outcome, ...result }) => ({
    ...{
      id: result.id,
      token: result.token,
      subject: result.subject.slice(0, 500).toWellFormed(),
      snippet: result.snippet,
    },
    ...{
      reply: outcome.reply || null,
      reason: outcome.reason || null,
      ...nextOf(campaign.policy, result.attempts, outcome),
    },
  }))
  const { rows } = await sql<{ id: number; state: RecipientState }>`${kept}
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as g (id bigint, token uuid, state text, code smallint,
        reply text, reason text, wait float8, trouble boolean, hard boolean, policy boolean, subject text, snippet text)),
    mine as materialized (
      select r.id, r.state as before, r.interaction_id as known, r.attempts, r.first_handed_at,
        r.user_identification_id as person, r.address, r.address_key
      from given g join campaign_recipients r on r.id = g.id
      where r.lease_token = g.token and (r.state = 'handed' or (r.state = 'uncertain' and g.state = 'sent'))
      order by r.id for update of r),
    planned as materialized (
      select m.id, ${issueIds} as issue_id, ${interactionIds} as interaction_id, m.person, m.address, m.address_key,
        g.subject, g.snippet
      from mine m join given g on g.id = m.id
      where g.state in ('sent', 'uncertain') and m.known is null and m.person is not null),
    ${historyOf(campaign)},
    settled as (
      update campaign_recipients r set
        state = case when g.state = 'deferred' and m.first_handed_at < now() - interval '48 hours' then 'failed' else g.state end,
        code = g.code, reply = g.reply, reason = case when g.state = 'sent' then null else g.reason end, lease_until = null,
        attempts = r.attempts - g.trouble::int, next_at = now() + make_interval(secs => g.wait),
        done_at = case when g.state <> 'deferred' then now() end,
        issue_id = coalesce(r.issue_id, p.issue_id), interaction_id = coalesce(r.interaction_id, p.interaction_id)
      from mine m join given g on g.id = m.id left join planned p on p.id = m.id
      where r.id = m.id returning r.id, r.state, m.before, m.attempts, g.code, g.reason, g.hard, g.policy, r.campaign_id),
    tried as (
      insert into campaign_attempts (recipient_id, attempt, outcome, code, reason)
      select id, attempts, state, code, left(coalesce(reason, ''), 500) from settled where state <> 'sent'
      on conflict (recipient_id, attempt) do update set at = now(), outcome = excluded.outcome, reason = excluded.reason),
    counted as (
      insert into campaign_counts (campaign_id, name, delta)
      select ${campaign.id}::int, c.name, sum(c.n) from settled s cross join lateral (values
        (s.state, 1), ('uncertain', -(s.before = 'uncertain')::int), ('attempts', (s.code is not null)::int),
        ('hard', (s.hard and s.state = 'failed')::int), ('policy', s.policy::int)) c (name, n)
      group by c.name having sum(c.n) <> 0)
    select id::float8 as id, state from settled`.execute(db)
  return new Set(rows.flatMap(({ id, state }) => (state === 'failed' ? [id] : [])))
}

/** campaigns.md R10: 5, 10, 20, 40 minutes, 2 and 4 hours, each with a tenth of chance. */
const waits = [300, 600, 1200, 2400, 7200, 14_400]

function nextOf(policy: CampaignPolicy, attempts: number, outcome: Outcome): Next {
  const code = Number(/\b([245]\d\d)[ -]/.exec(outcome.reply)?.[1] ?? Number.NaN) || null
  const next = { wait: 0, code, trouble: outcome.trouble, ...judge(outcome) }
  const wait = Math.round((waits[Math.min(attempts, waits.length) - 1] ?? 300) * (1 + Math.random() / 10))
  if (outcome.kind === 'sent') return { ...next, state: 'sent' }
  if (outcome.kind === 'never') return { ...next, state: 'failed' }
  if (outcome.kind === 'later') return { ...next, state: 'deferred', wait: outcome.trouble ? 15 : wait }
  // Sent again only where that was wished, with the same bytes and Message-ID, and once (campaigns.md 5.4).
  return policy === 'resend' && attempts < 2
    ? { ...next, state: 'deferred', wait: 60 }
    : { ...next, state: 'uncertain' }
}

/** campaigns.md 4.5: no such mailbox is about the recipient; 5.7.x is about us, and never about the recipient. */
function judge({ kind, reply }: Outcome): Judged {
  const status = enhancedOf(reply)
  return { hard: kind === 'never' && isMailboxFact(status), policy: status.startsWith('5.7.') }
}

/** RFC 3463, '' where the relay said none. */
function enhancedOf(reply: string): string {
  return /\b5\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? ''
}
