import { type Context, Hono } from 'hono'
import { CampaignPage } from '../../templates/campaign.tsx'
import { CampaignsPage } from '../../templates/campaigns.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { ConfirmPage } from '../../templates/once.tsx'
import { archiveUrl } from '../campaigns/archive-url.ts'
import { type Campaign, campaignLog, listCampaigns } from '../campaigns/campaigns.ts'
import { figuresOf, refreshFigures } from '../campaigns/figures.ts'
import { countsOf } from '../campaigns/recipients.ts'
import { type Changed, cancelCampaign, pauseCampaign, resumeCampaign } from '../campaigns/states.ts'
import type { Tx } from '../database/connection.ts'
import { campaignStates } from '../database/tables-campaigns.ts'
import type { Actor } from '../desk/changes.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const perPage = 50

/** All campaigns, and one with its progress, its numbers, its log, and what stops it. */
export function campaignPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns', (c) => list(c, desk))
    .get('/campaigns/:id', (c) => one(c, desk))
    .get('/campaigns/:id/sure/:deed', async (c) => c.html(await sure(c, desk)))
    .post('/campaigns/:id/sure/:deed', (c) => act(c, desk))
}

async function list(c: Context<Web>, desk: Desk) {
  const state = campaignStates.find((each) => each === c.req.query('state'))
  const [parts, found] = await Promise.all([
    pageParts(c, desk),
    listCampaigns(desk.db, { state, cursor: c.req.query('cursor')?.slice(0, 64), limit: perPage }),
  ])
  const ids = found.items.map(({ id }) => id)
  const figures = await figuresOf(desk.db, ids)
  const lines = found.items.map((campaign) => ({ campaign, figures: figures.get(campaign.id)! }))
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.campaigns.title} place="campaigns" shape="page">
      <CampaignsPage ui={parts.ui} state={state} lines={lines} next={found.next} />
    </DeskPage>,
  )
}

async function one(c: Context<Web>, desk: Desk, problem?: string) {
  const { db } = desk
  const campaign = await campaignOf(c, db)
  await refreshFigures(db, campaign.id)
  const [parts, counts, figures, log] = await Promise.all([
    pageParts(c, desk),
    countsOf(db, campaign.id),
    figuresOf(db, [campaign.id]),
    campaignLog(db, campaign.id),
  ])
  const shown = {
    campaign,
    counts,
    figures: figures.get(campaign.id)!,
    log,
    problem,
    archiveLink: archiveUrl(desk, campaign.id),
  }
  return c.html(
    <DeskPage {...parts} title={campaign.name} place="campaigns" shape="page">
      <CampaignPage ui={parts.ui} {...shown} />
    </DeskPage>,
    problem ? 409 : 200,
  )
}

type Deed = 'pause' | 'resume' | 'cancel'
const deeds: Readonly<Record<Deed, (tx: Tx, actor: Actor, id: number) => Promise<Changed>>> = {
  pause: pauseCampaign,
  resume: resumeCampaign,
  cancel: cancelCampaign,
}

function deedOf(c: Context<Web>): Deed {
  const deed = c.req.param('deed') ?? ''
  if (!Object.hasOwn(deeds, deed)) throw new Refusal(404, 'missing')
  return deed as Deed
}

async function sure(c: Context<Web>, desk: Desk) {
  const deed = deedOf(c)
  const campaign: Campaign = await campaignOf(c, desk.db)
  const parts = await pageParts(c, desk)
  const words = parts.ui.words.campaigns
  const back = `/campaigns/${campaign.id}`
  const text = words[`${deed}Text`](campaign.name)
  return (
    <DeskPage {...parts} title={words[deed]} place="campaigns" shape="page">
      <ConfirmPage ui={parts.ui} text={text} label={words[deed]} action={`${back}/sure/${deed}`} back={back} />
    </DeskPage>
  )
}

async function act(c: Context<Web>, desk: Desk) {
  const deed = deeds[deedOf(c)]
  const { id } = await campaignOf(c, desk.db)
  const done = await desk.db.transaction().execute((tx) => deed(tx, actorOf(c), id))
  if (done === 'not found') throw new Refusal(404, 'missing')
  return 'problem' in done ? one(c, desk, done.problem) : goOn(c, `/campaigns/${id}`)
}
