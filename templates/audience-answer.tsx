import type { Estimated } from '../src/campaigns/audience-estimate.ts'
import type { Why, WhyPerson } from '../src/campaigns/audience-why.ts'
import { clauseText, factText } from './audience-words.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Answer = Readonly<{ estimate?: Estimated | undefined; why?: WhyPerson | 'unknown' | undefined }>

/** How many, and some of them. */
export function AudienceAnswer({ ui, answer: { estimate } }: { ui: Ui; answer: Answer }) {
  const words = ui.words.audiences
  return (
    <>
      {estimate === 'too slow' && <p class="error">{words.slow}</p>}
      {estimate && estimate !== 'too slow' && (
        <>
          <p class="audience-count">
            {estimate.exact
              ? words.exact(ui.dates.number(estimate.count))
              : words.about(ui.dates.number(rounded(estimate.count)), ui.dates.number(rounded(estimate.margin)))}
          </p>
          <p class="hint">{words.before}</p>
          <h2>{words.sample}</h2>
          {estimate.sample.length === 0 ? <p class="quiet">{words.nobody}</p> : <Sample ui={ui} estimate={estimate} />}
        </>
      )}
    </>
  )
}

/** Why one is in it, or is not. */
export function AudienceWhy({ ui, answer: { why } }: { ui: Ui; answer: Answer }) {
  if (why === 'unknown') return <p class="error">{ui.words.audiences.unknown}</p>
  return why ? <Explained ui={ui} why={why} /> : null
}

/** To two digits: the others say nothing. */
function rounded(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1)
  return Math.round(n / unit) * unit
}

function Sample({ ui, estimate }: { ui: Ui; estimate: Exclude<Estimated, string> }) {
  return (
    <ul class="audience-sample">
      {estimate.sample.map(({ personId, name, address }) => (
        <li>
          {personId === null ? name || address : <a href={ui.url(`/people/${personId}`)}>{name || address}</a>}{' '}
          {name && <span class="quiet">{address}</span>}
        </li>
      ))}
    </ul>
  )
}

function Explained({ ui, why }: { ui: Ui; why: WhyPerson }) {
  const words = ui.words.audiences
  const who = why.name || why.address
  return (
    <section class="audience-explained">
      <p>
        <strong>{why.in ? words.inIt(who) : words.notInIt(who)}</strong>
      </p>
      {!why.reachable && <p class="error">{words.unreachable}</p>}
      <ul class="audience-tree">
        <Branch ui={ui} why={why.why} />
      </ul>
    </section>
  )
}

function Branch({ ui, why }: { ui: Ui; why: Why }) {
  const words = ui.words.audiences
  const parts = 'all' in why ? why.all : 'any' in why ? why.any : 'not' in why ? [why.not] : []
  const text =
    'clause' in why ? clauseText(ui, why.clause) : words['all' in why ? 'all' : 'any' in why ? 'any' : 'contrary']
  return (
    <li class={why.holds ? 'good' : 'bad'}>
      {icon(why.holds ? 'check' : 'x')} <strong>{why.holds ? words.yes : words.no}</strong> {text}
      {'clause' in why && <span class="quiet"> ({factText(ui, why.clause, why.fact)})</span>}
      {parts.length > 0 && (
        <ul>
          {parts.map((part) => (
            <Branch ui={ui} why={part} />
          ))}
        </ul>
      )}
    </li>
  )
}
