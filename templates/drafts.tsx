import type { ListedDraft } from '../src/letters/drafts.ts'
import { PostButton, Time } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type DraftsProps = { ui: Ui; items: readonly ListedDraft[]; next: string | null }

/** What this rep has begun to write, the last changed first. */
export function DraftsPage({ ui, items, next }: DraftsProps) {
  const words = ui.words.drafts
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      {items.length === 0 ? (
        <div class="empty">
          {icon('pen-line')}
          <p>{words.empty}</p>
          <a class="button" href={ui.url('/letters/new')}>
            {ui.words.newLetter.title}
          </a>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((draft) => (
            <DraftItem ui={ui} draft={draft} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/drafts?cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

const icons: Readonly<Record<ListedDraft['kind'], IconName>> = {
  reply: 'reply',
  note: 'sticky-note',
  forward: 'forward',
  new: 'pen-line',
}

function DraftItem({ ui, draft }: { ui: Ui; draft: ListedDraft }) {
  const words = ui.words.drafts
  const path = draft.issueId ? `/issues/${draft.issueId}#composer` : `/letters/new?draft=${draft.place}`
  return (
    <li class="ledger-item">
      {icon(icons[draft.kind])}
      <div class="ledger-main">
        <p class="ledger-top">
          <span class="badge">{words.kinds[draft.kind]}</span>
          <a href={ui.url(path)}>
            <strong>{draft.subject || words.noSubject}</strong>
          </a>
          <span class="quiet">
            {draft.person || words.nobody} · <Time ui={ui} at={draft.updatedAt} />
          </span>
        </p>
        <p class="quiet">{draft.fields.text.replace(/\s+/g, ' ').trim().slice(0, 160)}</p>
      </div>
      <div class="row-of-buttons">
        <PostButton action={ui.url(`/drafts/${draft.place}/discard`)} class="button quiet-button">
          {icon('trash-2')} {words.discard}
        </PostButton>
      </div>
    </li>
  )
}
