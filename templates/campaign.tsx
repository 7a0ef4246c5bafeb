import type { Campaign, LogLine } from '../src/campaigns/campaigns.ts'
import type { CampaignFigures } from '../src/campaigns/figures.ts'
import type { Counts } from '../src/campaigns/recipients.ts'
import { CampaignFacts } from './campaign-facts.tsx'
import { CampaignOptions } from './campaign-options.tsx'
import { CampaignChip, CampaignFrame, Term, Terms, Trouble } from './campaign-parts.tsx'
import { CampaignProgress } from './campaign-progress.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type CampaignProps = {
  ui: Ui
  campaign: Campaign
  counts: Counts
  figures: CampaignFigures
  log: readonly LogLine[]
  problem: string | undefined
  /** Of the public copy of its letter. */
  archiveLink: string
}

const moving: readonly string[] = ['scheduled', 'snapshotting', 'running']

/** One campaign: how far it is, what came of it, what it is, and what was done with it. */
export function CampaignPage(props: CampaignProps) {
  const { ui, campaign, problem } = props
  const { state } = campaign
  return (
    <CampaignFrame ui={ui} campaign={campaign} tab="overview">
      {problem && <Trouble text={ui.words.said(problem)} />}
      <div id="campaign-state" class="campaign-state" data-live-campaign>
        <CampaignChip ui={ui} state={state} />
        {campaign.pauseReason && <span>{ui.words.said(campaign.pauseReason)}</span>}
        {state === 'scheduled' && campaign.sendAt && (
          <span class="quiet">{ui.words.campaigns.goesAt(ui.dates.full(campaign.sendAt))}</span>
        )}
        {ui.may('campaigns') && <Deeds ui={ui} campaign={campaign} />}
      </div>
      <div id="campaign-numbers" data-live-campaign data-live-now>
        {state !== 'draft' && <CampaignProgress {...props} />}
        {campaign.versionId !== null && <Figures {...props} />}
      </div>
      <div class="campaign-columns">
        <div>
          <CampaignFacts ui={ui} campaign={campaign} />
          {ui.may('campaigns') && <CampaignOptions ui={ui} campaign={campaign} link={props.archiveLink} />}
        </div>
        <Log {...props} />
      </div>
    </CampaignFrame>
  )
}

function Deeds({ ui, campaign }: Pick<CampaignProps, 'ui' | 'campaign'>) {
  const words = ui.words.campaigns
  const { id, state } = campaign
  const sure = (deed: 'pause' | 'resume' | 'cancel') => (
    <a class="button" href={ui.url(`/campaigns/${id}/sure/${deed}`)}>
      {words[deed]}
    </a>
  )
  return (
    <span class="campaign-deeds">
      {state === 'draft' && (
        <a class="button primary" href={ui.url(`/campaigns/${id}/launch`)}>
          {icon('send')} {words.launch}
        </a>
      )}
      {moving.includes(state) && sure('pause')}
      {state === 'paused' && sure('resume')}
      {state !== 'finished' && state !== 'cancelled' && sure('cancel')}
    </span>
  )
}

function Figures({ ui, campaign, counts, figures }: CampaignProps) {
  const words = ui.words.campaigns
  const { sent } = counts.states
  const share = (n: number) => (sent > 0 && n > 0 ? words.ofSent(`${((100 * n) / sent).toFixed(1)} %`) : undefined)
  const event = (name: keyof Counts['events']) => counts.events[name] ?? 0
  const n = ui.dates.number
  return (
    <section class="campaign-part" aria-labelledby="figures">
      <h2 id="figures">{words.figures}</h2>
      <Terms>
        <Term name={words.figure.sent} value={n(sent)} />
        <Term name={words.figure.bounced} value={n(event('bounce'))} more={share(event('bounce'))} />
        <Term name={words.figure.complaint} value={n(event('complaint'))} more={share(event('complaint'))} />
        <Term name={words.figure.reply} value={n(event('reply'))} more={share(event('reply'))} />
        <Term name={words.figure.unsubscribe} value={n(event('unsubscribe'))} more={share(event('unsubscribe'))} />
        {campaign.certificate && (
          <Term name={words.figure.redeemed} value={n(figures.redeemed)} more={share(figures.redeemed)} />
        )}
        {campaign.tracking && <Looks ui={ui} counts={counts} />}
        <Term name={words.figure.orders} value={n(figures.orders)} />
        {figures.revenue.map(({ currency, minor }) => (
          <Term name={words.figure.revenue} value={ui.dates.money(minor, currency)} />
        ))}
      </Terms>
      {campaign.certificate && ['finished', 'cancelled'].includes(campaign.state) && ui.may('settings') && (
        <p>
          <a href={ui.url(`/campaigns/${campaign.id}/void-certificates`)}>{ui.words.voidAll.link}</a>
        </p>
      )}
      <p class="quiet">
        {figures.countedAt && `${words.figuresLead(ui.dates.relative(figures.countedAt))} `}
        {words.revenueHint} {campaign.tracking ? ui.words.campaignOptions.trackingNote : words.noTracking}
      </p>
    </section>
  )
}

/** People, and apart from them machines. */
function Looks({ ui, counts: { looks } }: Pick<CampaignProps, 'ui' | 'counts'>) {
  const words = ui.words.campaignOptions
  const machines = (n: number) => (n > 0 ? words.machines(ui.dates.number(n)) : undefined)
  return (
    <>
      <Term name={words.opened} value={ui.dates.number(looks.open)} more={machines(looks.openMachine)} />
      <Term name={words.clicked} value={ui.dates.number(looks.click)} more={machines(looks.clickMachine)} />
    </>
  )
}

function Log({ ui, log }: CampaignProps) {
  const words = ui.words.campaigns
  return (
    <section class="campaign-part" id="campaign-log" aria-labelledby="log" data-live-campaign data-live-now>
      <h2 id="log">{words.log}</h2>
      <p class="quiet">{words.logLead}</p>
      <ul class="history campaign-log">
        {log.map(({ at, rep, deed, detail }) => (
          <li>
            {icon('history')}
            <div>
              <p>
                <strong>{words.deeds[deed] ?? deed}</strong>{' '}
                <span class="quiet">
                  {rep ?? words.nobody}, <Time ui={ui} at={at} />
                </span>
              </p>
              {detail && <p class="quiet">{ui.words.said(detail)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
