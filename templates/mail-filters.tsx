import type { DeliveryState } from '../src/database/tables.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What the list is narrowed to, as the address says it; '' for anything. */
export type MailFilterValues = Readonly<{
  state: DeliveryState | ''
  mailbox: number | ''
  automatic: 'yes' | 'no' | ''
}>

type FilterProps = {
  ui: Ui
  filter: MailFilterValues
  mailboxes: readonly { id: number; address: string }[]
}

/** A form that asks for the same page: it works without script and can be linked to. */
export function MailFilters({ ui, filter, mailboxes }: FilterProps) {
  const words = ui.words.mail
  const states = (['kept', 'filed', 'held', 'failed'] as const).map((state) => [state, words.states[state]] as const)
  return (
    <form class="ledger-filters" action={ui.url('/mail')} aria-label={words.filter.label}>
      <Choice ui={ui} name="state" label={words.filter.state} value={filter.state} options={states} />
      {mailboxes.length > 1 && (
        <Choice
          ui={ui}
          name="mailbox"
          label={words.filter.mailbox}
          value={String(filter.mailbox)}
          options={mailboxes.map(({ id, address }) => [String(id), address] as const)}
        />
      )}
      <Choice
        ui={ui}
        name="automatic"
        label={words.filter.kind}
        value={filter.automatic}
        options={[
          ['no', words.filter.person],
          ['yes', words.filter.program],
        ]}
      />
      <button type="submit" class="button">
        {icon('search')} {words.filter.apply}
      </button>
    </form>
  )
}

type ChoiceProps = {
  ui: Ui
  name: string
  label: string
  value: string
  options: readonly (readonly [value: string, text: string])[]
}

/** One choice of a filter; the first is any. */
export function Choice({ ui, name, label, value, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        <option value="">{ui.words.mail.filter.any}</option>
        {options.map(([key, text]) => (
          <option value={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
