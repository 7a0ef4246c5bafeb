import { type Context, Hono } from 'hono'
import { CampaignPreviewPage, type PreviewProps } from '../../templates/campaign-preview.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { Campaign } from '../campaigns/campaigns.ts'
import {
  draftSource,
  type PreviewPerson,
  personInAudience,
  previewLetter,
  worstRows,
} from '../campaigns/draft-letter.ts'
import { sendTest, type Tested } from '../campaigns/test-letter.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { frameAnswer } from './emails.tsx'
import { formOf } from './input.ts'
import { pageParts } from './page.ts'

/** How the letter comes out for those whom it goes wrong for first, and a test to oneself (campaigns.md R26, R32). */
export function campaignPreviewPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/campaigns/:id/preview', async (c) => c.html(await page(c, desk, await campaignOf(c, desk.db))))
    .get('/campaigns/:id/preview/html', (c) => frame(c, desk))
    .post('/campaigns/:id/test', (c) => test(c, desk))
}

/** `who` is what was asked for: an address, or a part of a name. */
async function page(c: Context<Web>, desk: Desk, campaign: Campaign, told: { who?: string; tested?: Tested } = {}) {
  const who = told.who ?? (c.req.query('who') ?? '').slice(0, 200)
  const [parts, worst, asked, source] = await Promise.all([
    pageParts(c, desk),
    worstRows(desk.db, campaign),
    who ? personInAudience(desk.db, campaign, who) : undefined,
    draftSource(desk.db, campaign),
  ])
  const person = asked === 'too slow' ? undefined : (asked ?? (worst === 'too slow' ? undefined : worst.rows[0]))
  const notThere = who !== '' && asked === undefined
  const letter = person && previewLetter(desk, source, person)
  const shown: Omit<PreviewProps, 'ui'> = { campaign, worst, who, notThere, person, letter, tested: told.tested }
  return (
    <DeskPage {...parts} title={parts.ui.words.campaigns.preview} place="campaigns" shape="page">
      <CampaignPreviewPage ui={parts.ui} {...shown} />
    </DeskPage>
  )
}

/** The HTML of that person's letter, cleaned and framed as mail that came in is. */
async function frame(c: Context<Web>, desk: Desk) {
  const campaign = await campaignOf(c, desk.db)
  const found = await personInAudience(desk.db, campaign, (c.req.query('who') ?? '').slice(0, 320))
  const letter = found && found !== 'too slow' && previewLetter(desk, await draftSource(desk.db, campaign), found)
  const html = letter && 'html' in letter ? letter.html : null
  return frameAnswer(c, desk.cleanMail, { html, pictures: { cid: new Map() } })
}

async function test(c: Context<Web>, desk: Desk) {
  const campaign = await campaignOf(c, desk.db)
  const { who = '' } = await formOf(c)
  const rep = c.get('rep')
  const found = who ? await personInAudience(desk.db, campaign, who.slice(0, 320)) : undefined
  const person = found === 'too slow' || found === undefined ? somebody(rep.name) : found
  const tested = await sendTest(desk.db, desk, { campaign, person, to: rep.email, repId: rep.id })
  return c.html(await page(c, desk, campaign, { who, tested }), tested === 'sent' ? 200 : 422)
}

/** Where the audience is empty, oneself. */
function somebody(name: string): PreviewPerson {
  const [firstNames = '', ...rest] = name.split(' ')
  return { address: '', firstNames, lastName: rest.join(' '), country: '', language: '' }
}
