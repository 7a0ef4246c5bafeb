import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { PreviewPerson, WorstRow, WorstRows } from '../src/campaigns/draft-letter.ts'
import type { Made } from '../src/campaigns/letter.ts'
import type { Tested } from '../src/campaigns/test-letter.ts'
import { CampaignFrame, Trouble } from './campaign-parts.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type PreviewProps = {
  ui: Ui
  campaign: Campaign
  worst: WorstRows | 'too slow'
  /** What was asked for. */
  who: string
  notThere: boolean
  person: PreviewPerson | undefined
  letter: Made | undefined
  tested: Tested | undefined
}

/** The letter as this or that person would get it, the worst rows first. */
export function CampaignPreviewPage(props: PreviewProps) {
  const { ui, campaign, worst, person, tested } = props
  const words = ui.words.campaignPreview
  return (
    <CampaignFrame ui={ui} campaign={campaign} tab="preview">
      <TestResult ui={ui} tested={tested} />
      <p class="quiet measure">{words.lead}</p>
      {worst === 'too slow' && <Trouble text={words.slow} tone="warn" />}
      {worst !== 'too slow' && worst.all === 0 && <Trouble text={words.empty} tone="warn" />}
      <div class="campaign-preview">
        <Rows {...props} />
        <div class="campaign-letter">
          {person && <Letter {...props} person={person} />}
          {ui.may('campaigns') && campaign.state === 'draft' && <TestForm {...props} />}
        </div>
      </div>
    </CampaignFrame>
  )
}

function TestResult({ ui, tested }: Pick<PreviewProps, 'ui' | 'tested'>) {
  const words = ui.words.campaignPreview
  if (tested === undefined) return null
  if (tested === 'sent')
    return (
      <p class="notice" role="status">
        {icon('circle-check')} <span>{words.testSent(ui.rep?.email ?? '')}</span>
      </p>
    )
  if (tested === 'copy' || tested === 'no relay')
    return <Trouble text={tested === 'copy' ? words.copy : words.noRelay} />
  const why = 'missing' in tested ? words.missing(tested.missing.join(', ')) : words.testFailed(tested.problem)
  return <Trouble text={why} />
}

function Rows({ ui, campaign, worst, who, notThere, person }: PreviewProps) {
  const words = ui.words.campaignPreview
  const path = `/campaigns/${campaign.id}/preview`
  const rows = worst === 'too slow' ? [] : byAddress(worst.rows)
  return (
    <section class="campaign-part" aria-labelledby="rows">
      <h2 id="rows">{words.rows}</h2>
      <ul class="campaign-rows">
        {rows.map(({ kinds, ...row }) => (
          <li>
            <a
              href={ui.url(`${path}?who=${encodeURIComponent(row.address)}`)}
              aria-current={row.address === person?.address ? 'true' : undefined}
            >
              <strong>{kinds.map((kind) => words.kinds[kind]).join(', ')}</strong>
              <span class="quiet">{`${row.firstNames} ${row.lastName}`.trim() || row.address}</span>
            </a>
          </li>
        ))}
      </ul>
      {worst !== 'too slow' && worst.withoutFirst > 0 && (
        <p class="quiet">{words.withoutFirst(ui.dates.number(worst.withoutFirst), ui.dates.number(worst.all))}</p>
      )}
      <form class="field" action={ui.url(path)}>
        <label for="who">{words.who}</label>
        <input id="who" name="who" type="search" value={who} maxlength={200} aria-describedby="who-hint" />
        <p class="hint" id="who-hint">
          {words.whoHint}
        </p>
        {notThere && <p class="error">{words.notThere}</p>}
        <button type="submit" class="button">
          {icon('eye')} {words.show}
        </button>
      </form>
    </section>
  )
}

/** Who is the worst in more than one way stands there once. */
function byAddress(rows: WorstRows['rows']) {
  const people = new Map<string, WorstRow & { kinds: WorstRow['kind'][] }>()
  for (const row of rows) {
    const known = people.get(row.address)
    if (known) known.kinds.push(row.kind)
    else people.set(row.address, { ...row, kinds: [row.kind] })
  }
  return [...people.values()]
}

function Letter({ ui, campaign, person, letter }: PreviewProps & { person: PreviewPerson }) {
  const words = ui.words.campaignPreview
  if (!letter || 'problem' in letter) return <Trouble text={letter?.problem ?? words.slow} />
  if ('missing' in letter) return <Trouble text={words.missing(letter.missing.join(', '))} />
  const src = `/campaigns/${campaign.id}/preview/html?who=${encodeURIComponent(person.address)}`
  return (
    <>
      <div>
        <p class="quiet">{words.to(person.address)}</p>
        <p>
          <span class="sr">{words.subject}: </span>
          <strong>{letter.subject}</strong>
        </p>
      </div>
      <section class="campaign-part" aria-labelledby="as-html">
        <h2 id="as-html">{words.html}</h2>
        <iframe
          src={ui.url(src)}
          title={words.html}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
        ></iframe>
      </section>
      <section class="campaign-part" aria-labelledby="as-text">
        <h2 id="as-text">{words.text}</h2>
        <pre>{letter.text}</pre>
      </section>
    </>
  )
}

function TestForm({ ui, campaign, person }: PreviewProps) {
  const words = ui.words.campaignPreview
  return (
    <section class="campaign-part" aria-labelledby="test">
      <h2 id="test">{words.test}</h2>
      <p class="quiet">{words.testLead(ui.rep?.email ?? '')}</p>
      <form class="row-of-buttons" method="post" action={ui.url(`/campaigns/${campaign.id}/test`)}>
        <input type="hidden" name="who" value={person?.address ?? ''} />
        <button type="submit" class="button">
          {icon('send')} {words.testButton}
        </button>
        <a class="button" href={ui.url(`/campaigns/${campaign.id}/launch`)}>
          {ui.words.campaigns.launch}
        </a>
      </form>
    </section>
  )
}
