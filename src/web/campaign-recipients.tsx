import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { CampaignRecipientsPage } from '../../templates/campaign-recipients.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { ConfirmPage } from '../../templates/once.tsx'
import type { Campaign } from '../campaigns/campaigns.ts'
import { OverBudget, sendOnceMore } from '../campaigns/once-more.ts'
import { countsOf, listRecipients } from '../campaigns/recipients.ts'
import { recipientsCsv, recipientsHead } from '../campaigns/recipients-csv.ts'
import { recipientStates } from '../database/tables-campaigns.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const perPage = 50

/** Who got it, who did not and why (campaigns.md R15): by state, by name, as a file; and once more for those who did not. */
export function campaignRecipientPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns/:id/recipients', async (c) => c.html(await page(c, desk, await campaignOf(c, desk.db))))
    .get('/campaigns/:id/recipients.csv', (c) => csv(c, desk))
    .get('/campaigns/:id/again/:state', async (c) => c.html(await sure(c, desk)))
    .post('/campaigns/:id/again/:state', (c) => again(c, desk))
}

function filterOf(c: Context<Web>) {
  return {
    state: recipientStates.find((each) => each === c.req.query('state')),
    skipReason: (c.req.query('reason') ?? '').slice(0, 60) || undefined,
    q: (c.req.query('q') ?? '').slice(0, 200) || undefined,
  }
}

async function page(c: Context<Web>, desk: Desk, campaign: Campaign, problem?: string) {
  const filter = filterOf(c)
  const wanted = { campaignId: campaign.id, ...filter, cursor: c.req.query('cursor')?.slice(0, 64), limit: perPage }
  const [parts, counts, found] = await Promise.all([
    pageParts(c, desk),
    countsOf(desk.db, campaign.id),
    listRecipients(desk.db, wanted),
  ])
  const shown = { campaign, counts, filter, problem, ...found }
  return (
    <DeskPage {...parts} title={parts.ui.words.campaignRecipients.title} place="campaigns" shape="page">
      <CampaignRecipientsPage ui={parts.ui} {...shown} />
    </DeskPage>
  )
}

async function csv(c: Context<Web>, { readDb, db }: Desk) {
  const { id } = await campaignOf(c, db)
  const wanted = { campaignId: id, ...filterOf(c) }
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="campaign-${id}.csv"`)
  return stream(c, async (out) => {
    await out.write(recipientsHead)
    for await (const lines of recipientsCsv(readDb, wanted)) {
      if (out.aborted) return
      await out.write(lines)
    }
  })
}

function stateOf(c: Context<Web>) {
  const state = (['failed', 'uncertain'] as const).find((each) => each === c.req.param('state'))
  if (!state) throw new Refusal(404, 'missing')
  return state
}

async function sure(c: Context<Web>, desk: Desk) {
  const state = stateOf(c)
  const campaign = await campaignOf(c, desk.db)
  const [parts, counts] = await Promise.all([pageParts(c, desk), countsOf(desk.db, campaign.id)])
  const words = parts.ui.words.campaigns
  const n = parts.ui.dates.number(counts.states[state])
  const text = state === 'failed' ? words.retryText(n) : words.resendText(n)
  const label = state === 'failed' ? words.retry : words.resend
  const home = `/campaigns/${campaign.id}`
  const back = `${home}/recipients?state=${state}`
  return (
    <DeskPage {...parts} title={label} place="campaigns" shape="page">
      <ConfirmPage ui={parts.ui} text={text} label={label} action={`${home}/again/${state}`} back={back} />
    </DeskPage>
  )
}

async function again(c: Context<Web>, desk: Desk) {
  const wish = { id: (await campaignOf(c, desk.db)).id, state: stateOf(c) }
  const done = await desk.db
    .transaction()
    .execute((tx) => sendOnceMore(tx, desk.secrets, actorOf(c), wish))
    .catch((error: unknown) => {
      if (error instanceof OverBudget) return { problem: error.message }
      throw error
    })
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await page(c, desk, await campaignOf(c, desk.db), done.problem), 409)
  return goOn(c, `/campaigns/${wish.id}`)
}
