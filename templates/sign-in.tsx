import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type SignInProps = {
  ui: Ui
  next: string
  email?: string
  noAdmin?: boolean
  problem?: 'wrong' | 'deactivated' | 'slow down' | undefined
}

export function SignInPage({ ui, next, email, problem, noAdmin }: SignInProps) {
  const words = ui.words.signIn
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.lead}</h1>
      {noAdmin && (
        <p class="notice">
          {icon('info')} {words.noAdmin}
        </p>
      )}
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.problems[problem]}
        </p>
      )}
      <form method="post" action={ui.url('/sign-in')} class="stack">
        <input type="hidden" name="next" value={next} />
        <Field
          label={words.email}
          name="email"
          type="email"
          value={email}
          autocomplete="username"
          required
          autofocus={!email}
        />
        <Field
          label={words.password}
          name="password"
          type="password"
          autocomplete="current-password"
          required
          autofocus={!!email}
        />
        <button type="submit" class="button primary">
          {words.submit}
        </button>
      </form>
    </Plain>
  )
}
