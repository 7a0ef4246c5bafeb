import type { Move } from '../src/certificates/moves.ts'
import { CertificateTabs, Days } from './certificates.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { OrderLink } from './orders.tsx'
import type { Ui } from './ui.ts'

type MovesProps = Readonly<{ ui: Ui; from: string; to: string; items: readonly Move[]; next: string | null }>

/** What orders took from certificates, and what came back. */
export function RedeemedPage({ ui, from, to, items, next }: MovesProps) {
  const words = ui.words.certificates
  return (
    <main id="pane" class="page" tabindex={-1}>
      <CertificateTabs ui={ui} tab="redeemed" />
      <form class="ledger-filters" action={ui.url('/certificates/redeemed')} aria-label={words.filters}>
        <Days ui={ui} from={from} to={to} />
        <button type="submit" class="button">
          {icon('list-filter')} {words.show}
        </button>
      </form>
      {items.length === 0 ? (
        <div class="empty">
          {icon('hand-coins')}
          <p>{words.noMoves}</p>
        </div>
      ) : (
        <MovesTable ui={ui} items={items} />
      )}
      {next && (
        <a class="button" href={ui.url(`/certificates/redeemed?${new URLSearchParams({ from, to, cursor: next })}`)}>
          {icon('arrow-down')} {words.more}
        </a>
      )}
    </main>
  )
}

function MovesTable({ ui, items }: Pick<MovesProps, 'ui' | 'items'>) {
  const words = ui.words.certificates
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th>{words.when}</th>
            <th>{words.certificate}</th>
            <th>{words.order}</th>
            <th class="wide-only">{words.whose}</th>
            <th class="number">{words.amount}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ kind, at, certificate, orderNumber, person, amountMinor, currency }) => (
            <tr>
              <td>
                <Time ui={ui} at={at} />
                <br />
                <span class="quiet">{words.moves[kind]}</span>
              </td>
              <td>
                <a href={ui.url(`/certificates/${certificate.id}`)}>{words.number(certificate.id)}</a>
              </td>
              <td>{orderNumber && <OrderLink ui={ui} number={orderNumber} />}</td>
              <td class="wide-only">{person ? person.name : words.nobody}</td>
              <td class="number">{ui.dates.money(amountMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
