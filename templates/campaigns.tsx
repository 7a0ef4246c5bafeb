import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { CampaignFigures } from '../src/campaigns/figures.ts'
import { CampaignChip } from './campaign-parts.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type CampaignLine = Readonly<{ campaign: Campaign; figures: CampaignFigures }>

type CampaignsProps = {
  ui: Ui
  state: Campaign['state'] | undefined
  lines: readonly CampaignLine[]
  next: string | null
}

/** Every campaign, the newest first, with the numbers that are looked for. */
export function CampaignsPage(props: CampaignsProps) {
  const { ui, state, lines, next } = props
  const words = ui.words.campaigns
  const query = state ? `state=${state}&` : ''
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
        {ui.may('campaigns') && (
          <div class="row-of-buttons">
            <a class="button" href={ui.url('/audiences')}>
              {icon('list-filter')} {words.audiences}
            </a>
            <a class="button primary" href={ui.url('/campaigns/new')}>
              {icon('send')} {words.add}
            </a>
          </div>
        )}
      </header>
      <States ui={ui} state={state} />
      <div id="campaigns" data-live-campaign>
        {lines.length === 0 ? (
          <div class="empty">
            {icon('send')}
            <p>{state ? words.noneHere : words.none}</p>
          </div>
        ) : (
          <CampaignTable ui={ui} lines={lines} />
        )}
      </div>
      {next && (
        <a class="button" href={ui.url(`/campaigns?${query}cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function States({ ui, state }: Pick<CampaignsProps, 'ui' | 'state'>) {
  const words = ui.words.campaigns
  const shown = ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] as const
  return (
    <nav class="tabs" aria-label={words.filter}>
      <a href={ui.url('/campaigns')} aria-current={state ? undefined : 'page'}>
        {words.all}
      </a>
      {shown.map((one) => (
        <a href={ui.url(`/campaigns?state=${one}`)} aria-current={one === state ? 'page' : undefined}>
          {words.states[one]}
        </a>
      ))}
    </nav>
  )
}

function CampaignTable({ ui, lines }: Pick<CampaignsProps, 'ui' | 'lines'>) {
  const words = ui.words.campaigns.columns
  return (
    <section class="table-box" tabindex={0} aria-label={ui.words.campaigns.title}>
      <table class="table campaign-table">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.state}</th>
            <th class="number">{words.sent}</th>
            <th class="number">{words.bounced}</th>
            <th class="number">{words.replied}</th>
            <th class="number">{words.unsubscribed}</th>
            <th class="number">{words.redeemed}</th>
            <th class="number">{words.revenue}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line ui={ui} {...line} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Line({ ui, campaign, figures }: CampaignLine & { ui: Ui }) {
  const words = ui.words.campaigns
  const { id, name, state, sendAt, createdAt } = campaign
  const n = (value: number) => (state === 'draft' ? '' : ui.dates.number(value))
  return (
    <tr data-state={state}>
      <td>
        <a href={ui.url(`/campaigns/${id}`)}>{name}</a>
        <span class="quiet campaign-when">
          <Time ui={ui} at={state === 'scheduled' && sendAt ? sendAt : createdAt} />
        </span>
      </td>
      <td>
        <CampaignChip ui={ui} state={state} />
        {campaign.pauseReason && <span class="quiet campaign-when">{ui.words.said(campaign.pauseReason)}</span>}
        {state === 'scheduled' && sendAt && (
          <span class="quiet campaign-when">{words.goesAt(ui.dates.soon(sendAt))}</span>
        )}
      </td>
      <td class="number">{n(figures.sent)}</td>
      <td class="number">{n(figures.bounced)}</td>
      <td class="number">{n(figures.replied)}</td>
      <td class="number">{n(figures.unsubscribed)}</td>
      <td class="number">{campaign.certificate ? n(figures.redeemed) : ''}</td>
      <td class="number">
        {figures.revenue.map(({ currency, minor }) => (
          <div>{ui.dates.money(minor, currency)}</div>
        ))}
      </td>
    </tr>
  )
}
