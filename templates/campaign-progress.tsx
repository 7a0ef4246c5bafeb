import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { Counts } from '../src/campaigns/recipients.ts'
import type { RecipientState } from '../src/database/tables-campaigns.ts'
import { skipWords } from './campaign-parts.tsx'
import type { Ui } from './ui.ts'

type ProgressProps = { ui: Ui; campaign: Campaign; counts: Counts }

/** In the order in which they stand in the bar: what is done, what is not yet, what went wrong. */
const shown: readonly RecipientState[] = [
  ...(['sent', 'handed', 'leased', 'deferred', 'pending', 'uncertain', 'failed', 'skipped'] as const),
]

/** How far it is: a bar, and each state with its number, leading to the people. */
export function CampaignProgress(props: ProgressProps) {
  const { ui, campaign, counts } = props
  const words = ui.words.campaigns
  const { pending, leased, handed, deferred } = counts.states
  const waiting = pending + leased + handed + deferred
  return (
    <section class="campaign-part" aria-labelledby="progress">
      <h2 id="progress">{words.progress}</h2>
      {counts.total > 0 && <Bar {...props} />}
      <p role="status">
        {words.reached(ui.dates.number(counts.total - waiting), ui.dates.number(counts.total))}{' '}
        {campaign.state === 'running' && waiting > 0 && <span class="quiet">{words.mayLeave}</span>}
      </p>
      <Outcomes {...props} />
    </section>
  )
}

const width = 1000

function Bar({ ui, counts }: ProgressProps) {
  const words = ui.words.campaigns
  let at = 0
  const parts = shown.flatMap((state) => {
    const size = (width * counts.states[state]) / counts.total
    const x = at
    at += size
    return size > 0 ? [{ state, x, size }] : []
  })
  return (
    <svg
      class="campaign-bar"
      viewBox={`0 0 ${width} 12`}
      preserveAspectRatio="none"
      role="img"
      aria-labelledby="bar-title"
    >
      <title id="bar-title">
        {`${words.barTitle}: ${parts.map(({ state }) => `${words.recipientStates[state]} ${ui.dates.number(counts.states[state])}`).join(', ')}`}
      </title>
      {parts.map(({ state, x, size }) => (
        <rect class={`bar-${state}`} x={x.toFixed(2)} y="0" width={size.toFixed(2)} height="12" />
      ))}
    </svg>
  )
}

function Outcomes({ ui, campaign, counts }: ProgressProps) {
  const words = ui.words.campaigns
  const path = `/campaigns/${campaign.id}/recipients`
  const rows = shown.filter((state) => counts.states[state] > 0)
  return (
    <div class="table-box">
      <table class="table campaign-outcomes" aria-label={words.outcomes}>
        <tbody>
          {rows.map((state) => (
            <>
              <tr>
                <td>
                  <span class={`swatch bar-${state}`} aria-hidden="true" />
                  <a href={ui.url(`${path}?state=${state}`)}>{words.recipientStates[state]}</a>
                  {state === 'uncertain' && <span class="quiet campaign-when">{words.uncertainHint}</span>}
                </td>
                <td class="number">{ui.dates.number(counts.states[state])}</td>
              </tr>
              {state === 'skipped' &&
                Object.entries(counts.skips).map(([reason, n]) => (
                  <tr>
                    <td class="campaign-skip">
                      <a href={ui.url(`${path}?state=skipped&reason=${encodeURIComponent(reason)}`)}>
                        {skipWords(ui, reason)}
                      </a>
                    </td>
                    <td class="number">{ui.dates.number(n)}</td>
                  </tr>
                ))}
            </>
          ))}
        </tbody>
      </table>
    </div>
  )
}
