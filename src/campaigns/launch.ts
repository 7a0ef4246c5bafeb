import { sql } from 'kysely'
import { money } from '../certificates/issue.ts'
import type { Config } from '../config.ts'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { templateProblem } from '../letters/liquid.ts'
import { relayOf } from '../letters/relays.ts'
import type { Secrets } from '../settings/secret.ts'
import { campaignSettings } from './campaign-settings.ts'
import { type Campaign, noteDeed } from './campaigns.ts'
import { launchFaults } from './launch-faults.ts'
import { type Estimate, estimateCampaign } from './snapshot.ts'
import { type Changed, lockCampaign, moveTo, notNow } from './states.ts'

export type LaunchDesk = Readonly<{ secrets: Secrets; config: Pick<Config, 'relayUrl' | 'publicUrl'> }>

/**
 * Sends a draft on its way: at its time, or now. Refused where what would go out is off by more than 1 % from what
 * whoever launches it was shown, where a second person has to agree first, or where no letter could be left again.
 */
export async function launchCampaign(
  tx: Tx,
  desk: LaunchDesk,
  actor: Actor,
  wish: Readonly<{ id: number; expectedRecipients: number }>,
): Promise<Changed> {
  const campaign = await lockCampaign(tx, wish.id)
  if (!campaign) return 'not found'
  if (campaign.state !== 'draft') return notNow(campaign, 'launched')
  await sql`set local statement_timeout = '2min'`.execute(tx)
  const estimate = await estimateCampaign(tx, desk.secrets, campaign)
  const problem =
    (await wayProblem(tx, desk, campaign)) ??
    contentProblem(campaign) ??
    archiveProblem(campaign) ??
    surprise(estimate, wish.expectedRecipients) ??
    (await approvalProblem(tx, campaign, estimate))
  if (problem) return { problem }
  const set = sql`launched_by = ${actor.repId}, launched_at = now(), send_at = coalesce(send_at, now())`
  const detail = `${estimate.recipients} recipients`
  return moveTo(tx, actor, { campaign, to: 'scheduled', deed: 'launched', set, detail })
}

/** On loopback everything is a trial; in the world a letter needs a way out and a sender (campaigns.md 4.7). */
async function wayProblem(tx: Tx, desk: LaunchDesk, campaign: Campaign): Promise<string | undefined> {
  const relay = await relayOf(tx, desk, campaign.mailboxId)
  if (!relay) return `No relay takes the letters of ${campaign.mailbox}: set RELAY_URL, or add a relay in the settings.`
  if (isLoopback(relay.url)) return undefined
  if (!desk.config.publicUrl.startsWith('https://'))
    return 'One-click unsubscribing needs an https address: set PUBLIC_URL to one (RFC 8058).'
  return (await launchFaults(tx, campaign))[0]
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** What is wrong with the words of a campaign; undefined where nothing is. */
export function contentProblem({
  subject,
  text,
  html,
}: Pick<Campaign, 'subject' | 'text' | 'html'>): string | undefined {
  if (/\bcertificate\.code\b/.test(subject))
    return 'The subject may not show the code of a certificate: it would stand in the history.'
  for (const [name, template] of Object.entries({ subject, text, HTML: html ?? '' })) {
    const problem = templateProblem(template)
    if (problem) return `The ${name}: ${problem}`
  }
  return undefined
}

/** Who follows a link to a page that is off finds nothing. */
function archiveProblem({ text, html, archive }: Campaign): string | undefined {
  if (archive || !/\barchive_url\b/.test(`${text} ${html ?? ''}`)) return undefined
  return 'It links to its public copy, which is off: switch that on, or take {{ archive_url }} out.'
}

function surprise({ recipients }: Estimate, expected: number): string | undefined {
  if (recipients === 0) return 'Nobody would get this campaign: look at its audience and at who is skipped.'
  if (Math.abs(recipients - expected) <= expected * 0.01) return undefined
  return `It would go to ${recipients} people now, not to ${expected}: look at the numbers again, then launch it with that one.`
}

/** Whether a campaign of this size needs a second person, and why. */
export async function needsApproval(db: Db, campaign: Campaign, estimate: Estimate): Promise<string | undefined> {
  const { approvalRecipients, approvalMinor } = await campaignSettings(db)
  if (estimate.recipients > approvalRecipients)
    return `More than ${approvalRecipients} recipients need the approval of a second person.`
  if (!campaign.certificate || estimate.certificateMinor <= approvalMinor) return undefined
  return `Certificates worth more than ${money(approvalMinor, campaign.certificate.currency)} need the approval of a second person.`
}

async function approvalProblem(tx: Tx, campaign: Campaign, estimate: Estimate): Promise<string | undefined> {
  return campaign.approvedAt ? undefined : needsApproval(tx, campaign, estimate)
}

/** The second look: by a person who did not write it. An edit afterwards takes it back. */
export async function approveCampaign(tx: Tx, actor: Actor, id: number): Promise<Changed> {
  const campaign = await lockCampaign(tx, id)
  if (!campaign) return 'not found'
  if (campaign.state !== 'draft') return notNow(campaign, 'approved')
  if (actor.repId === null) return { problem: 'A person has to approve it: use a key that acts as a rep.' }
  if (campaign.author?.id === actor.repId) return { problem: 'Another person than who wrote it has to approve it.' }
  await sql`update campaigns set approved_by = ${actor.repId}, approved_at = now(), version = version + 1 where id = ${id}`.execute(
    tx,
  )
  await noteDeed(tx, { campaignId: id, repId: actor.repId, deed: 'approved' })
  return { changeId: await recordChange(tx, actor, { kind: 'campaign.approved', after: { id } }) }
}
