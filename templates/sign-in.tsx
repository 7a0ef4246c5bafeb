import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type SignInProps = {
  ui: Ui
  next: string
  email?: string
  noAdmin?: boolean
  /** The name of the identity provider, where one is set. */
  provider?: string | null
  problem?: 'wrong' | 'deactivated' | 'slow down' | undefined
}

export function SignInPage({ ui, next, email, problem, noAdmin, provider }: SignInProps) {
  const words = ui.words.signIn
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.lead}</h1>
      {noAdmin && (
        <p class="notice">
          {icon('info')} {words.noAdmin}
        </p>
      )}
      <Problem text={problem && words.problems[problem]} />
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
      {provider && (
        <p class="other-way">
          <a class="button" href={ui.url(`/sign-in/provider?next=${encodeURIComponent(next)}`)}>
            {icon('key-round')} {ui.words.ways.by(provider)}
          </a>
        </p>
      )}
      <p class="quiet">
        <a href={ui.url('/sign-in/forgot')}>{ui.words.ways.forgot}</a>
      </p>
    </Plain>
  )
}

export function Problem({ text }: { text: string | undefined }) {
  if (!text) return null
  return (
    <p class="notice bad" role="alert">
      {icon('circle-alert')} <span>{text}</span>
    </p>
  )
}
