import type { DeliveryLine } from '../src/mail/ledger.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { MailFilters, type MailFilterValues } from './mail-filters.tsx'
import { MailNumbers, type MailNumbersProps } from './mail-numbers.tsx'
import type { Ui } from './ui.ts'

type LedgerProps = {
  ui: Ui
  filter: MailFilterValues
  mailboxes: readonly { id: number; address: string }[]
  items: readonly DeliveryLine[]
  next: string | null
  failed: number
  /** Left out where only held or failed mail is asked for. */
  numbers?: MailNumbersProps['numbers'] | undefined
}

/** Mail that came in, where it is and why; held mail with its way out. */
export function MailLedger({ ui, filter, mailboxes, items, next, failed, numbers }: LedgerProps) {
  const words = ui.words.mail
  const heading = filter.state === 'held' ? words.held : filter.state === 'failed' ? words.failed : words.title
  const hint = filter.state === 'held' ? words.heldHint : filter.state === 'failed' ? words.failedHint : undefined
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{heading}</h1>
      {hint && <p class="quiet">{hint}</p>}
      {failed > 0 && filter.state !== 'failed' && <FailedLine ui={ui} failed={failed} />}
      {numbers && <MailNumbers ui={ui} numbers={numbers} />}
      <MailFilters ui={ui} filter={filter} mailboxes={mailboxes} />
      <MailList ui={ui} filter={filter} items={items} />
      {next && (
        <a class="button" href={ui.url(`/mail?${query({ ...filter, cursor: next })}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function FailedLine({ ui, failed }: { ui: Ui; failed: number }) {
  const words = ui.words.mail
  return (
    <p class="ledger-line bad">
      {icon('mail-x')}
      <span>
        {words.failedLine(ui.dates.number(failed))} <a href={ui.url('/mail?state=failed')}>{words.failedLink}</a>
      </span>
    </p>
  )
}

function MailList({ ui, filter, items }: Pick<LedgerProps, 'ui' | 'filter' | 'items'>) {
  const words = ui.words.mail
  const many = ui.may('work') && items.some((mail) => mail.state === 'held')
  const filtered = Object.values(filter).some(Boolean)
  if (items.length === 0)
    return (
      <div class="empty">
        {icon('circle-check')}
        <p>{filter.state === 'held' ? words.empty : filtered ? words.emptyFilter : words.emptyAll}</p>
      </div>
    )
  return (
    <>
      <ul class="ledger">
        {items.map((mail) => (
          <MailItem ui={ui} mail={mail} />
        ))}
      </ul>
      {many && (
        <form id="many" class="ledger-many" method="get" action={ui.url('/mail/release')}>
          <button type="submit" class="button">
            {icon('check')} {words.many.button}
          </button>
          <span class="hint">{words.many.hint}</span>
        </form>
      )}
    </>
  )
}

const tones = { kept: '', filed: 'good', held: 'warn', failed: 'bad' } as const

function MailItem({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  const stuck = mail.state === 'held' || mail.state === 'failed'
  return (
    <li class={`ledger-item ${stuck ? tones[mail.state] : ''}`} id={`mail-${mail.id}`}>
      {ui.may('work') && mail.state === 'held' && (
        <input
          type="checkbox"
          class="ledger-check"
          name="id"
          value={String(mail.id)}
          form="many"
          aria-label={words.many.choose(mail.subject || ui.words.list.noSubject)}
        />
      )}
      <div class="ledger-main">
        <p class="ledger-top">
          <StateBadge ui={ui} mail={mail} />
          <strong>{mail.subject || ui.words.list.noSubject}</strong>
          <Time ui={ui} at={mail.receivedAt} />
        </p>
        <p class="quiet">
          {words.from} {mail.from || words.nobody} · {words.to} {mail.recipient}{' '}
          {mail.issueIds.map((id) => (
            <a href={ui.url(`/issues/${id}`)}>#{id} </a>
          ))}
        </p>
        {mail.reason && <p class={stuck ? 'reason' : 'quiet'}>{ui.words.said(mail.reason)}</p>}
      </div>
      <div class="row-of-buttons">
        <a class="button" href={ui.url(`/mail/${mail.id}`)}>
          {icon('eye')} {words.view}
        </a>
        <MailDeeds ui={ui} mail={mail} />
      </div>
    </li>
  )
}

/** Where it is, in a word; besides, whether no person wrote it, and whether it came before. */
export function StateBadge({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  const stuck = mail.state === 'held' || mail.state === 'failed'
  return (
    <>
      <span class={`badge ${tones[mail.state]}`}>
        {icon(stuck ? 'mail-warning' : mail.state === 'filed' ? 'check' : 'mail')} {words.states[mail.state]}
      </span>
      {mail.automatic !== null && (
        <span class="badge note" title={ui.words.said(mail.automatic)}>
          {icon('bot')} {words.automatic}
        </span>
      )}
      {mail.copyOfId !== null && (
        <span class="badge note">
          {icon('copy')} {words.copy}
        </span>
      )}
    </>
  )
}

/** The way out of "held" and "failed". */
export function MailDeeds({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  if (!ui.may('work') || (mail.state !== 'held' && mail.state !== 'failed')) return null
  const deed = mail.state === 'held' ? 'release' : 'refile'
  return (
    <PostButton action={ui.url(`/mail/${mail.id}/${deed}`)} class="button primary" values={{ back: ui.here }}>
      {words[deed]}
    </PostButton>
  )
}

function query(values: MailFilterValues & { cursor: string }): string {
  return new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v ? [[k, String(v)]] : []))).toString()
}
