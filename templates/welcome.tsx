import type { RepFault } from '../src/reps/reps.ts'
import { Field } from './fields.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type WelcomeProps = { ui: Ui; token: string; values?: { name: string; email: string }; faults?: readonly RepFault[] }

/** Where the one-time link leads: the form that makes the first admin. */
export function WelcomePage({ ui, token, values, faults = [] }: WelcomeProps) {
  const words = ui.words.welcome
  const fault = (name: RepFault) => (faults.includes(name) ? words.faults[name] : undefined)
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.lead}</h1>
      <p class="quiet">{words.hint}</p>
      <form method="post" action={ui.url(`/welcome/${token}`)} class="stack">
        <Field
          label={words.name}
          name="name"
          value={values?.name}
          hint={words.nameHint}
          error={fault('name')}
          autocomplete="name"
          required
          autofocus
        />
        <Field
          label={ui.words.signIn.email}
          name="email"
          type="email"
          value={values?.email}
          error={fault('email') ?? fault('taken')}
          autocomplete="username"
          required
        />
        <Field
          label={ui.words.signIn.password}
          name="password"
          type="password"
          hint={words.passwordHint}
          error={fault('password')}
          autocomplete="new-password"
          required
        />
        <button type="submit" class="button primary">
          {words.submit}
        </button>
      </form>
    </Plain>
  )
}

export function DeadLinkPage({ ui }: { ui: Ui }) {
  const words = ui.words.welcome
  return (
    <Plain ui={ui} title={words.dead}>
      <h1>{words.dead}</h1>
      <p>{words.deadText}</p>
      <p>
        <a class="button primary" href={ui.url('/sign-in')}>
          {ui.words.signIn.submit}
        </a>
      </p>
    </Plain>
  )
}
