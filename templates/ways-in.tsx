import type { ProviderProblem } from '../src/reps/auth-provider.ts'
import type { PasswordFault } from '../src/reps/passwords.ts'
import type { RepLink } from '../src/reps/rep-links.ts'
import { Field } from './fields.tsx'
import { Plain } from './layout.tsx'
import { DeadLink, NewPasswordField, RepNameField } from './new-password.tsx'
import { Problem } from './sign-in.tsx'
import type { Ui } from './ui.ts'

type SecondProps = { ui: Ui; next: string; problem?: 'wrong code' | 'again' | 'locked' | 'slow down' | undefined }

/** Asks for the code of the second step. */
export function SecondStepPage({ ui, next, problem }: SecondProps) {
  const words = ui.words.ways
  return (
    <Plain ui={ui} title={words.secondTitle}>
      <h1>{words.secondLead}</h1>
      <Problem text={problem && words.secondProblems[problem]} />
      <form method="post" action={ui.url('/sign-in/second')} class="stack">
        <input type="hidden" name="next" value={next} />
        <Field label={words.code} name="code" hint={words.secondHint} autocomplete="one-time-code" required autofocus />
        <button type="submit" class="button primary">
          {words.secondSubmit}
        </button>
      </form>
      <p class="quiet">
        <a href={ui.url('/sign-in')}>{words.startOver}</a>
      </p>
    </Plain>
  )
}

/** Why the identity provider let nobody in. */
export function ProviderProblemPage({ ui, problem }: { ui: Ui; problem: ProviderProblem }) {
  const words = ui.words.ways
  return (
    <Plain ui={ui} title={words.providerTitle}>
      <h1>{words.providerTitle}</h1>
      <Problem text={words.providerProblems[problem]} />
      <p>
        <a class="button primary" href={ui.url('/sign-in')}>
          {words.startOver}
        </a>
      </p>
    </Plain>
  )
}

type ForgotProps = { ui: Ui; relay: boolean; state?: 'sent' | 'many' }

/** Asks for the address to mail a link to; the answer is the same whether there is such an account. */
export function ForgotPage({ ui, relay, state }: ForgotProps) {
  const words = ui.words.ways
  return (
    <Plain ui={ui} title={words.forgotTitle}>
      <h1>{words.forgotLead}</h1>
      {state === 'sent' && (
        <p class="notice" role="status">
          <span>{words.forgotSent}</span>
        </p>
      )}
      <Problem text={state === 'many' ? words.forgotMany : undefined} />
      {!relay && <p>{words.forgotNoRelay}</p>}
      {relay && state !== 'sent' && (
        <form method="post" action={ui.url('/sign-in/forgot')} class="stack">
          <Field
            label={ui.words.signIn.email}
            name="email"
            type="email"
            hint={words.forgotHint}
            autocomplete="username"
            required
            autofocus
          />
          <button type="submit" class="button primary">
            {words.forgotSubmit}
          </button>
        </form>
      )}
      <p class="quiet">
        <a href={ui.url('/sign-in')}>{ui.words.signIn.submit}</a>
      </p>
    </Plain>
  )
}

type JoinProps = { ui: Ui; token: string; link: RepLink; name?: string; faults?: readonly ('name' | PasswordFault)[] }

/** Where an invitation or a way to a new password leads. */
export function JoinPage({ ui, token, link, name, faults = [] }: JoinProps) {
  const words = ui.words.ways
  const invited = link.purpose === 'invite'
  const weak = faults.find((fault) => fault !== 'name')
  return (
    <Plain ui={ui} title={invited ? words.joinTitle : words.resetTitle}>
      <h1>{words.joinLead(link.email)}</h1>
      <p class="quiet">{invited ? words.joinHint : words.resetHint}</p>
      <form method="post" action={ui.url(`/join/${token}`)} class="stack">
        <input type="hidden" name="email" value={link.email} autocomplete="username" />
        {invited && (
          <RepNameField
            ui={ui}
            value={name ?? link.name}
            error={faults.includes('name') ? words.faults.name : undefined}
            autofocus={faults.includes('name')}
          />
        )}
        <NewPasswordField
          ui={ui}
          label={words.newPassword}
          error={weak && words.faults[weak]}
          autofocus={!faults.includes('name')}
        />
        <button type="submit" class="button primary">
          {invited ? words.joinSubmit : words.resetSubmit}
        </button>
      </form>
    </Plain>
  )
}

export function DeadRepLinkPage({ ui }: { ui: Ui }) {
  return <DeadLink ui={ui} words={ui.words.ways} />
}
