import type { RawKeeping } from '../src/mail/raw-keeping.ts'
import type { Ui } from './ui.ts'

type Props = Readonly<{ ui: Ui; keeping: RawKeeping; choices: readonly number[] }>

/** How long the bytes of mail are kept, and what goes with them. */
export function KeepingPage({ ui, keeping, choices }: Props) {
  const words = ui.words.keeping
  const { months } = keeping
  const offered = months === null || choices.includes(months) ? choices : [...choices, months].sort((a, b) => a - b)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <form method="post" action={ui.url('/settings/keeping')} class="settings-form">
        <div class="field">
          <label for="months">{words.months}</label>
          <select id="months" name="months" aria-describedby="months-hint">
            <option value="" selected={months === null}>
              {words.forGood}
            </option>
            {offered.map((choice) => (
              <option value={choice} selected={choice === months}>
                {words.after(choice)}
              </option>
            ))}
          </select>
          <p class="hint" id="months-hint">
            {words.hint}
          </p>
        </div>
        <dl class="keeping-what">
          <dt>{words.goes}</dt>
          <dd>{words.goesWhat}</dd>
          <dt>{words.stays}</dt>
          <dd>{words.staysWhat}</dd>
        </dl>
        <p>
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </p>
      </form>
    </main>
  )
}
