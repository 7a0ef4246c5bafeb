import type { Provider, ProviderFault, SignInSettings } from '../src/reps/sign-in-settings.ts'
import { Check } from './choices.tsx'
import { Field } from './fields.tsx'
import type { Ui } from './ui.ts'

type Props = {
  ui: Ui
  settings: SignInSettings
  /** What was typed or stored; where none is, empty fields. */
  provider: Provider
  stored: boolean
  redirect: string
  faults?: readonly ProviderFault[]
}

/** How reps get in. */
export function SignInSettingsPage({ ui, settings, provider, stored, redirect, faults = [] }: Props) {
  const words = ui.words.ways_in
  const roles = ui.words.rail.roles
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </header>
      <form class="settings-form" method="post" action={ui.url('/settings/sign-in')}>
        <fieldset class="settings-part">
          <legend>{words.required}</legend>
          <p class="hint">{words.requiredHint}</p>
          <div class="choices">
            {(Object.keys(roles) as (keyof typeof roles)[]).map((role) => (
              <label class="choice">
                <input type="checkbox" name="second" value={role} checked={settings.secondStepRoles.includes(role)} />{' '}
                {roles[role]}
              </label>
            ))}
          </div>
        </fieldset>
        <ProviderFields
          ui={ui}
          settings={settings}
          provider={provider}
          stored={stored}
          redirect={redirect}
          faults={faults}
        />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </div>
      </form>
    </main>
  )
}

function ProviderFields({ ui, settings, provider, stored, redirect, faults = [] }: Props) {
  const words = ui.words.ways_in
  const fault = (name: ProviderFault) => (faults.includes(name) ? words.faults[name] : undefined)
  return (
    <fieldset class="settings-part">
      <legend>{words.provider}</legend>
      <p class="hint">{words.providerLead}</p>
      <Check name="use" label={words.use} checked={settings.provider !== null || faults.length > 0} />
      <div class="settings-grid">
        <Field label={words.name} name="name" value={provider.name} />
        <Field
          label={words.issuer}
          name="issuer"
          value={provider.issuer}
          hint={words.issuerHint}
          error={fault('issuer')}
        />
        <Field label={words.clientId} name="clientId" value={provider.clientId} error={fault('clientId')} />
        <Field
          label={words.secret}
          name="secret"
          type="password"
          hint={stored ? words.secretKept : words.secretHint}
          error={fault('secret')}
          autocomplete="off"
        />
        <Field
          label={words.domains}
          name="domains"
          value={provider.domains.join(', ')}
          hint={words.domainsHint}
          error={fault('domains')}
        />
        <NewRole ui={ui} role={provider.newRole} />
      </div>
      <Check name="trust" label={words.trust} checked={provider.trustAddresses} hint={words.trustHint} />
      <p class="hint">
        {words.redirect}: <code class="secret">{redirect}</code>
      </p>
    </fieldset>
  )
}

function NewRole({ ui, role }: { ui: Ui; role: Provider['newRole'] }) {
  const words = ui.words.ways_in
  return (
    <div class="field">
      <label for="newRole">{words.newRole}</label>
      <select id="newRole" name="newRole">
        <option value="" selected={role === null}>
          {words.onlyInvited}
        </option>
        {Object.entries(ui.words.rail.roles)
          .filter(([each]) => each !== 'admin')
          .map(([each, text]) => (
            <option value={each} selected={each === role}>
              {words.newRep(text)}
            </option>
          ))}
      </select>
    </div>
  )
}
