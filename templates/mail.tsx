import type { DeliveryLine } from '../src/mail/ledger.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type LedgerProps = { ui: Ui; held: boolean; items: readonly DeliveryLine[]; next: string | null }

/** Mail that came in, where it is and why; held mail with its way out. */
export function MailLedger({ ui, held, items, next }: LedgerProps) {
  const words = ui.words.mail
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{held ? words.held : words.title}</h1>
      {held && <p class="quiet">{words.heldHint}</p>}
      {items.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{held ? words.empty : words.emptyAll}</p>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((mail) => (
            <MailItem ui={ui} mail={mail} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/mail?${held ? 'state=held&' : ''}cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function MailItem({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  const stuck = mail.state === 'held' || mail.state === 'failed'
  return (
    <li class={`ledger-item ${mail.state === 'failed' ? 'bad' : stuck ? 'warn' : ''}`} id={`mail-${mail.id}`}>
      <div class="ledger-main">
        <p class="ledger-top">
          <span class={`badge ${mail.state === 'failed' ? 'bad' : stuck ? 'warn' : ''}`}>
            {icon(stuck ? 'mail-warning' : 'mail')} {words.states[mail.state]}
          </span>
          <strong>{mail.subject || ui.words.list.noSubject}</strong>
          <Time ui={ui} at={mail.receivedAt} />
        </p>
        <p class="quiet">
          {words.from} {mail.from || words.nobody} · {words.to} {mail.recipient}{' '}
          {mail.issueIds.map((id) => (
            <a href={ui.url(`/issues/${id}`)}>#{id} </a>
          ))}
        </p>
        {mail.reason && <p class={stuck ? 'reason' : 'quiet'}>{mail.reason}</p>}
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

function MailDeeds({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  if (!ui.may('work') || (mail.state !== 'held' && mail.state !== 'failed')) return null
  const deed = mail.state === 'held' ? 'release' : 'refile'
  return (
    <PostButton action={ui.url(`/mail/${mail.id}/${deed}`)} class="button primary">
      {words[deed]}
    </PostButton>
  )
}

/** The beginning of a mail as it came, for judging it by eye. */
export function RawMailPage({ ui, delivery, text }: { ui: Ui; delivery: DeliveryLine; text: string }) {
  const words = ui.words.mail
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.rawTitle}</h1>
      <ul class="ledger">
        <li class="ledger-item">
          <div class="ledger-main">
            <p class="quiet">
              {words.from} {delivery.from || words.nobody} · {words.to} {delivery.recipient}
            </p>
            {delivery.reason && <p class="reason">{delivery.reason}</p>}
            <p class="quiet">{words.rawHint}</p>
          </div>
          <div class="row-of-buttons">
            {ui.may('work') && (
              <a class="button" href={ui.url(`/mail/${delivery.id}/source`)}>
                {icon('download')} {words.source}
              </a>
            )}
            <MailDeeds ui={ui} mail={delivery} />
          </div>
        </li>
      </ul>
      <pre class="code raw" tabindex={0}>
        {text}
      </pre>
    </main>
  )
}
