import type { CannedResponse } from '../src/desk/canned.ts'
import { CannedChips } from './canned-picker.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type CannedListFilter = Readonly<{ q: string; folder: string; language: string; whose: string }>
type PageProps = {
  ui: Ui
  responses: readonly CannedResponse[]
  folders: readonly string[]
  languages: readonly string[]
  filter: CannedListFilter
  /** There are more than these. */
  cut: boolean
}

/** All that this reader may use, by folder; found by words as in the composer. */
export function CannedPage(props: PageProps) {
  const { ui, responses, cut } = props
  const words = ui.words.canned
  const folders = [...new Set(responses.map(({ folder }) => folder))].sort(byName)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
        {ui.may('work') && (
          <a class="button primary" href={ui.url('/settings/canned/new')}>
            {icon('text-quote')} {words.add}
          </a>
        )}
      </header>
      <Filters {...props} />
      {responses.length === 0 && <NoResponse ui={ui} filter={props.filter} />}
      {cut && <p class="quiet">{words.more(responses.length)}</p>}
      {folders.map((folder) => (
        <section class="canned-folder">
          <h2>{folder || words.noFolder}</h2>
          <ul class="ledger">
            {responses.flatMap((response) =>
              response.folder === folder ? [<CannedLine ui={ui} response={response} />] : [],
            )}
          </ul>
        </section>
      ))}
    </main>
  )
}

/** Nothing fits what is asked; or there is none at all, and who may add the suggested set is led to it. */
function NoResponse({ ui, filter }: Pick<PageProps, 'ui' | 'filter'>) {
  const words = ui.words.canned
  if (Object.values(filter).some(Boolean)) return <p class="quiet">{words.empty}</p>
  return (
    <p class="quiet">
      {words.noneYet} {ui.may('settings') && <a href={ui.url('/settings/start#start-canned')}>{words.suggested}</a>}
    </p>
  )
}

/** Those without a folder last. */
function byName(a: string, b: string): number {
  return Number(a === '') - Number(b === '') || a.localeCompare(b)
}

function Filters({ ui, folders, languages, filter }: PageProps) {
  const words = ui.words.canned
  const some = (names: readonly string[]) => names.map((name) => [name, name] as const)
  return (
    <form class="ledger-filters" method="get" action={ui.url('/settings/canned')}>
      <div class="field">
        <label for="q">{words.q}</label>
        <input id="q" name="q" type="search" value={filter.q} maxlength={200} />
      </div>
      <Choice
        name="folder"
        label={words.folder}
        value={filter.folder}
        options={[['', words.anyFolder], ...some(folders)]}
      />
      <Choice
        name="language"
        label={words.language}
        value={filter.language}
        options={[['', words.anyLanguage], ...some(languages)]}
      />
      <Choice
        name="whose"
        label={words.whose}
        value={filter.whose}
        options={[
          ['', words.anybody],
          ['own', words.own],
          ['shared', words.shared],
        ]}
      />
      <button type="submit" class="button">
        {words.show}
      </button>
    </form>
  )
}

type ChoiceProps = { name: string; label: string; value: string; options: readonly (readonly [string, string])[] }

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function CannedLine({ ui, response }: { ui: Ui; response: CannedResponse }) {
  const words = ui.words.canned
  return (
    <li class="ledger-item canned-line">
      {icon('text-quote')}
      <div class="ledger-main">
        <p class="ledger-top">
          <a href={ui.url(`/settings/canned/${response.id}`)}>
            <strong>{response.title}</strong>
          </a>
          <CannedChips ui={ui} response={{ ...response, folder: '' }} />
        </p>
        <p class="canned-text quiet">{response.body.replace(/\s+/g, ' ').slice(0, 200)}</p>
        <p class="quiet">
          {response.uses === 0 ? words.neverUsed : words.uses(response.uses)}
          {response.lastUsedAt && (
            <>
              , <Time ui={ui} at={response.lastUsedAt} />
            </>
          )}
        </p>
      </div>
    </li>
  )
}
