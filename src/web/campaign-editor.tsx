import { type Context, Hono } from 'hono'
import { CampaignEditor } from '../../templates/campaign-editor.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { campaignSettings } from '../campaigns/campaign-settings.ts'
import { addCampaign, type Campaign, changeCampaign, type Patched } from '../campaigns/campaigns.ts'
import { contentProblem } from '../campaigns/launch.ts'
import { campaignVariables } from '../campaigns/letter-values.ts'
import { listAudiences } from '../desk/audiences.ts'
import { listPicklist } from '../desk/picklists.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { listMailingLists } from '../people/mailing-lists.ts'
import { type CampaignFault, type CampaignTyped, digitsOf, readCampaign } from './campaign-form.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn } from './input.ts'
import { localText } from './local-time.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Where a campaign is written: new ones, and drafts. What is launched is frozen. */
export function campaignEditorPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns/new', async (c) => c.html(await formPage(c, desk, undefined)))
    .post('/campaigns/new', (c) => save(c, desk, undefined))
    .get('/campaigns/:id/edit', async (c) => {
      const campaign = await campaignOf(c, desk.db)
      if (campaign.state !== 'draft') return goOn(c, `/campaigns/${campaign.id}`)
      return c.html(await formPage(c, desk, campaign))
    })
    .post('/campaigns/:id/edit', async (c) => save(c, desk, await campaignOf(c, desk.db)))
}

type Typed = { typed?: CampaignTyped; faults?: readonly CampaignFault[]; stale?: boolean }

async function formPage(c: Context<Web>, desk: Desk, campaign: Campaign | undefined, again: Typed = {}) {
  const { db } = desk
  const [parts, mailboxes, lists, audiences, types, settings] = await Promise.all([
    pageParts(c, desk),
    listMailboxes(db),
    listMailingLists(db),
    listAudiences(db),
    listPicklist(db, 'issue_type'),
    campaignSettings(db),
  ])
  const open = lists.filter(({ archived }) => !archived)
  const fresh = { ...empty, ...groundOf(open), audience: c.req.query('audience') ?? '' }
  const typed = again.typed ?? (campaign ? typedOf(c, campaign) : fresh)
  const now = JSON.stringify(campaign?.audience)
  const words = parts.ui.words.campaignEditor
  return (
    <DeskPage {...parts} title={campaign?.name ?? words.newTitle} place="campaigns" shape="page">
      <CampaignEditor
        ui={parts.ui}
        campaign={campaign}
        typed={typed}
        faults={again.faults ?? []}
        stale={again.stale ?? false}
        problem={campaign && contentProblem(campaign)}
        mailboxes={mailboxes}
        lists={open}
        audiences={audiences}
        audienceName={audiences.find(({ audience }) => JSON.stringify(audience) === now)?.name}
        types={types}
        lateHours={settings.lateHours}
        variables={campaignVariables}
      />
    </DeskPage>
  )
}

const empty: CampaignTyped = { policy: 'hold', types: 'spam', currency: 'EUR' }

/** What a new one begins with: consent is given to a list, so that it is the basis only where one is chosen. */
function groundOf(lists: readonly Readonly<{ slug: string }>[]): CampaignTyped {
  const only = lists.length === 1 ? lists[0] : undefined
  return only ? { list: only.slug, basis: 'consent' } : { list: '', basis: 'softOptIn' }
}

function typedOf(c: Context<Web>, campaign: Campaign): CampaignTyped {
  const { name, subject, text, html, mailboxId, list, basis, certificate, types, policy, rate } = campaign
  const time = (at: Date | null) => (at ? localText(c, at) : '')
  return {
    ...{ name, subject, text, html: html ?? '', mailbox: String(mailboxId), list: list ?? '', basis, policy },
    ...{ types: types.join(', '), rate: rate === null ? '' : String(rate), audience: '' },
    ...{ sendAt: time(campaign.sendAt), expiresAt: time(campaign.expiresAt) },
    ...(certificate && {
      amount: (certificate.amountMinor / 10 ** digitsOf(certificate.currency)).toFixed(digitsOf(certificate.currency)),
      currency: certificate.currency,
      expiresOn: certificate.expiresOn,
    }),
  }
}

async function save(c: Context<Web>, desk: Desk, campaign: Campaign | undefined) {
  const typed = await formOf(c)
  const read = await readCampaign(c, desk.db, typed, campaign)
  if ('faults' in read) return c.html(await formPage(c, desk, campaign, { typed, faults: read.faults }), 422)
  const repId = c.get('rep').id
  const wish = { version: idIn(typed.version), values: read.values, repId }
  const saved = await desk.db
    .transaction()
    .execute(
      async (tx): Promise<Patched | number> =>
        campaign ? changeCampaign(tx, { id: campaign.id, ...wish }) : addCampaign(tx, read.values, repId),
    )
  if (saved === 'not found') throw new Refusal(404, 'missing')
  if (saved === 'not now') throw new Refusal(409, 'bad input', c.get('ui').words.campaignEditor.frozen)
  if (typeof saved === 'object') return c.html(await formPage(c, desk, saved.conflict, { typed, stale: true }), 409)
  const id = campaign?.id ?? (saved as number)
  return goOn(c, typed.deed === 'preview' ? `/campaigns/${id}/preview` : `/campaigns/${id}/edit`, { said: 'saved' })
}
