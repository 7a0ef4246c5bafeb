import type { ContactRate, GoodwillSum, Listed, Service } from '../src/reports/service.ts'
import { BarChart } from './chart.tsx'
import type { Ui } from './ui.ts'

const verdicts = ['good', 'middle', 'bad'] as const

/** Of a hundred; 0 where there is nothing to have a share of. */
const share = (part: number, whole: number) => (whole > 0 ? (part / whole) * 100 : 0)

/** One digit behind the point at most. */
function numberText({ dates }: Ui, value: number): string {
  return dates.number(Math.round(value * 10) / 10)
}

const cell = (ui: Ui, { count, list }: Listed) => ({ text: ui.dates.number(count), href: ui.url(list) })

/** The program's own words for issues without a type and with others than the picklist offers. */
function typeName({ words }: Ui, type: string): string {
  if (type === '(none)') return words.reportLists.none
  return type === '(others)' ? words.reportLists.others : type
}

export function ReopenChart({ ui, reopenings }: { ui: Ui; reopenings: Service['reopenings'] }) {
  const words = ui.words.service.reopenings
  const { closed, reopened, types } = reopenings
  const percent = (value: number) => ui.words.service.share(numberText(ui, value))
  return (
    <div class="service-part">
      <BarChart
        ui={ui}
        id="reopenings"
        title={words.title}
        description={words.description}
        head={words.type}
        valueName={words.rate}
        more={[words.reopened, words.closed]}
        format={percent}
        bars={types
          .map((line) => ({
            label: typeName(ui, line.type),
            value: share(line.reopened.count, line.closed.count),
            more: [cell(ui, line.reopened), cell(ui, line.closed)],
          }))
          .sort((a, b) => b.value - a.value)}
      />
      <p class="quiet">
        {words.lead}{' '}
        {closed.count > 0 && (
          <>
            <strong>{percent(share(reopened.count, closed.count))}</strong>:{' '}
            <a href={ui.url(reopened.list)}>
              {ui.dates.number(reopened.count)} {words.reopened.toLowerCase()}
            </a>
            , <a href={ui.url(closed.list)}>{`${ui.dates.number(closed.count)} ${words.closed.toLowerCase()}`}</a>
          </>
        )}
      </p>
    </div>
  )
}

export function CsatChart({ ui, csat }: { ui: Ui; csat: Service['csat'] }) {
  const words = ui.words.service.csat
  const all = verdicts.reduce((sum, verdict) => sum + csat[verdict].count, 0)
  const names = ui.words.reportValues.verdict ?? {}
  return (
    <div class="service-part">
      <BarChart
        ui={ui}
        id="csat"
        title={words.title}
        description={words.description}
        head={words.head}
        valueName={words.answers}
        more={[words.share]}
        bars={(all > 0 ? verdicts : []).map((verdict) => ({
          ...{ label: names[verdict] ?? verdict, value: csat[verdict].count, href: ui.url(csat[verdict].list) },
          more: [{ text: ui.words.service.share(numberText(ui, share(csat[verdict].count, all))) }],
        }))}
      />
      <p class="quiet">{words.lead}</p>
    </div>
  )
}

export function ContactCharts({ ui, contacts }: { ui: Ui; contacts: Service['contacts'] }) {
  const words = ui.words.service.contacts
  return (
    <>
      {(['category', 'product'] as const).map((by) => (
        <div class="service-part">
          <BarChart
            ui={ui}
            id={`contacts-${by}`}
            title={words[by]}
            description={words.description}
            head={words.heads[by]}
            valueName={words.rate}
            more={[words.contacts, words.orders]}
            format={(value) => numberText(ui, value)}
            bars={contacts[by].map((line) => contactBar(ui, line)).sort((a, b) => b.value - a.value)}
          />
          <p class="quiet">{words.lead}</p>
        </div>
      ))}
    </>
  )
}

function contactBar(ui: Ui, { label, contacts, orders }: ContactRate) {
  return { label, value: share(contacts.count, orders.count), more: [cell(ui, contacts), cell(ui, orders)] }
}

/** Amounts of different currencies are never added. */
export function GoodwillCharts({ ui, goodwill }: { ui: Ui; goodwill: readonly GoodwillSum[] }) {
  const words = ui.words.service.goodwill
  const currencies = Map.groupBy(goodwill, ({ currency }) => currency)
  const shown: [string, readonly GoodwillSum[]][] = currencies.size > 0 ? [...currencies] : [['', []]]
  return (
    <>
      {shown.map(([currency, lines]) => (
        <div class="service-part">
          <BarChart
            ui={ui}
            id={`goodwill-${currency}`}
            title={words.title(currency).replace(/, $/, '')}
            description={words.description(currency)}
            head={words.head}
            valueName={words.amount}
            more={[words.certificates]}
            format={(minor) => ui.dates.money(minor, currency)}
            bars={lines.map(({ type, minor, certificates }) => ({
              ...{ label: typeName(ui, type), value: minor, href: ui.url(certificates.list) },
              more: [cell(ui, certificates)],
            }))}
          />
          <p class="quiet">{words.lead}</p>
        </div>
      ))}
    </>
  )
}
