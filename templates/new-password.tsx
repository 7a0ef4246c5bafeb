import { Field } from './fields.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type FieldProps = { ui: Ui; label: string; error?: string | undefined; autofocus?: boolean }

/** Where a way in is made: the first admin's, an invitation's, a new password's. */
export function NewPasswordField({ ui, ...rest }: FieldProps) {
  const hint = ui.words.welcome.passwordHint
  return <Field {...rest} name="password" type="password" hint={hint} autocomplete="new-password" required />
}

/** The name that customers read under letters. */
export function RepNameField({
  ui,
  ...rest
}: {
  ui: Ui
  value?: string | undefined
  error?: string | undefined
  autofocus?: boolean
}) {
  const { name, nameHint } = ui.words.welcome
  return <Field {...rest} label={name} name="name" hint={nameHint} autocomplete="name" required />
}

/** A one-time link that opens nothing any more. */
export function DeadLink({ ui, words }: { ui: Ui; words: Readonly<{ dead: string; deadText: string }> }) {
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
