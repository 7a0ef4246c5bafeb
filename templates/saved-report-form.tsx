import type { SavedReport } from '../src/desk/saved-report-values.ts'
import { Check, Radios } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { hourText, mayShare } from './saved-reports.tsx'
import type { Ui } from './ui.ts'

export type ChosenRep = Readonly<{ id: number; name: string }>

type FormProps = Readonly<{
  ui: Ui
  report: SavedReport
  typed?: SavedReport | undefined
  problem?: string | undefined
  reps: readonly ChosenRep[]
  zone: string
}>

/** Its name, who sees it, and when it goes to whom. */
export function SavedReportForm({ ui, report, typed, problem, reps, zone }: FormProps) {
  const words = ui.words.savedReports
  const shown = typed ?? report
  return (
    <form class="settings-form saved-report-form" method="post" action={ui.url(`/saved-reports/${report.id}`)}>
      <h2>{words.edit}</h2>
      {problem && (
        <p class="error" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <input type="hidden" name="version" value={String(report.version)} />
      <Field label={words.name} name="name" value={shown.name} hint={words.nameHint} required />
      {(mayShare(ui) || report.shared) && (
        <Check label={words.shared} name="shared" checked={shown.shared} hint={words.sharedHint} />
      )}
      <fieldset class="settings-part" id="by-mail">
        <legend>{words.mail}</legend>
        <Times ui={ui} shown={shown} zone={zone} />
        <fieldset class="choices if-sent">
          <legend>{words.to}</legend>
          {reps.map(({ id, name }) => (
            <label class="choice">
              <input type="checkbox" name="repIds" value={String(id)} checked={shown.repIds.includes(id)} />{' '}
              {id === ui.rep?.id ? words.you(name) : name}
            </label>
          ))}
        </fieldset>
        <p class="hint if-sent">{words.toHint}</p>
      </fieldset>
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {words.submit}
        </button>
      </div>
    </form>
  )
}

function Times({ ui, shown, zone }: { ui: Ui; shown: SavedReport; zone: string }) {
  const words = ui.words.savedReports
  const days = words.weekdays.map((name, nth) => ({ value: nth + 1, name }))
  const dates = Array.from({ length: 31 }, (_, nth) => ({ value: nth + 1, name: String(nth + 1) }))
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: hour, name: hourText(hour) }))
  return (
    <>
      <Radios label={words.cadence} name="cadence" value={shown.cadence ?? 'never'} options={words.cadences} />
      <div class="saved-report-times if-sent">
        <Choose class="if-weekly" label={words.weekday} name="weekday" value={shown.onDay} options={days} />
        <Choose
          class="if-monthly"
          label={words.monthday}
          name="monthday"
          value={shown.onDay}
          options={dates}
          hint={words.monthdayHint}
        />
        <Choose label={words.hour} name="hour" value={shown.atHour} options={hours} hint={words.hourHint(zone)} />
      </div>
    </>
  )
}

type ChooseProps = Readonly<{
  class?: string
  label: string
  name: string
  value: number
  options: readonly { value: number; name: string }[]
  hint?: string
}>

function Choose({ label, name, value, options, hint, ...props }: ChooseProps) {
  return (
    <div class={`field ${props.class ?? ''}`.trim()}>
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-describedby={hint ? `${name}-hint` : undefined}>
        {options.map((option) => (
          <option value={String(option.value)} selected={option.value === value}>
            {option.name}
          </option>
        ))}
      </select>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
