import type { TlsMode } from '../src/database/tables-mailboxes.ts'
import type { StoredRelay } from '../src/letters/relays.ts'
import type { TestStep } from '../src/mail/imap-test.ts'
import { Check, Radios } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type ListProps = {
  ui: Ui
  relays: readonly (StoredRelay & { pausedUntil: Date | null })[]
  /** Host of RELAY_URL. */
  environment: string | undefined
  mailboxes: ReadonlyMap<number, string>
}

/** Every relay with the mailboxes that it takes. */
export function RelaysPage({ ui, relays, environment, mailboxes }: ListProps) {
  const words = ui.words.relays
  const standard = relays.some((relay) => relay.standard)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/relays/new')}>
          {words.add}
        </a>
      </header>
      {!standard && (
        <p class={environment ? 'notice' : 'notice warn'}>
          {icon(environment ? 'info' : 'triangle-alert')}{' '}
          {environment ? words.environment(environment) : `${words.empty} ${words.nothing}`}
        </p>
      )}
      <ul class="ledger" hidden={relays.length === 0}>
        {relays.map((relay) => (
          <li class={`ledger-item ${relay.pausedUntil ? 'warn' : ''}`}>
            <div class="ledger-main">
              <p class="ledger-top">
                <a href={ui.url(`/settings/relays/${relay.id}`)}>
                  <strong>{relay.name}</strong>
                </a>
                {relay.standard && <span class="badge good">{words.standard}</span>}
              </p>
              <p class="quiet">
                {[`${relay.host}:${relay.port}`, words.speed(relay.connections, relay.rate)]
                  .concat(relay.mailboxIds.map((id) => mailboxes.get(id) ?? ''))
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {relay.pausedUntil && <p class="reason">{words.pausedUntil(ui.dates.soon(relay.pausedUntil))}</p>}
            </div>
            <a class="button" href={ui.url(`/settings/relays/${relay.id}`)} aria-label={`${words.open}: ${relay.name}`}>
              {words.open}
            </a>
          </li>
        ))}
      </ul>
    </main>
  )
}

/** What the form shows, as typed; never the password. */
export type RelayForm = Readonly<{
  name: string
  host: string
  port: string
  tls: TlsMode
  user: string
  connections: string
  rate: string
  standard: boolean
  mailboxIds: readonly number[]
  version: number
}>

type PageProps = {
  ui: Ui
  id?: number | undefined
  title: string
  values: RelayForm
  faults: Readonly<Record<string, string>>
  stored: boolean
  mailboxes: ReadonlyMap<number, string>
  tested?: readonly TestStep[] | undefined
  testTo?: string | undefined
}

/** One relay: its settings, and beside them a test. */
export function RelayPage(props: PageProps) {
  const { id, title } = props
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{title}</h1>
      <div class={id === undefined ? undefined : 'person-columns'}>
        <RelayFields {...props} />
        {id !== undefined && <Aside {...props} id={id} />}
      </div>
    </main>
  )
}

function RelayFields({ ui, id, values, faults, stored, mailboxes }: PageProps) {
  const words = ui.words.relays
  const count = Object.keys(faults).length
  const field = (name: 'name' | 'host' | 'port' | 'user' | 'connections' | 'rate', hint?: string) => (
    <Field label={words[name]} name={name} value={values[name]} hint={hint} error={faults[name]} autocomplete="off" />
  )
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/relays${id === undefined ? '' : `/${id}`}`)}>
      <input type="hidden" name="version" value={String(values.version)} />
      {count > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(count)}
        </p>
      )}
      <div class="settings-grid">
        {field('name', words.nameHint)}
        {field('host')}
        {field('port')}
      </div>
      <Radios label={words.tls} name="tls" value={values.tls} options={words.tlsModes} error={faults.tls} />
      <div class="settings-grid">
        {field('user', words.userHint)}
        <Field
          label={words.password}
          name="password"
          type="password"
          hint={stored ? words.kept : words.sealed}
          error={faults.password}
          autocomplete="new-password"
        />
        {field('connections', words.connectionsHint)}
        {field('rate', words.rateHint)}
      </div>
      <Check label={words.standardLabel} name="standard" checked={values.standard} />
      <fieldset class="choices">
        <legend>{words.mailboxes}</legend>
        {[...mailboxes].map(([mailboxId, address]) => (
          <label class="choice">
            <input
              type="checkbox"
              name={`mailbox-${mailboxId}`}
              value="yes"
              checked={values.mailboxIds.includes(mailboxId)}
            />{' '}
            {address}
          </label>
        ))}
        {faults.mailboxIds && <p class="error">{faults.mailboxIds}</p>}
      </fieldset>
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {id === undefined ? words.create : words.save}
        </button>
        <a class="button quiet-button" href={ui.url('/settings/relays')}>
          {words.all}
        </a>
      </div>
    </form>
  )
}

function Aside({ ui, id, tested, testTo }: PageProps & { id: number }) {
  const words = ui.words.relays
  return (
    <aside class="settings-aside">
      <section>
        <h2>{words.testTitle}</h2>
        {tested && <Steps ui={ui} steps={tested} />}
        <form method="post" action={ui.url(`/settings/relays/${id}/test`)}>
          <Field
            label={words.testTo}
            name="to"
            type="email"
            value={testTo ?? ui.rep?.email}
            hint={words.testHint}
            required
          />
          <button type="submit" class="button">
            {icon('send')} {words.test}
          </button>
        </form>
      </section>
      <section>
        <p class="hint">{words.removeHint}</p>
        <PostButton action={ui.url(`/settings/relays/${id}/delete`)}>
          {icon('x')} {words.remove}
        </PostButton>
      </section>
    </aside>
  )
}

function Steps({ ui, steps }: { ui: Ui; steps: readonly TestStep[] }) {
  return (
    <ul class="steps" role="status">
      {steps.map(({ ok, text }) => (
        <li class={ok ? 'good' : 'bad'}>
          {icon(ok ? 'circle-check' : 'circle-alert')} <span>{ui.words.said(text)}</span>
        </li>
      ))}
    </ul>
  )
}
