import { sql } from 'kysely'
import { issueCertificates, money } from '../certificates/issue.ts'
import { takeBudget, usualProgram } from '../certificates/programs.ts'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import type { Secrets } from '../settings/secret.ts'
import type { Campaign } from './campaigns.ts'
import { type Changed, lockCampaign, moveTo, notNow } from './states.ts'

export type OnceMore = 'failed' | 'uncertain'
type Wish = Readonly<{ id: number; state: OnceMore }>
type Row = Readonly<{ recipientId: number; personId: number }>

/**
 * Lets all who failed, or all of whom nobody knows whether they got it, wait for their letter again: the same one, with
 * the same Message-ID. Whoever is uncertain may get it twice. A certificate that became void with the failure is
 * replaced by a new one, as far as the budget goes. A finished campaign runs on. Who was erased meanwhile has no address.
 */
export async function sendOnceMore(tx: Tx, secrets: Secrets, actor: Actor, { id, state }: Wish): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  const deed = state === 'failed' ? 'retried' : 'resent'
  if (!['running', 'paused', 'finished'].includes(campaign.state)) return notNow(campaign, deed)
  await sql`set local statement_timeout = '5min'`.execute(tx)
  const rows = await waitAgain(tx, campaign, state)
  if (rows.length === 0) return { problem: `Nobody is ${state} any more.` }
  const problem = campaign.certificate && (await newCertificates(tx, secrets, campaign))
  if (problem) throw new OverBudget(problem)
  const to = campaign.state === 'finished' ? 'running' : campaign.state
  return moveTo(tx, actor, { campaign, to, deed, set: sql`finished_at = null`, detail: `${rows.length} recipients` })
}

/** Nothing of it happened: whoever began the transaction tells the reason. */
export class OverBudget extends Error {}

async function waitAgain(tx: Tx, campaign: Campaign, state: OnceMore): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with again as (
      update campaign_recipients set state = 'pending', next_at = now(), lease_token = null, lease_until = null,
        done_at = null, first_handed_at = null, reason = null, code = null, reply = null
      where campaign_id = ${campaign.id} and state = ${state} and address <> '' returning id, user_identification_id),
    counted as (
      insert into campaign_counts (campaign_id, name, delta)
      select ${campaign.id}, ${state}, -count(*) from again having count(*) > 0)
    select id::float8 as recipient_id, user_identification_id as person_id from again`.execute(tx)
  return rows
}

/** For whoever waits and has a void one; what stands against it in words. */
async function newCertificates(tx: Tx, secrets: Secrets, campaign: Campaign): Promise<string | undefined> {
  const { amountMinor, currency, expiresOn } = campaign.certificate!
  const { rows } = await sql<Row>`
    update gift_certificates g set campaign_recipient_id = null from campaign_recipients r
    where r.campaign_id = ${campaign.id} and r.state = 'pending' and g.campaign_recipient_id = r.id and g.status = 'void'
    returning r.id::float8 as recipient_id, r.user_identification_id as person_id`.execute(tx)
  if (rows.length === 0) return undefined
  const program = await usualProgram(tx, 'promotional', currency)
  const budget = await takeBudget(tx, program.id, rows.length * amountMinor)
  if (budget !== 'taken') return `The budget of “${program.name}” has ${money(budget.left, currency)} left.`
  const rest = { amountMinor, issueId: null }
  const each = rows.map((one) => ({ ...one, ...rest }))
  await issueCertificates(tx, secrets, { program, status: 'pending', issuedBy: null, expiresOn, rows: each })
  return undefined
}
