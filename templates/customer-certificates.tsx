import type { Certificate } from '../src/certificates/certificates.ts'
import { CertificateTable } from './certificates.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Credit = Readonly<{ currency: string; balanceMinor: number; certificates: number; firstEnds: Date }>
type Props = Readonly<{ ui: Ui; personId: number; credit: readonly Credit[]; certificates: readonly Certificate[] }>

/** What a customer can spend, what they had, and granting them another. */
export function CustomerCertificates({ ui, personId, credit, certificates }: Props) {
  const words = ui.words.certificates
  const good = certificates.filter(({ status }) => status === 'active')
  const rest = certificates.filter(({ status }) => status !== 'active')
  return (
    <>
      {credit.map(({ currency, balanceMinor, certificates: n, firstEnds }) => (
        <p class="gift-sum">
          <strong>{ui.dates.money(balanceMinor, currency)}</strong>{' '}
          <span class="quiet">{words.creditLine(n, ui.dates.day(new Date(+firstEnds - 1000)))}</span>
        </p>
      ))}
      {ui.may('certificates') && (
        <p>
          <a class="button" href={ui.url(`/people/${personId}/certificates/new`)}>
            {icon('hand-coins')} {words.grant}
          </a>
        </p>
      )}
      {certificates.length === 0 && <p class="quiet">{words.none}</p>}
      {good.length > 0 && (
        <section>
          <h2>{words.available}</h2>
          <CertificateTable ui={ui} items={good} />
        </section>
      )}
      {rest.length > 0 && (
        <section>
          <h2>{words.over}</h2>
          <CertificateTable ui={ui} items={rest} />
        </section>
      )}
    </>
  )
}
