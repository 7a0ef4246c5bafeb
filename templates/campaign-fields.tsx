import type { EditorProps } from './campaign-props.ts'
import { Radios } from './choices.tsx'
import { Field } from './fields.tsx'
import type { Ui } from './ui.ts'

/** Whom it goes to, and on what ground. */
export function WhomFields(props: EditorProps) {
  const { ui, typed, lists, faults } = props
  const words = ui.words.campaignEditor
  return (
    <fieldset class="settings-part">
      <legend>{words.whom}</legend>
      <Audience {...props} />
      <div class="field">
        <label for="list">{words.list}</label>
        <select id="list" name="list" aria-describedby="list-hint">
          <option value="">{words.noList}</option>
          {lists.map(({ slug, name }) => (
            <option value={slug} selected={slug === typed.list}>
              {name}
            </option>
          ))}
        </select>
        <p class="hint" id="list-hint">
          {words.listHint}
        </p>
        {faults.includes('list') && <p class="error">{words.wrong.list}</p>}
      </div>
      <Radios
        label={words.basis}
        name="basis"
        value={typed.basis === 'softOptIn' ? 'softOptIn' : 'consent'}
        options={words.bases}
      />
    </fieldset>
  )
}

function Audience({ ui, campaign, typed, audiences, audienceName, faults }: EditorProps) {
  const words = ui.words.campaignEditor
  const chosen = campaign && JSON.stringify(campaign.audience) !== '{"any":[]}'
  const kept = chosen ? (audienceName ?? words.audienceKept) : words.audienceNone
  return (
    <div class="field">
      <label for="audience">{words.audience}</label>
      <select id="audience" name="audience" aria-describedby="audience-hint">
        <option value="">{kept}</option>
        {audiences.map(({ id, name }) => (
          <option value={id} selected={String(id) === typed.audience}>
            {name}
          </option>
        ))}
      </select>
      <p class="hint" id="audience-hint">
        {words.audienceHint} <a href={ui.url('/audiences')}>{words.build}</a>
      </p>
      {faults.includes('audience') && <p class="error">{words.wrong.audience}</p>}
    </div>
  )
}

/** What everybody gets along with the letter. */
export function CertificateFields({ ui, typed, faults }: EditorProps) {
  const words = ui.words.campaignEditor
  const wrong = (name: 'amount' | 'expiresOn') => (faults.includes(name) ? words.wrong[name] : undefined)
  return (
    <fieldset class="settings-part">
      <legend>{words.certificate}</legend>
      <p class="hint">{words.certificateLead}</p>
      <div class="campaign-three">
        <Field
          label={words.amount}
          name="amount"
          value={typed.amount}
          hint={words.amountHint}
          error={wrong('amount')}
        />
        <Field label={words.currency} name="currency" value={typed.currency} />
        <Day ui={ui} value={typed.expiresOn} error={wrong('expiresOn')} />
      </div>
    </fieldset>
  )
}

function Day({ ui, value, error }: { ui: Ui; value: string | undefined; error: string | undefined }) {
  return (
    <div class="field">
      <label for="expiresOn">{ui.words.campaignEditor.expiresOn}</label>
      <input id="expiresOn" name="expiresOn" type="date" value={value} aria-invalid={error ? 'true' : undefined} />
      {error && <p class="error">{error}</p>}
    </div>
  )
}

/** When it goes, how fast, and what its issues are of. */
export function WhenFields({ ui, typed, faults, types, lateHours }: EditorProps) {
  const words = ui.words.campaignEditor
  return (
    <fieldset class="settings-part">
      <legend>{words.when}</legend>
      <div class="settings-grid">
        <Moment name="sendAt" label={words.sendAt} value={typed.sendAt} hint={words.sendAtHint(lateHours)} />
        <Moment name="expiresAt" label={words.expiresAt} value={typed.expiresAt} hint={words.expiresAtHint} />
        <div class="field">
          <label for="types">{words.types}</label>
          <input id="types" name="types" value={typed.types} list="issue-types" aria-describedby="types-hint" />
          <datalist id="issue-types">
            {types.map((type) => (
              <option value={type} />
            ))}
          </datalist>
          <p class="hint" id="types-hint">
            {words.typesHint}
          </p>
        </div>
        <Field
          label={words.rate}
          name="rate"
          value={typed.rate}
          hint={words.rateHint}
          error={faults.includes('rate') ? words.wrong.rate : undefined}
        />
      </div>
      {faults.includes('time') && <p class="error">{words.wrong.time}</p>}
      <Radios
        label={words.policy}
        name="policy"
        value={typed.policy === 'resend' ? 'resend' : 'hold'}
        options={words.policies}
      />
    </fieldset>
  )
}

type MomentProps = { name: string; label: string; value: string | undefined; hint: string }

function Moment({ name, label, value, hint }: MomentProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="datetime-local" value={value} aria-describedby={`${name}-hint`} />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  )
}
