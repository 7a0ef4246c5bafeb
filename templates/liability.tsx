import type { Liability, MonthLine, ProgramLine } from '../src/certificates/liability.ts'
import type { LedgerProof } from '../src/certificates/proof.ts'
import { CertificateTabs, Days } from './certificates.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Props = Readonly<{
  ui: Ui
  from: string
  to: string
  /** Undefined where the days are none. */
  report: Liability | undefined
  proof: LedgerProof | undefined
}>

const moves = ['openingMinor', 'issuedMinor', 'redeemedMinor', 'refundedMinor', 'expiredMinor', 'voidedMinor'] as const
type Sums = Readonly<Record<(typeof moves)[number] | 'closingMinor', number>>

/** What certificates come to: by program with totals, then what is owed by last day and by age. */
export function LiabilityPage({ ui, from, to, report, proof }: Props) {
  const words = ui.words.liability
  return (
    <main id="pane" class="page" tabindex={-1}>
      <CertificateTabs ui={ui} tab="liability" />
      <h2>{words.title}</h2>
      <p class="quiet measure">{words.lead}</p>
      <form
        class="ledger-filters"
        action={ui.url('/certificates/liability')}
        aria-label={ui.words.certificates.filters}
      >
        <Days ui={ui} from={from} to={to} />
        <button type="submit" class="button">
          {icon('list-filter')} {ui.words.certificates.show}
        </button>
      </form>
      {!report && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.badDays}
        </p>
      )}
      {report && report.programs.length === 0 && <p class="quiet">{words.empty}</p>}
      {report && report.programs.length > 0 && (
        <>
          <ProgramTable ui={ui} programs={report.programs} />
          <div class="gift-months">
            <MonthTable ui={ui} title={words.byExpiry} lines={report.byExpiry} />
            <MonthTable ui={ui} title={words.byIssue} lines={report.byIssue} asOf={to} />
          </div>
        </>
      )}
      {report && report.programs.length > 0 && (
        <p>
          <a class="button" href={ui.url(`/certificates/liability.csv?from=${from}&to=${to}`)}>
            {icon('download')} {ui.words.liabilityCsv}
          </a>
        </p>
      )}
      {proof && <Proof ui={ui} proof={proof} />}
    </main>
  )
}

function ProgramTable({ ui, programs }: { ui: Ui; programs: readonly ProgramLine[] }) {
  const words = ui.words.liability
  const groups = Map.groupBy(programs, ({ currency, kind }) => `${currency} ${kind}`)
  return (
    <section class="table-box gift-wide" tabindex={0} aria-label={words.title}>
      <table class="table">
        <thead>
          <tr>
            <th>{words.program}</th>
            {[
              words.opening,
              words.issued,
              words.redeemed,
              words.refunded,
              words.expired,
              words.voided,
              words.closing,
            ].map((head) => (
              <th class="number">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...groups.values()].map((lines) => (
            <>
              {lines.map((line) => (
                <SumRow ui={ui} name={line.program} currency={line.currency} sums={line} />
              ))}
              <SumRow
                ui={ui}
                name={words.total(ui.words.certificates.kinds[lines[0]!.kind], lines[0]!.currency)}
                currency={lines[0]!.currency}
                sums={total(lines)}
                strong
              />
            </>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function total(lines: readonly ProgramLine[]): Sums {
  const sum = (key: keyof Sums) => lines.reduce((all, line) => all + line[key], 0)
  return Object.fromEntries([...moves, 'closingMinor' as const].map((key) => [key, sum(key)])) as Sums
}

type RowProps = Readonly<{ ui: Ui; name: string; currency: string; sums: Sums; strong?: boolean }>

function SumRow({ ui, name, currency, sums, strong }: RowProps) {
  return (
    <tr class={strong ? 'gift-total' : undefined}>
      <th scope="row">{name}</th>
      {moves.map((key) => (
        <td class="number">{ui.dates.money(sums[key], currency)}</td>
      ))}
      <td class="number">
        <strong>{ui.dates.money(sums.closingMinor, currency)}</strong>
      </td>
    </tr>
  )
}

type MonthProps = Readonly<{ ui: Ui; title: string; lines: readonly MonthLine[]; asOf?: string }>

function MonthTable({ ui, title, lines, asOf }: MonthProps) {
  const words = ui.words.liability
  return (
    <section>
      <h2>{title}</h2>
      <table class="table">
        <thead>
          <tr>
            <th>{words.month}</th>
            <th>{ui.words.certificates.kind}</th>
            <th class="number">{words.owed}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ month, kind, currency, closingMinor }) => (
            <tr>
              <td>
                {month} {asOf && <span class="quiet">{words.months(monthsBetween(month, asOf))}</span>}
              </td>
              <td>{ui.words.certificates.kinds[kind]}</td>
              <td class="number">{ui.dates.money(closingMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function monthsBetween(month: string, day: string): number {
  const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
  return Math.max(0, count(day) - count(month))
}

function Proof({ ui, proof }: { ui: Ui; proof: LedgerProof }) {
  const words = ui.words.liability
  const wrong = proof.wrong + proof.sumsWrong
  const when = ui.dates.full(proof.at)
  return (
    <p class={wrong > 0 ? 'notice bad' : 'notice'}>
      {icon(wrong > 0 ? 'circle-alert' : 'circle-check')}{' '}
      {wrong > 0 ? words.wrong(wrong, when) : words.proved(when, ui.dates.number(proof.certificates))}
    </p>
  )
}
