import { type Context, Hono } from 'hono'
import { CampaignLaunchPage } from '../../templates/campaign-launch.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { type Campaign, campaignLog } from '../campaigns/campaigns.ts'
import { approveCampaign, contentProblem, launchCampaign, needsApproval } from '../campaigns/launch.ts'
import { launchFaults } from '../campaigns/launch-faults.ts'
import { type Estimate, estimateCampaign } from '../campaigns/snapshot.ts'
import type { Changed } from '../campaigns/states.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** The last look before it goes: how many, who is skipped and why, what it is worth, and the number typed (R32). */
export function campaignLaunchPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns/:id/launch', async (c) => {
      const campaign = await campaignOf(c, desk.db)
      if (campaign.state !== 'draft') return goOn(c, `/campaigns/${campaign.id}`)
      return c.html(await launchPage(c, desk, campaign))
    })
    .post('/campaigns/:id/launch', (c) => launch(c, desk))
    .post('/campaigns/:id/approve', async (c) => {
      const campaign = await campaignOf(c, desk.db)
      const done = await desk.db.transaction().execute((tx) => approveCampaign(tx, actorOf(c), campaign.id))
      return settle(c, desk, { campaign, done, to: `/campaigns/${campaign.id}/launch` })
    })
}

async function launchPage(c: Context<Web>, desk: Desk, campaign: Campaign, problem?: string) {
  const { db } = desk
  const [parts, estimate, log, spelling, faults] = await Promise.all([
    pageParts(c, desk),
    estimateInTime(desk, campaign),
    campaignLog(db, campaign.id),
    desk.speller?.check(db, campaign.text, {}),
    launchFaults(db, campaign),
  ])
  const last = log.find(({ deed }) => deed === 'tested' || deed === 'changed' || deed === 'created')
  const asks = estimate && (await needsApproval(db, campaign, estimate))
  const misspelled = spelling && 'misspellings' in spelling ? spelling.misspellings.map(({ word }) => word) : undefined
  return (
    <DeskPage {...parts} title={parts.ui.words.campaignLaunch.title} place="campaigns" shape="page">
      <CampaignLaunchPage
        ui={parts.ui}
        campaign={campaign}
        estimate={estimate}
        problem={problem ?? contentProblem(campaign)}
        approval={asks}
        faults={faults}
        tested={last?.deed === 'tested'}
        misspelled={misspelled && [...new Set(misspelled)]}
      />
    </DeskPage>
  )
}

/** Undefined where counting takes longer than a person waits. */
async function estimateInTime({ db, secrets }: Desk, campaign: Campaign): Promise<Estimate | undefined> {
  try {
    return await estimateCampaign(db, secrets, campaign)
  } catch (error) {
    if ((error as { code?: unknown }).code === '57014') return undefined
    throw error
  }
}

async function launch(c: Context<Web>, desk: Desk) {
  const campaign = await campaignOf(c, desk.db)
  const typed = ((await formOf(c)).recipients ?? '').replace(/[\s.,’']/g, '')
  const words = c.get('ui').words.campaignLaunch
  if (!/^\d{1,9}$/.test(typed)) return c.html(await launchPage(c, desk, campaign, words.typedWrong), 422)
  const wish = { id: campaign.id, expectedRecipients: Number(typed) }
  const done = await desk.db.transaction().execute((tx) => launchCampaign(tx, desk, actorOf(c), wish))
  return settle(c, desk, { campaign, done, to: `/campaigns/${campaign.id}` })
}

type Settled = Readonly<{ campaign: Campaign; done: Changed; to: string }>

async function settle(c: Context<Web>, desk: Desk, { campaign, done, to }: Settled) {
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await launchPage(c, desk, campaign, done.problem), 409)
  return goOn(c, to)
}
