import type { DeliveryLine, Envelope } from '../src/mail/ledger.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { MailDeeds, StateBadge } from './mail.tsx'
import type { Ui } from './ui.ts'

type RawProps = {
  ui: Ui
  mail: DeliveryLine
  envelope: Envelope
  headers: string
  body: string
  /** Bytes that are shown of it. */
  shown: number
}

/** The beginning of a mail as it came, for judging it by eye: nothing in it is run, fetched or followed. */
export function RawMailPage({ ui, mail, envelope, headers, body, shown }: RawProps) {
  const words = ui.words.mail
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.rawTitle}</h1>
      <div class="ledger">
        <div class={`ledger-item ${mail.state === 'failed' ? 'bad' : mail.state === 'held' ? 'warn' : ''}`.trim()}>
          <div class="ledger-main">
            <p class="ledger-top">
              <StateBadge ui={ui} mail={mail} />
              <strong>{mail.subject || ui.words.list.noSubject}</strong>
              <Time ui={ui} at={mail.receivedAt} />
            </p>
            <p class="quiet">
              {words.from} {mail.from || words.nobody} · {words.to} {mail.recipient}
            </p>
            {mail.reason && <p class="reason">{ui.words.said(mail.reason)}</p>}
          </div>
          <RawDeeds ui={ui} mail={mail} />
        </div>
      </div>
      <EnvelopeList ui={ui} mail={mail} envelope={envelope} />
      <section class="raw-part">
        <h2>{words.headers}</h2>
        <pre class="code raw" tabindex={0}>
          {headers}
        </pre>
      </section>
      <section class="raw-part">
        <h2>{words.body}</h2>
        {body === '' ? (
          <p class="quiet">{words.noBody}</p>
        ) : (
          <pre class="code raw" tabindex={0}>
            {body}
          </pre>
        )}
        {shown < envelope.size && (
          <p class="quiet">{words.rawHint(ui.dates.size(shown), ui.dates.size(envelope.size))}</p>
        )}
      </section>
    </main>
  )
}

function RawDeeds({ ui, mail }: { ui: Ui; mail: DeliveryLine }) {
  const words = ui.words.mail
  if (!ui.may('work')) return null
  return (
    <div class="row-of-buttons">
      <a class="button" href={ui.url(`/mail/${mail.id}/source`)}>
        {icon('download')} {words.source}
      </a>
      {mail.state === 'filed' && mail.copyOfId === null && (
        <PostButton action={ui.url(`/mail/${mail.id}/refile`)} values={{ back: ui.here }}>
          {icon('refresh-cw')} {words.reread}
        </PostButton>
      )}
      {mail.state === 'held' && mail.heldForIssueId !== null && (
        <PostButton action={ui.url(`/mail/${mail.id}/release`)} values={{ to: 'new' }}>
          {words.releaseNew}
        </PostButton>
      )}
      {mail.from !== '' && (
        <PostButton action={ui.url(`/mail/${mail.id}/block`)} values={{ back: ui.here }}>
          {icon('shield-alert')} {words.block}
        </PostButton>
      )}
      <MailDeeds ui={ui} mail={mail} />
    </div>
  )
}

function EnvelopeList({ ui, mail, envelope }: Pick<RawProps, 'ui' | 'mail' | 'envelope'>) {
  const words = ui.words.mail.envelope
  const noticed = Object.entries(envelope.flags).filter(([, value]) => value !== null && value !== false)
  const rows = [
    [words.mailFrom, envelope.mailFrom || ui.words.mail.nobody],
    [words.recipient, mail.recipient],
    [words.mailbox, mail.mailbox],
    [words.source, ui.words.mail.sources[mail.source]],
    [words.helo, envelope.helo],
    [words.clientIp, envelope.clientIp ?? ''],
    [words.tls, envelope.tls ? words.yes : words.no],
    [words.size, ui.dates.size(envelope.size)],
    [words.noticed, noticed.map(([name, value]) => `${name}: ${JSON.stringify(value)}`.slice(0, 200)).join(', ')],
  ].filter(([, value]) => value !== '')
  return (
    <section class="raw-part">
      <h2>{words.title}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
        {mail.issueIds.length > 0 && (
          <>
            <dt>{words.issues}</dt>
            <dd>
              {mail.issueIds.map((id) => (
                <a href={ui.url(`/issues/${id}`)}>#{id} </a>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
