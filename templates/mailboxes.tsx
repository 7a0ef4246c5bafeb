import type { ImapHealth } from '../src/mail/imap-health.ts'
import type { TestStep } from '../src/mail/imap-test.ts'
import type { Mailbox } from '../src/mail/mailbox-settings.ts'
import { PostButton, Time } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import { type FormProps, MailboxFields } from './mailbox-form.tsx'
import type { Ui } from './ui.ts'

type ListProps = { ui: Ui; mailboxes: readonly Mailbox[]; health: ReadonlyMap<number, ImapHealth> }

/** Every mailbox with how it does. */
export function MailboxesPage({ ui, mailboxes, health }: ListProps) {
  const words = ui.words.mailboxes
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <span class="row-of-buttons">
          <a class="button" href={ui.url('/settings/acknowledgements')}>
            {ui.words.acknowledgements.title}
          </a>
          <a class="button primary" href={ui.url('/settings/mailboxes/new')}>
            {words.add}
          </a>
        </span>
      </header>
      <ul class="ledger">
        {mailboxes.map((mailbox) => (
          <MailboxItem ui={ui} mailbox={mailbox} health={health.get(mailbox.id)} />
        ))}
      </ul>
    </main>
  )
}

type ItemProps = { ui: Ui; mailbox: Mailbox; health: ImapHealth | undefined }

function MailboxItem({ ui, mailbox, health }: ItemProps) {
  const words = ui.words.mailboxes
  const { imap } = mailbox
  const path = ui.url(`/settings/mailboxes/${mailbox.id}`)
  return (
    <li class={`ledger-item ${health ? toneOf(health) : ''}`} id={`mailbox-${mailbox.id}`}>
      <div class="ledger-main">
        <p class="ledger-top">
          <a href={path}>
            <strong>{mailbox.address}</strong>
          </a>
          {health && <StateBadge ui={ui} health={health} />}
        </p>
        <p class="quiet">
          {[
            mailbox.name,
            mailbox.bySmtp ? words.bySmtp : undefined,
            imap ? words.byImap(imap.host) : undefined,
            mailbox.defaultTypes.join(', '),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {health?.lastError && <p class="reason">{ui.words.said(health.lastError)}</p>}
      </div>
      <a class="button" href={path} aria-label={`${words.open}: ${mailbox.address}`}>
        {words.open}
      </a>
    </li>
  )
}

const lateAfter = 300

function stateOf({ enabled, state, lag }: ImapHealth) {
  if (!enabled) return 'off'
  return state === 'stopped' || lag <= lateAfter ? state : 'late'
}

function toneOf(health: ImapHealth): '' | 'warn' | 'bad' {
  const state = stateOf(health)
  if (state === 'stopped' || state === 'late') return 'bad'
  return state === 'retrying' || health.lastError ? 'warn' : ''
}

const stateIcons: Readonly<Record<ReturnType<typeof stateOf>, IconName>> = {
  new: 'circle-dashed',
  ok: 'circle-check',
  retrying: 'refresh-cw',
  stopped: 'circle-alert',
  off: 'circle-dashed',
  late: 'triangle-alert',
}

function StateBadge({ ui, health }: { ui: Ui; health: ImapHealth }) {
  const state = stateOf(health)
  return (
    <span class={`badge ${toneOf(health) || (state === 'ok' ? 'good' : '')}`}>
      {icon(stateIcons[state])} {ui.words.mailboxes.states[state]}
    </span>
  )
}

export type Tested = Readonly<{ steps: readonly TestStep[]; plus: string | Readonly<{ refused: string }> }>

type PageProps = FormProps & {
  mailbox?: Mailbox | undefined
  health?: ImapHealth | undefined
  tested?: Tested | undefined
}

/** One mailbox: its settings, and beside them how it does. */
export function MailboxPage(props: PageProps) {
  const { ui, mailbox } = props
  const words = ui.words.mailboxes
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{mailbox?.address ?? words.newTitle}</h1>
      <div class={mailbox ? 'person-columns' : undefined}>
        <MailboxFields {...props} />
        {mailbox && <Aside {...props} mailbox={mailbox} />}
      </div>
    </main>
  )
}

function Aside({ ui, mailbox, health, tested }: PageProps & { mailbox: Mailbox }) {
  const words = ui.words.mailboxes
  return (
    <aside class="settings-aside">
      {health && <Health ui={ui} health={health} />}
      <section>
        <h2>{words.plus}</h2>
        <p>{plusText(ui, mailbox)}</p>
      </section>
      <section>
        <h2>{words.testTitle}</h2>
        {tested && <TestResult ui={ui} tested={tested} />}
        <p class="hint">{mailbox.imap ? words.testHint : words.testNothing}</p>
        {mailbox.imap && (
          <PostButton action={ui.url(`/settings/mailboxes/${mailbox.id}/test`)}>
            {icon('refresh-cw')} {words.test}
          </PostButton>
        )}
      </section>
      <section>
        <p class="hint">{words.deleteHint}</p>
        <PostButton action={ui.url(`/settings/mailboxes/${mailbox.id}/delete`)}>
          {icon('x')} {words.delete}
        </PostButton>
      </section>
    </aside>
  )
}

function plusText(ui: Ui, { bySmtp, plusAddresses, plusProvedAt }: Mailbox): string {
  const words = ui.words.mailboxes
  if (!plusAddresses) return words.plusNo
  return bySmtp || !plusProvedAt ? words.plusYes : words.plusProved(ui.dates.day(plusProvedAt))
}

function Health({ ui, health }: { ui: Ui; health: ImapHealth }) {
  const words = ui.words.mailboxes
  const { lastSuccessAt, nextRetryAt, lastError, waiting, reconciledAt, uidvalidityChangedAt } = health
  return (
    <section>
      <h2>
        <StateBadge ui={ui} health={health} />
      </h2>
      {lastError && <p class={`notice ${toneOf(health)}`}>{lastError}</p>}
      {uidvalidityChangedAt && <p class="notice warn">{words.uidvalidity(ui.dates.full(uidvalidityChangedAt))}</p>}
      <dl class="facts">
        <dt>{words.lastSuccess}</dt>
        <dd>{lastSuccessAt ? <Time ui={ui} at={lastSuccessAt} /> : words.never}</dd>
        <dt>{words.lag}</dt>
        <dd>{words.seconds(health.lag)}</dd>
        {nextRetryAt && <dt>{words.nextRetry}</dt>}
        {nextRetryAt && (
          <dd>
            <Time ui={ui} at={nextRetryAt} />
          </dd>
        )}
        {waiting > 0 && <dt>{words.waiting}</dt>}
        {waiting > 0 && <dd>{ui.dates.number(waiting)}</dd>}
        <dt>{words.reconciled}</dt>
        <dd>
          {reconciledAt
            ? words.missing(health.reconciledMails ?? 0, health.reconciledMissing ?? 0)
            : words.notReconciled}
          {reconciledAt && ' · '}
          {reconciledAt && <Time ui={ui} at={reconciledAt} />}
        </dd>
      </dl>
    </section>
  )
}

function TestResult({ ui, tested: { steps, plus } }: { ui: Ui; tested: Tested }) {
  const words = ui.words.mailboxes
  const fine = words.plusResult[plus as keyof typeof words.plusResult]
  const lines = [
    ...steps,
    { ok: fine !== undefined, text: typeof plus === 'string' ? fine : words.plusRefused(plus.refused) },
  ]
  return (
    <ul class="steps" role="status">
      {lines.map(({ ok, text }) => (
        <li class={ok ? 'good' : 'bad'}>
          {icon(ok ? 'circle-check' : 'circle-alert')} <span>{ui.words.said(text)}</span>
        </li>
      ))}
    </ul>
  )
}
