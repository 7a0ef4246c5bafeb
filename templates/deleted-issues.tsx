import type { DeletedIssue } from '../src/desk/deleted-issues.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type DeletedProps = { ui: Ui; items: readonly DeletedIssue[]; next: string | null }

/** Issues that were taken out of every list, each with its way back. */
export function DeletedIssuesPage({ ui, items, next }: DeletedProps) {
  const words = ui.words.deleted
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {items.length === 0 && (
        <div class="empty">
          {icon('trash-2')}
          <p>{words.empty}</p>
        </div>
      )}
      {items.length > 0 && (
        <ul class="ledger">
          {items.map((item) => (
            <li class="ledger-item">
              <div class="ledger-main">
                <p class="ledger-top">
                  <span class="quiet">#{item.id}</span> <strong>{item.subject || ui.words.list.noSubject}</strong>
                </p>
                <p class="quiet">
                  <a href={ui.url(`/people/${item.person.id}`)}>{item.person.name}</a> ·{' '}
                  {item.deletedBy ? words.by(item.deletedBy.name) : words.byDesk} <Time ui={ui} at={item.deletedAt} />
                </p>
              </div>
              <PostButton action={ui.url(`/undo/${item.changeId}`)} values={{ back: '/settings/deleted' }}>
                {icon('rotate-ccw')} {words.restore} <span class="sr">#{item.id}</span>
              </PostButton>
            </li>
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/settings/deleted?cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}
