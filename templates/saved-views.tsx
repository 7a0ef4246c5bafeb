import { Check } from './choices.tsx'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { ListPlace } from './list-place.ts'
import { listQuery } from './narrow.tsx'
import type { Ui } from './ui.ts'

export type ViewLine = Readonly<{ id: number; name: string; shared: boolean; mine: boolean; place: ListPlace }>

/** Own and shared lists under a name; `asked` is the list that the reader came from, to be saved. */
export function SavedViewsPage({ ui, views, asked }: { ui: Ui; views: readonly ViewLine[]; asked: string }) {
  const words = ui.words.savedViews
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      {asked && (
        <form method="post" action={ui.url('/views')} class="work-form">
          <h2>{words.save}</h2>
          <input type="hidden" name="query" value={asked} />
          <div class="field">
            <label for="view-name">{words.name}</label>
            <input id="view-name" name="name" maxlength={100} required />
          </div>
          {ui.may('work') && <Check label={words.shared} name="shared" checked={false} />}
          <button type="submit" class="button primary">
            {words.keep}
          </button>
        </form>
      )}
      {views.length === 0 ? (
        <div class="empty">
          {icon('bookmark')}
          <p>{words.empty}</p>
          <a href={ui.url('/issues')}>{ui.words.list.searchClear}</a>
        </div>
      ) : (
        <ul class="ledger">
          {views.map((view) => (
            <li class="ledger-item">
              {icon('bookmark')}
              <div class="ledger-main">
                <p class="ledger-top">
                  <a href={ui.url(`/issues?${listQuery(view.place)}`)}>
                    <strong>{view.name}</strong>
                  </a>
                  <span class="quiet">{view.shared ? words.all : words.own}</span>
                </p>
                {(view.mine || ui.may('settings')) && <Rename ui={ui} view={view} />}
              </div>
              {(view.mine || ui.may('settings')) && (
                <PostButton action={ui.url(`/views/${view.id}`)} values={{ remove: 'yes' }}>
                  {icon('trash-2')} {words.remove}
                </PostButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

function Rename({ ui, view }: { ui: Ui; view: ViewLine }) {
  const words = ui.words.savedViews
  return (
    <form method="post" action={ui.url(`/views/${view.id}`)} class="inline-form">
      <input name="name" value={view.name} maxlength={100} aria-label={`${words.name}: ${view.name}`} required />
      <button type="submit" class="button">
        {words.rename}
      </button>
    </form>
  )
}
