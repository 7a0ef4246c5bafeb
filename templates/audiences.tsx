import type { Audience } from '../src/campaigns/audience.ts'
import type { SavedAudience } from '../src/desk/audiences.ts'
import { audienceText } from './audience-words.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Audiences under their names, each as a sentence. */
export function AudiencesPage({ ui, audiences }: { ui: Ui; audiences: readonly SavedAudience[] }) {
  const words = ui.words.audiences
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/audiences/new')}>
          {icon('user-plus')} {words.add}
        </a>
      </header>
      {audiences.length === 0 ? (
        <div class="empty">
          {icon('users')}
          <p>{words.empty}</p>
          <a href={ui.url('/audiences/new')}>{words.add}</a>
        </div>
      ) : (
        <ul class="ledger">
          {audiences.map((one) => (
            <li class="ledger-item">
              {icon('users')}
              <div class="ledger-main">
                <p class="ledger-top">
                  <a href={ui.url(`/audiences/${one.id}`)}>
                    <strong>{one.name}</strong>
                  </a>{' '}
                  <span class="quiet">
                    <Time ui={ui} at={one.updatedAt} />
                  </span>
                </p>
                <p class="quiet">{audienceText(ui, one.audience as Audience)}</p>
              </div>
              <PostButton action={ui.url(`/audiences/${one.id}/delete`)} values={{ version: one.version }}>
                {icon('trash-2')} {words.remove}
              </PostButton>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}
