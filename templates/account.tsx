import { raw } from 'hono/html'
import { renderSVG } from 'uqr'
import type { PasswordFault } from '../src/reps/passwords.ts'
import type { SessionLine } from '../src/reps/visits.ts'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { LanguageForm, type Languages } from './own-language.tsx'
import { Problem } from './sign-in.tsx'
import type { Ui } from './ui.ts'

export type AccountProps = Readonly<{
  ui: Ui
  state: Readonly<{ secured: boolean; hasPassword: boolean; required: boolean }>
  sessions: readonly SessionLine[]
  sessionId: number
  languages: Languages
  faults?: AccountFaults
}>
export type AccountFaults = Readonly<{ current?: string; next?: PasswordFault; second?: string }>

/** Everything a rep sets for oneself. */
export function AccountPage({ ui, state, sessions, sessionId, languages, faults = {} }: AccountProps) {
  const words = ui.words.account
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      {state.required && !state.secured && state.hasPassword && (
        <p class="notice warn">
          {icon('triangle-alert')} <span>{words.mustSetUp}</span>
        </p>
      )}
      <form class="settings-form" method="post" action={ui.url('/account/name')}>
        <fieldset class="settings-part">
          <legend>{words.name}</legend>
          <p class="quiet">{ui.rep?.email}</p>
          <Field
            label={words.name}
            name="name"
            value={ui.rep?.name}
            hint={words.nameHint}
            autocomplete="name"
            required
          />
          <button type="submit" class="button">
            {words.save}
          </button>
        </fieldset>
      </form>
      <LanguageForm ui={ui} languages={languages} />
      <SecondStep ui={ui} state={state} problem={faults.second} />
      <PasswordForm ui={ui} hasPassword={state.hasPassword} faults={faults} />
      <section class="settings-form">
        <div class="settings-part">
          <h2>{words.sessions}</h2>
          <Sessions ui={ui} sessions={sessions} own={sessionId} path="/account/sessions" />
          {sessions.length > 1 && (
            <PostButton action={ui.url('/account/sessions/others')}>{words.endOthers}</PostButton>
          )}
        </div>
      </section>
    </main>
  )
}

function SecondStep({ ui, state, problem }: Pick<AccountProps, 'ui' | 'state'> & { problem: string | undefined }) {
  const words = ui.words.account
  const { secured, hasPassword, required } = state
  return (
    <form class="settings-form" method="post" action={ui.url('/account/second-step')}>
      <fieldset class="settings-part" id="second-step">
        <legend>{words.second}</legend>
        <p>
          <span class={`badge ${secured ? 'good' : ''}`}>
            {icon(secured ? 'shield-check' : 'shield-question-mark')} {secured ? words.on : words.off}
          </span>{' '}
          <span class="quiet">{words.secondLead}</span>
        </p>
        <Problem text={problem} />
        {hasPassword && (
          <Field label={words.confirmWith} name="password" type="password" autocomplete="current-password" required />
        )}
        <div class="row-of-buttons">
          {!secured && (
            <button type="submit" class="button primary" name="deed" value="start">
              {words.setUp}
            </button>
          )}
          {secured && (
            <button type="submit" class="button" name="deed" value="codes">
              {words.newCodes}
            </button>
          )}
          {secured && !required && (
            <button type="submit" class="button" name="deed" value="stop">
              {words.turnOff}
            </button>
          )}
        </div>
        {secured && required && <p class="hint">{words.required}</p>}
      </fieldset>
    </form>
  )
}

type PasswordProps = { ui: Ui; hasPassword: boolean; faults: AccountFaults }

function PasswordForm({ ui, hasPassword, faults }: PasswordProps) {
  const words = ui.words.account
  if (!hasPassword) return <p class="quiet">{words.noPassword}</p>
  return (
    <form class="settings-form" method="post" action={ui.url('/account/password')}>
      <fieldset class="settings-part">
        <legend>{words.password}</legend>
        <p class="quiet">{words.passwordLead}</p>
        <input type="hidden" name="email" value={ui.rep?.email} autocomplete="username" />
        <div class="settings-grid">
          <Field
            label={words.current}
            name="current"
            type="password"
            error={faults.current}
            autofocus={faults.current !== undefined}
            autocomplete="current-password"
            required
          />
          <Field
            label={words.next}
            name="next"
            type="password"
            hint={words.nextHint}
            error={faults.next && ui.words.ways.faults[faults.next]}
            autofocus={faults.current === undefined && faults.next !== undefined}
            autocomplete="new-password"
            required
          />
        </div>
        <button type="submit" class="button">
          {words.change}
        </button>
      </fieldset>
    </form>
  )
}

type SessionsProps = { ui: Ui; sessions: readonly SessionLine[]; own: number | null; path: string }

/** Where a rep is signed in, with a button to end each but the one that is looking. */
export function Sessions({ ui, sessions, own, path }: SessionsProps) {
  const words = ui.words.account
  return (
    <ul class="ledger">
      {sessions.map((one) => (
        <li class="ledger-item">
          {icon('laptop')}
          <div class="ledger-main">
            <p class="ledger-top">
              <strong>{one.device || words.unknownDevice}</strong>
              {one.id === own && <span class="badge good">{words.thisDevice}</span>}
            </p>
            <p class="quiet">
              {one.ip} · {words.lastUsed} <Time ui={ui} at={one.usedAt} /> · {words.since}{' '}
              <Time ui={ui} at={one.startedAt} />
            </p>
          </div>
          {one.id !== own && (
            <PostButton action={ui.url(`${path}/${one.id}/end`)} label={words.endOf(one.device || words.unknownDevice)}>
              {words.end}
            </PostButton>
          )}
        </li>
      ))}
    </ul>
  )
}

type SetUpProps = { ui: Ui; uri: string; codes: readonly string[]; wrong?: boolean }

/** The seed to scan, the recovery codes, and the code that proves that the app has it. Shown this once. */
export function SetUpPage({ ui, uri, codes, wrong }: SetUpProps) {
  const words = ui.words.account
  const key = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.second}</h1>
      <section class="settings-form">
        <div class="settings-part">
          <h2>{words.scanTitle}</h2>
          <div class="qr" role="img" aria-label={words.qrLabel}>
            {raw(renderSVG(uri, { border: 2 }))}
          </div>
          <p>
            {words.scanLead} <code class="secret">{key.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
        </div>
        <Codes ui={ui} codes={codes} />
        <form class="settings-part" method="post" action={ui.url('/account/second-step/confirm')}>
          <input type="hidden" name="uri" value={uri} />
          <input type="hidden" name="codes" value={codes.join(' ')} />
          <Field
            label={words.enterCode}
            name="code"
            error={wrong ? words.wrongCode : undefined}
            autocomplete="one-time-code"
            required
            autofocus
          />
          <button type="submit" class="button primary">
            {words.confirm}
          </button>
        </form>
      </section>
    </main>
  )
}

function Codes({ ui, codes }: { ui: Ui; codes: readonly string[] }) {
  const words = ui.words.account
  return (
    <div class="settings-part">
      <h2>{words.codesTitle}</h2>
      <p>{words.codesLead}</p>
      <ol class="recovery-codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Fresh recovery codes, shown this once. */
export function CodesPage({ ui, codes }: { ui: Ui; codes: readonly string[] }) {
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{ui.words.account.second}</h1>
      <section class="settings-form">
        <Codes ui={ui} codes={codes} />
        <p>
          <a class="button primary" href={ui.url('/account')}>
            {ui.words.account.codesDone}
          </a>
        </p>
      </section>
    </main>
  )
}
