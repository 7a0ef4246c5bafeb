import type { SettingsChange } from '../src/desk/settings-history.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type HistoryProps = Readonly<{
  ui: Ui
  items: readonly SettingsChange[]
  next: string | null
  filter: Readonly<{ kind: string; from: string; to: string }>
  kinds: readonly string[]
}>

/** Who changed which setting and when, what was there before, and the way back to it. */
export function SettingsHistoryPage(props: HistoryProps) {
  const { ui, items, next, filter } = props
  const words = ui.words.settingsHistory
  const query = new URLSearchParams({ ...filter, cursor: next ?? '' })
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
      </header>
      <Filters {...props} />
      {items.length === 0 ? (
        <div class="empty">
          {icon('history')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((change) => (
            <ChangeLine ui={ui} change={change} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/settings/history?${query}`)}>
          {icon('arrow-down')} {words.older}
        </a>
      )}
    </main>
  )
}

function Filters({ ui, filter, kinds }: HistoryProps) {
  const words = ui.words.settingsHistory
  return (
    <form class="ledger-filters" action={ui.url('/settings/history')}>
      <div class="field">
        <label for="history-kind">{words.kind}</label>
        <select id="history-kind" name="kind">
          <option value="">{words.any}</option>
          {kinds.map((kind) => (
            <option value={kind} selected={kind === filter.kind}>
              {words.kinds[kind] ?? kind}
            </option>
          ))}
        </select>
      </div>
      {(['from', 'to'] as const).map((name) => (
        <div class="field">
          <label for={`history-${name}`}>{words[name]}</label>
          <input id={`history-${name}`} type="date" name={name} value={filter[name]} />
        </div>
      ))}
      <button type="submit" class="button">
        {icon('search')} {words.show}
      </button>
    </form>
  )
}

function ChangeLine({ ui, change }: { ui: Ui; change: SettingsChange }) {
  const words = ui.words.settingsHistory
  const noun = change.kind.split('.')[0]!
  return (
    <li class="ledger-item" id={`change-${change.id}`}>
      <div class="ledger-main">
        <p class="ledger-top">
          <strong>
            {words.kinds[noun] ?? noun}
            {change.what && `: ${change.what}`}
          </strong>
          <span>{change.rep ?? words.desk}</span>
          <Time ui={ui} at={change.at} />
        </p>
        <FieldTable ui={ui} change={change} />
      </div>
      {change.undoneAt ? (
        <span class="badge">
          {icon('undo-2')} {words.undone}
        </span>
      ) : (
        <PostButton
          action={ui.url(`/undo/${change.id}`)}
          values={{ back: ui.here }}
          label={words.restoreOf(change.what || (words.kinds[noun] ?? noun))}
        >
          {icon('undo-2')} {words.restore}
        </PostButton>
      )}
    </li>
  )
}

/** Only fields that changed, what was there struck out beside what is. */
function FieldTable({ ui, change }: { ui: Ui; change: SettingsChange }) {
  const words = ui.words.settingsHistory
  return (
    <dl class="changed-fields">
      {change.fields.map(({ name, before, after }) => (
        <div>
          <dt>{words.fields[name] ?? name}</dt>
          <dd>
            <del title={words.before}>{said(ui, before)}</del> <ins title={words.after}>{said(ui, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A value as the history keeps it, in words where it is a yes, a no or nothing. */
function said(ui: Ui, value: string): string {
  const words = ui.words.settingsHistory
  if (value === '✓') return words.yes
  return value === '–' ? words.no : value || words.nothing
}
