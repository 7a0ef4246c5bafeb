import type { OwnIssue } from '../src/desk/interaction-forms.ts'
import { Check } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { InteractionFault, InteractionProps } from './interaction-props.ts'
import type { Ui } from './ui.ts'

/** What the call was about: an issue of theirs or a new one, what was said, what is left to do. */
export function IssuePart(props: InteractionProps) {
  const { ui, values, issues, lists, person } = props
  const words = ui.words.interaction
  return (
    <fieldset class="settings-part">
      <legend>{words.issue}</legend>
      <div
        id="own-issues"
        hx-get={person ? undefined : ui.url('/interactions/issues')}
        hx-trigger="change from:#who"
        hx-sync="this:replace"
        hx-include="#who"
        hx-swap="innerHTML"
      >
        <IssueChoice ui={ui} issues={issues} chosen={values.issue} />
      </div>
      <div class="settings-grid new-issue">
        <Field label={words.subject} name="subject" value={values.subject} hint={words.subjectHint} />
        <Field label={words.order} name="order" value={values.order} />
      </div>
      <Several label={words.types} name="types" options={lists.types} chosen={values.types} />
      <Details {...props} />
      <Several label={words.infoUsed} name="infoUsed" options={lists.infoUsed} chosen={values.infoUsed} />
      <div class="settings-grid">
        <Field label={words.otherTypes} name="otherTypes" value={values.otherTypes} />
        <Field label={words.otherInfo} name="otherInfo" value={values.otherInfo} />
        <IssueNumber {...props} />
        <Field label={words.followUp} name="followUp" value={values.followUp} />
        <div class="field">
          <label for="followUpDue">{words.followUpDue}</label>
          <input id="followUpDue" name="followUpDue" type="datetime-local" value={values.followUpDue} />
        </div>
      </div>
      <Check label={words.close} name="close" checked={values.close} />
    </fieldset>
  )
}

/** The person's open issues, swapped when another person is chosen. */
export function IssueChoice({ ui, issues, chosen }: { ui: Ui; issues: readonly OwnIssue[]; chosen: string }) {
  const words = ui.words.interaction
  if (issues.length === 0) return null
  const known = issues.some((issue) => String(issue.id) === chosen)
  return (
    <fieldset class="choices own-issues">
      <legend>{words.openIssues}</legend>
      <label class="choice">
        <input type="radio" name="issue" value="" checked={!known} /> {words.newIssue}
      </label>
      {issues.map((issue) => (
        <label class="choice">
          <input type="radio" name="issue" value={issue.id} checked={String(issue.id) === chosen} />
          <span>
            #{issue.id} {issue.subject || ui.words.list.noSubject}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Details({ ui, values, faults, person }: InteractionProps) {
  const words = ui.words.interaction
  const fault = faults.includes('details')
  return (
    <div class="field">
      <label for="details">{words.details}</label>
      <textarea
        id="details"
        name="details"
        rows={5}
        placeholder={words.detailsHint}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? 'details-error' : undefined}
        autofocus={person !== undefined}
      >
        {values.details ? `\n${values.details}` : ''}
      </textarea>
      {fault && (
        <p class="error" id="details-error">
          {icon('circle-alert')} {words.faults.details}
        </p>
      )}
    </div>
  )
}

function IssueNumber({ ui, values, faults }: InteractionProps) {
  const words = ui.words.interaction
  const name: InteractionFault = 'issueNumber'
  const error = faults.includes(name) ? words.faults[name] : undefined
  return <Field label={words.issueNumber} name="issueNumber" value={values.issueNumber} error={error} />
}

type SeveralProps = { label: string; name: string; options: readonly string[]; chosen: readonly string[] }

function Several({ label, name, options, chosen }: SeveralProps) {
  if (options.length === 0) return null
  return (
    <fieldset class="choices">
      <legend>{label}</legend>
      {options.map((option) => (
        <label class="choice">
          <input type="checkbox" name={name} value={option} checked={chosen.includes(option)} /> {option}
        </label>
      ))}
    </fieldset>
  )
}
