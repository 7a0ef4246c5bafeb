import type { PropsWithChildren } from 'hono/jsx'
import type { Campaign } from '../src/campaigns/campaigns.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type CampaignTab = 'overview' | 'edit' | 'preview' | 'launch' | 'recipients'

const marks = {
  draft: 'pen-line',
  scheduled: 'calendar',
  snapshotting: 'users',
  running: 'send',
  paused: 'circle-alert',
  finished: 'circle-check',
  cancelled: 'x',
} as const

/** The state in words, with its sign. */
export function CampaignChip({ ui, state }: { ui: Ui; state: Campaign['state'] }) {
  return (
    <span class={`chip campaign-${state}`}>
      {icon(marks[state])} {ui.words.campaigns.states[state]}
    </span>
  )
}

type FrameProps = PropsWithChildren<{ ui: Ui; campaign: Campaign; tab: CampaignTab }>

/** One campaign: its name, its state and the ways through it. */
export function CampaignFrame({ ui, campaign, tab, children }: FrameProps) {
  const words = ui.words.campaigns
  const home = `/campaigns/${campaign.id}`
  const draft = campaign.state === 'draft'
  const tabs: readonly (readonly [CampaignTab, string, string, boolean])[] = [
    ['overview', home, words.overview, true],
    ['edit', `${home}/edit`, words.edit, draft && ui.may('campaigns')],
    ['preview', `${home}/preview`, words.preview, true],
    ['launch', `${home}/launch`, words.launch, draft && ui.may('campaigns')],
    ['recipients', `${home}/recipients`, words.recipients, !draft],
  ]
  return (
    <main id="pane" class="page campaign" tabindex={-1}>
      <header class="campaign-head">
        <a class="link-button" href={ui.url('/campaigns')}>
          {icon('chevron-left')} {words.title}
        </a>
        <h1>{campaign.name}</h1>
      </header>
      <nav class="tabs" aria-label={words.tabs}>
        {tabs.map(
          ([id, path, text, shown]) =>
            shown && (
              <a href={ui.url(path)} aria-current={id === tab ? 'page' : undefined}>
                {text}
              </a>
            ),
        )}
      </nav>
      {children}
    </main>
  )
}

/** Why somebody was skipped, in words. */
export function skipWords(ui: Ui, reason: string): string {
  return ui.words.campaigns.skips[reason] ?? reason
}

/** Something to look at before all else. */
export function Trouble({ text, tone = 'bad' }: { text: string; tone?: 'bad' | 'warn' }) {
  return (
    <p class={`notice ${tone}`} role="alert">
      {icon('circle-alert')} <span>{text}</span>
    </p>
  )
}

/** Numbers beside each other, each with its name. */
export function Terms({ children }: PropsWithChildren) {
  return <dl class="equation">{children}</dl>
}

type TermProps = { name: string; value: string; more?: string | undefined; tone?: 'good' | 'warn' | 'bad' | undefined }

export function Term({ name, value, more, tone }: TermProps) {
  return (
    <div class={tone ? `term ${tone}` : 'term'}>
      <dt>{name}</dt>
      <dd>
        {value}
        {more && <span class="more">{more}</span>}
      </dd>
    </div>
  )
}
