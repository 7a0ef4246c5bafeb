import type { ShopRules } from '../src/shop/rules.ts'
import type { Spender } from '../src/shop/spend.ts'
import { Field, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { CountingRule } from './shop-rules.tsx'
import type { Ui } from './ui.ts'

export type SpentForm = Readonly<{ over: string; currency: string; days: string }>

type SpentProps = Readonly<{
  ui: Ui
  form: SpentForm
  faults: Partial<Record<keyof SpentForm, string>>
  rules: ShopRules
  /** Undefined while nothing was asked for. */
  found?: { items: readonly Spender[]; next: string | null } | undefined
}>

/** Customers who spent over a sum in the last days, all their orders together. */
export function SpentPage({ ui, form, faults, rules, found }: SpentProps) {
  const words = ui.words.spent
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <form class="spent-form" action={ui.url('/people/spent')}>
        <Field label={words.amount} name="over" value={form.over} error={faults.over} autocomplete="off" required />
        <Field
          label={words.currency}
          name="currency"
          value={form.currency}
          error={faults.currency}
          autocomplete="off"
          required
        />
        <Field label={words.days} name="days" value={form.days} error={faults.days} autocomplete="off" required />
        <button type="submit" class="button primary">
          {icon('search')} {words.find}
        </button>
      </form>
      <p class="hint">{words.rule}</p>
      <CountingRule ui={ui} rules={rules} />
      {found && <Found ui={ui} form={form} found={found} />}
    </main>
  )
}

function Found({ ui, form, found }: { ui: Ui; form: SpentForm; found: NonNullable<SpentProps['found']> }) {
  const words = ui.words.spent
  const query = new URLSearchParams(form)
  if (found.items.length === 0) return <p class="quiet">{words.empty}</p>
  return (
    <>
      <p>
        <a class="button" href={ui.url(`/people/spent.csv?${query}`)}>
          {icon('download')} {words.csv}
        </a>{' '}
        {ui.may('campaigns') && (
          <a class="button" href={ui.url(`/audiences/new?${query}`)}>
            {icon('users')} {ui.words.audiences.ofSpent}
          </a>
        )}
      </p>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th>{words.name}</th>
              <th class="number">{words.spent}</th>
              <th class="number">{words.orders}</th>
              <th class="wide-only">{words.last}</th>
            </tr>
          </thead>
          <tbody>
            {found.items.map((one) => (
              <tr>
                <td>
                  <Who ui={ui} one={one} />
                </td>
                <td class="number">{ui.dates.money(one.spentMinor, form.currency)}</td>
                <td class="number">{ui.dates.number(one.orders)}</td>
                <td class="wide-only">
                  <Time ui={ui} at={one.lastAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.next && (
        <a class="button" href={ui.url(`/people/spent?${query}&cursor=${encodeURIComponent(found.next)}`)}>
          {words.more}
        </a>
      )}
    </>
  )
}

/** A registered user who never wrote has no page: name and address are all that there is. */
function Who({ ui, one }: { ui: Ui; one: Spender }) {
  const name = one.name || one.email
  return (
    <>
      {one.personId === null ? name : <a href={ui.url(`/people/${one.personId}`)}>{name}</a>}{' '}
      {one.name && <span class="quiet">{one.email}</span>}
    </>
  )
}
