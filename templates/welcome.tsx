import type { RepFault } from '../src/reps/reps.ts'
import { Field } from './fields.tsx'
import { Plain } from './layout.tsx'
import { DeadLink, NewPasswordField, RepNameField } from './new-password.tsx'
import type { Ui } from './ui.ts'

type WelcomeProps = { ui: Ui; token: string; values?: { name: string; email: string }; faults?: readonly RepFault[] }

/** Where the one-time link leads: the form that makes the first admin. */
export function WelcomePage({ ui, token, values, faults = [] }: WelcomeProps) {
  const words = ui.words.welcome
  const fault = (name: RepFault) => (faults.includes(name) ? words.faults[name] : undefined)
  const [first = 'name'] = (['name', 'email', 'taken', 'password'] as const).filter((name) => faults.includes(name))
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.lead}</h1>
      <p class="quiet">{words.hint}</p>
      <form method="post" action={ui.url(`/welcome/${token}`)} class="stack">
        <RepNameField ui={ui} value={values?.name} error={fault('name')} autofocus={first === 'name'} />
        <Field
          label={ui.words.signIn.email}
          name="email"
          type="email"
          value={values?.email}
          error={fault('email') ?? fault('taken')}
          autocomplete="username"
          required
          autofocus={first === 'email' || first === 'taken'}
        />
        <NewPasswordField
          ui={ui}
          label={ui.words.signIn.password}
          error={fault('password')}
          autofocus={first === 'password'}
        />
        <button type="submit" class="button primary">
          {words.submit}
        </button>
      </form>
    </Plain>
  )
}

export function DeadLinkPage({ ui }: { ui: Ui }) {
  return <DeadLink ui={ui} words={ui.words.welcome} />
}
