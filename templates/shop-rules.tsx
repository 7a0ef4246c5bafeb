import type { ShopRecount } from '../src/shop/recount.ts'
import type { ShopRules } from '../src/shop/rules.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type RulesProps = Readonly<{
  ui: Ui
  rules: ShopRules
  states: string
  currencies: string
  recount?: ShopRecount | undefined
  problem?: string | undefined
}>

/** The rule in words, for every page that goes by it. */
export function CountingRule({ ui, rules }: { ui: Ui; rules: ShopRules }) {
  const { rule, title } = ui.words.shopRules
  return (
    <p class="hint">
      {rule(rules.uncountedStates.join(', '), rules.currencies.join(', '))}{' '}
      {ui.may('settings') && <a href={ui.url('/settings/shop-rules')}>{title}</a>}
    </p>
  )
}

/** Which orders count as money: for all pages, audiences and reports. */
export function ShopRulesPage({ ui, rules, states, currencies, recount, problem }: RulesProps) {
  const words = ui.words.shopRules
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <p class="hint">{words.rule(rules.uncountedStates.join(', '), rules.currencies.join(', '))}</p>
      {recount && (
        <p class="notice" role="status">
          {icon('history')} {recountText(ui, recount)}
        </p>
      )}
      <form method="post" action={ui.url('/settings/shop-rules')} class="settings-form">
        <div class="field">
          <label for="states">{words.states}</label>
          <textarea id="states" name="states" rows={8} aria-describedby="states-hint" spellcheck={false}>
            {states}
          </textarea>
          <p class="hint" id="states-hint">
            {words.statesHint}
          </p>
        </div>
        <div class="field">
          <label for="currencies">{words.currencies}</label>
          <input
            id="currencies"
            name="currencies"
            value={currencies}
            autocomplete="off"
            aria-describedby="currencies-hint"
          />
          <p class="hint" id="currencies-hint">
            {words.currenciesHint}
          </p>
        </div>
        {problem && (
          <p class="error" role="alert">
            {icon('circle-alert')} {problem}
          </p>
        )}
        <p>
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </p>
      </form>
    </main>
  )
}

function recountText(ui: Ui, { why, endedAt, orders, customers, visits }: ShopRecount): string {
  const words = ui.words.shopRules
  if (!endedAt) return words.recounting
  if (why === 'night') return words.night(orders + customers + visits)
  return words.recounted(ui.dates.number(orders), ui.dates.number(customers))
}
