import type { MailboxCounts, MailCounts, SourceCounts } from '../src/mail/mail-counts.ts'
import type { Recount } from '../src/mail/recount.ts'
import type { Refiling } from '../src/mail/refilings.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type MailNumbersProps = {
  ui: Ui
  numbers: Readonly<{
    days: number
    all: MailCounts
    missing: number
    mailboxes: readonly MailboxCounts[]
    sources: readonly SourceCounts[]
    oldest: Date | null
    recount: Recount | undefined
    refiling: Refiling | undefined
  }>
}

/** received = filed + held + failed + waiting, missing 0; the lag; the same by mailbox and by way. */
export function MailNumbers({ ui, numbers }: MailNumbersProps) {
  const words = ui.words.mail.numbers
  const { days, all, missing, mailboxes, sources, oldest } = numbers
  return (
    <section class="ledger-numbers" aria-label={words.label}>
      <nav class="ledger-periods" aria-label={words.label}>
        {[1, 7, 30].map((n) => (
          <a class="button" href={ui.url(`/mail?days=${n}`)} aria-current={n === days ? 'true' : undefined}>
            {words.periods[n]}
          </a>
        ))}
      </nav>
      <Equation ui={ui} all={all} missing={missing} />
      <p class="quiet">
        {oldest ? words.lag : words.noLag} {oldest && <Time ui={ui} at={oldest} />}
        {oldest && '.'} {words.utc}
      </p>
      <div class="ledger-tables">
        <CountTable
          ui={ui}
          name={words.mailbox}
          rows={mailboxes.map((row) => ({ ...row, name: row.mailbox, path: `/mail?mailbox=${row.mailboxId}` }))}
        />
        <CountTable
          ui={ui}
          name={words.source}
          rows={sources.map((row) => ({
            ...row,
            name: ui.words.mail.sources[row.source as keyof typeof ui.words.mail.sources] ?? row.source,
          }))}
        />
      </div>
      <RecountLine ui={ui} recount={numbers.recount} />
      <OlderLine ui={ui} older={numbers.recount?.olderParser ?? 0} refiling={numbers.refiling} />
    </section>
  )
}

function Equation({ ui, all, missing }: { ui: Ui; all: MailCounts; missing: number }) {
  const { numbers, states } = ui.words.mail
  const n = ui.dates.number
  return (
    <dl class="equation">
      <Term sign="" name={numbers.received} value={n(all.received)} />
      <Term
        sign="="
        name={states.filed}
        value={n(all.filed)}
        more={all.automatic > 0 ? numbers.automaticOf(n(all.automatic)) : undefined}
      />
      <Term sign="+" name={states.held} value={n(all.held)} tone={all.held > 0 ? 'warn' : ''} />
      <Term sign="+" name={states.failed} value={n(all.failed)} tone={all.failed > 0 ? 'bad' : ''} />
      <Term sign="+" name={numbers.kept} value={n(all.kept)} />
      <Term sign="+" name={numbers.missing} value={n(missing)} tone={missing === 0 ? 'good' : 'bad'} />
    </dl>
  )
}

type TermProps = { sign: string; name: string; value: string; more?: string | undefined; tone?: string }

function Term({ sign, name, value, more, tone = '' }: TermProps) {
  return (
    <div class={`term ${tone}`.trim()}>
      <dt>{name}</dt>
      <dd>
        {sign && (
          <span class="sign" aria-hidden="true">
            {sign}
          </span>
        )}
        {value}
        {more && <span class="more">{more}</span>}
      </dd>
    </div>
  )
}

type CountRow = MailCounts & { name: string; path?: string }

function CountTable({ ui, name, rows }: { ui: Ui; name: string; rows: readonly CountRow[] }) {
  const { numbers, states, automatic } = ui.words.mail
  if (rows.length === 0) return null
  const columns = [
    [numbers.received, 'received'],
    [states.filed, 'filed'],
    [automatic, 'automatic'],
    [states.held, 'held'],
    [states.failed, 'failed'],
    [numbers.kept, 'kept'],
  ] as const
  return (
    <section class="table-box" tabindex={0} aria-label={name}>
      <table class="table counts">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {columns.map(([title]) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">{row.path ? <a href={ui.url(row.path)}>{row.name}</a> : row.name}</th>
              {columns.map(([, bucket]) => (
                <td>{ui.dates.number(row[bucket])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The nightly proof, and what it found. */
function RecountLine({ ui, recount }: { ui: Ui; recount: Recount | undefined }) {
  const words = ui.words.mail.numbers
  if (!recount) return <p class="quiet">{words.never}</p>
  const n = ui.dates.number
  const sound = recount.missing === 0
  return (
    <p class={sound ? 'ledger-line good' : 'ledger-line bad'}>
      {icon(sound ? 'circle-check' : 'triangle-alert')}
      <span>
        {words.recount(n(recount.received), n(Math.max(1, Math.round(recount.tookMs / 1000))))}{' '}
        <strong>
          {sound ? words.none : words.some(n(recount.missing), recount.missingIds.slice(0, 10).join(', '))}
        </strong>{' '}
        <span class="quiet">
          (<Time ui={ui} at={recount.at} />)
        </span>
      </span>
    </p>
  )
}

/** Mail that an older parser read, and how far reading it again has come. */
function OlderLine({ ui, older, refiling }: { ui: Ui; older: number; refiling: Refiling | undefined }) {
  const words = ui.words.mail.older
  const n = ui.dates.number
  if (refiling && !refiling.finishedAt)
    return (
      <p class="ledger-line">
        {icon('refresh-cw')}
        <span>
          {words.running(n(refiling.done))}{' '}
          <progress max={refiling.lastId} value={refiling.nextId} aria-label={words.running(n(refiling.done))} />
        </span>
      </p>
    )
  return (
    <>
      {refiling && <p class="quiet">{words.done(n(refiling.done), n(refiling.unreadable))}</p>}
      {older > 0 && ui.may('settings') && (
        <div class="ledger-line">
          <span>
            {words.some(n(older))} <span class="quiet">{words.confirm}</span>
          </span>
          <PostButton action={ui.url('/mail/refile')}>{words.button}</PostButton>
        </div>
      )}
    </>
  )
}
