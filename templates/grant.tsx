import type { Grantable } from '../src/certificates/grantable.ts'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type GrantForm = Readonly<{ amount: string; program: string; until: string; issue: string; seen: string }>
type GrantProps = Readonly<{
  ui: Ui
  person: { id: number; name: string }
  programs: readonly Grantable[]
  form: GrantForm
  problem?: string | undefined
}>

/** A program with its limits, as its choice says them. */
export function programText(ui: Ui, { name, currency, mostMinor, leftTodayMinor }: Grantable): string {
  const sum = (minor: number) => ui.dates.money(minor, currency)
  return ui.words.certificates.limits(name, sum(mostMinor), leftTodayMinor === null ? undefined : sum(leftTodayMinor))
}

/** How much, from where and for how long. */
export function GrantPage({ ui, person, programs, form, problem }: GrantProps) {
  const words = ui.words.certificates
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.grantTo(person.name)}</h1>
        <p class="quiet measure">{words.grantLead}</p>
      </header>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      {programs.length === 0 ? (
        <p class="notice">
          {icon('info')} {words.noPrograms}
        </p>
      ) : (
        <form class="settings-form" method="post" action={ui.url(`/people/${person.id}/certificates/check`)}>
          <Kept form={{ issue: form.issue, seen: form.seen }} />
          <Field label={words.amount} name="amount" value={form.amount} autocomplete="off" required />
          <div class="field">
            <label for="program">{words.program}</label>
            <select id="program" name="program">
              {programs.map((program) => (
                <option value={String(program.id)} selected={String(program.id) === form.program}>
                  {programText(ui, program)}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="until">{words.until}</label>
            <input id="until" type="date" name="until" value={form.until} aria-describedby="until-hint" />
            <p class="hint" id="until-hint">
              {words.untilHint}
            </p>
          </div>
          <div class="row-of-buttons">
            <button type="submit" class="button primary">
              {words.next}
            </button>
          </div>
        </form>
      )}
    </main>
  )
}

function Kept({ form }: { form: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(form).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

type ConfirmProps = Pick<GrantProps, 'ui' | 'person' | 'form'> & Readonly<{ amount: string; until: string }>

/** Amount, name and last day once more, since money is given away. */
export function GrantConfirmPage({ ui, person, form, amount, until }: ConfirmProps) {
  const words = ui.words.certificates
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.confirmTitle}</h1>
      <p class="gift-sum">
        <strong>{words.confirm(amount, person.name, until)}</strong>
      </p>
      <form method="post" action={ui.url(`/people/${person.id}/certificates`)} class="row-of-buttons">
        <Kept form={form} />
        <button type="submit" class="button primary">
          {icon('hand-coins')} {words.confirmYes}
        </button>
        <a class="button" href={ui.url(`/people/${person.id}/certificates/new`)}>
          {words.back}
        </a>
      </form>
    </main>
  )
}
