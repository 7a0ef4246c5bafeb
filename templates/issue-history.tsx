import type { HistoryLine } from '../src/desk/issue-history.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type HistoryProps = { ui: Ui; issueId: number; items: readonly HistoryLine[]; next: number | null }

/** Who did what, when, and what it was before; the same list stands in the issue and on a page of its own. */
export function HistoryList({ ui, issueId, items, next }: HistoryProps) {
  const words = ui.words.history
  return (
    <ol class="change-list">
      {items.map((line) => (
        <li class={line.undone ? 'undone' : undefined}>
          <p>
            <strong>{line.rep?.name ?? (line.actor === 'mail' ? words.mail : words.desk)}</strong>{' '}
            {words.kinds[line.kind] ?? words.other} <Time ui={ui} at={line.at} />{' '}
            {line.undone && <span class="quiet">({words.undone})</span>}
          </p>
          {line.fields.map(({ field, before, after }) => (
            <p class="quiet">
              {words.fields[field] ?? field}: <del>{shown(ui, before)}</del> {icon('arrow-down')}
              <span class="sr">{words.arrow}</span> <ins>{shown(ui, after)}</ins>
            </p>
          ))}
        </li>
      ))}
      {items.length === 0 && <li class="quiet">{words.empty}</li>}
      {next !== null && (
        <li>
          <a href={ui.url(`/issues/${issueId}/history?before=${next}`)}>{words.older}</a>
        </li>
      )}
    </ol>
  )
}

export function HistoryPage(props: HistoryProps) {
  const { ui, issueId } = props
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>
        {ui.words.history.title} #{issueId}
      </h1>
      <p>
        <a href={ui.url(`/issues/${issueId}`)}>{ui.words.craft.openIt(issueId)}</a>
      </p>
      <HistoryList {...props} />
    </main>
  )
}

/** A value as a person reads it: names, times, lists. */
function shown({ words: { history, issue }, dates }: Ui, value: unknown): string {
  if (value === null || value === undefined || value === '') return history.nothing
  if (typeof value === 'boolean') return value ? history.yes : history.no
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(', ') : history.nothing
  if (typeof value === 'object') return String((value as { name?: unknown }).name ?? '')
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return dates.full(new Date(text))
  const priorities: Readonly<Record<string, string>> = issue.priorities
  return (text === 'open' && issue.open) || (text === 'closed' && issue.closed) || priorities[text] || text
}
