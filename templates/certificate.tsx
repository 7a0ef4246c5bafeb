import type { Certificate } from '../src/certificates/certificates.ts'
import type { LedgerEntry } from '../src/certificates/ledger.ts'
import { amountField } from './amount-field.ts'
import { issuedBy, lastDay, StatusChip } from './certificates.tsx'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { OrderLink } from './orders.tsx'
import type { Ui } from './ui.ts'

export type Bringing = Readonly<{
  id: number
  state: string
  subject: string
  to: string
  at: Date
  issueId: number | null
}>

type OneProps = Readonly<{
  ui: Ui
  one: Certificate
  entries: readonly LedgerEntry[]
  letters: readonly Bringing[]
  problem?: string | undefined
}>

/** A certificate: what it is, its ledger, the letters that bring it, and what can be done with it. Never its code. */
export function CertificatePage(props: OneProps) {
  const { ui, one, problem } = props
  const words = ui.words.certificates
  const open = one.status === 'active' || one.status === 'pending'
  return (
    <main id="pane" class="page person-page" tabindex={-1}>
      <header>
        <h1>{words.number(one.id)}</h1>
        <p class="gift-sum">
          <strong>{ui.dates.money(one.balanceMinor, one.currency)}</strong>{' '}
          <span class="quiet">{words.of(ui.dates.money(one.initialMinor, one.currency))}</span>{' '}
          <StatusChip ui={ui} status={one.status} />
        </p>
      </header>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {ui.words.said(problem)}
        </p>
      )}
      <div class="person-columns">
        <div>
          <Ledger {...props} />
          <Letters {...props} />
        </div>
        <aside class="person-side">
          <Facts ui={ui} one={one} />
          {ui.may('certificates') && one.status === 'active' && one.person && <Resend ui={ui} id={one.id} />}
          {ui.may('certificates') && open && <VoidForm ui={ui} id={one.id} />}
        </aside>
      </div>
    </main>
  )
}

function Resend({ ui, id }: { ui: Ui; id: number }) {
  const words = ui.words.resend
  return (
    <section class="person-edit">
      <PostButton action={ui.url(`/certificates/${id}/resend`)} values={{}} class="button">
        {icon('send')} {words.button}
      </PostButton>
      <p class="hint">{words.hint}</p>
    </section>
  )
}

function Facts({ ui, one }: { ui: Ui; one: Certificate }) {
  const words = ui.words.certificates
  return (
    <section class="person-edit">
      <h2>{words.facts}</h2>
      <dl class="facts">
        <dt>{words.whose}</dt>
        <dd>
          {one.person ? (
            <a href={ui.url(`/people/${one.person.id}`)}>{one.person.name || one.person.id}</a>
          ) : (
            words.nobody
          )}
        </dd>
        <dt>{words.codeEnds}</dt>
        <dd>{one.last4}</dd>
        <dt>{words.program}</dt>
        <dd>{one.program.name}</dd>
        <dt>{words.kind}</dt>
        <dd>{words.kinds[one.kind]}</dd>
        <dt>{words.issued}</dt>
        <dd>
          <Time ui={ui} at={one.issuedAt} />
        </dd>
        <dt>{words.by}</dt>
        <dd>{issuedBy(ui, one)}</dd>
        <dt>{words.expires}</dt>
        <dd>{lastDay(ui, one)}</dd>
        {one.issueId && (
          <>
            <dt>{words.issue}</dt>
            <dd>
              <a href={ui.url(`/issues/${one.issueId}`)}>#{one.issueId}</a>
            </dd>
          </>
        )}
        {one.voidReason && (
          <>
            <dt>{words.statuses.void}</dt>
            <dd>{ui.words.said(one.voidReason)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

function Ledger({ ui, one, entries }: OneProps) {
  const words = ui.words.certificates
  return (
    <section>
      <h2>{words.ledger}</h2>
      <p class="hint">{words.ledgerLead}</p>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th>{words.when}</th>
              <th>{words.what}</th>
              <th class="number">{words.amount}</th>
              <th class="number">{words.balance}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr>
                <td>
                  <Time ui={ui} at={entry.at} />
                  {entry.rep && (
                    <>
                      <br />
                      <span class="quiet">{entry.rep}</span>
                    </>
                  )}
                </td>
                <td>
                  {words.entryKinds[entry.kind]} {entry.orderNumber && <OrderLink ui={ui} number={entry.orderNumber} />}
                  {entry.kind === 'void' && <span class="quiet"> {ui.words.said(entry.reason)}</span>}
                  {entry.kind === 'redeem' && one.status !== 'void' && ui.may('certificates') && (
                    <RefundForm ui={ui} one={one} entry={entry} seen={entries.at(-1)!.id} />
                  )}
                </td>
                <td class="number">{ui.dates.money(entry.amountMinor, one.currency)}</td>
                <td class="number">{ui.dates.money(entry.balanceAfter, one.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

type RefundProps = Readonly<{ ui: Ui; one: Certificate; entry: LedgerEntry; seen: number }>

/** Sent twice it gives back once: it names the newest line that its page has seen. */
function RefundForm({ ui, one, entry, seen }: RefundProps) {
  const words = ui.words.certificates
  const name = (part: string) => `${part}-${entry.id}`
  return (
    <details class="earlier">
      <summary>{words.refund}</summary>
      <form class="stack" method="post" action={ui.url(`/certificates/${one.id}/refund`)}>
        <input type="hidden" name="entry" value={String(entry.id)} />
        <input type="hidden" name="seen" value={String(seen)} />
        <Field
          label={words.refundAmount}
          name={name('amount')}
          value={amountField(-entry.amountMinor, one.currency)}
          hint={words.refundHint}
        />
        <Field label={words.refundReason} name={name('reason')} />
        <div class="row-of-buttons">
          <button type="submit" class="button">
            {icon('undo-2')} {words.refund}
          </button>
        </div>
      </form>
    </details>
  )
}

function Letters({ ui, letters }: OneProps) {
  const words = ui.words.certificates
  const states: Readonly<Record<string, string>> = ui.words.entry.letter
  return (
    <section>
      <h2>{words.letters}</h2>
      {letters.length === 0 && <p class="quiet">{words.noLetters}</p>}
      <ul class="mini-list">
        {letters.map((letter) => (
          <li>
            <a href={ui.url(letter.issueId ? `/issues/${letter.issueId}` : '/letters')}>
              {icon('mail')}
              <span class="subject">
                {letter.subject} · {letter.to} · {states[letter.state] ?? letter.state}
              </span>
              <Time ui={ui} at={letter.at} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function VoidForm({ ui, id }: { ui: Ui; id: number }) {
  const words = ui.words.certificates
  return (
    <section class="person-edit">
      <h2>{words.voidTitle}</h2>
      <p class="hint">{words.voidLead}</p>
      <form class="stack" method="post" action={ui.url(`/certificates/${id}/void`)}>
        <Field label={words.voidReason} name="reason" required />
        <div class="row-of-buttons">
          <button type="submit" class="button danger">
            {icon('x')} {words.voidButton}
          </button>
        </div>
      </form>
    </section>
  )
}
