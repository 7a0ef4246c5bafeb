import type { SearchResult } from '../src/desk/search.ts'
import type { SearchHit } from '../src/desk/search-hit.ts'
import { Time } from './fields.tsx'
import { Found } from './found.tsx'
import { type IconName, icon } from './icon.tsx'
import { Operators } from './search-box.tsx'
import type { Ui } from './ui.ts'

type SearchProps = { ui: Ui; q: string; result: SearchResult; later: boolean }

/** The one box, what of it was not understood, and the hits. */
export function SearchPage({ ui, q, result, later }: SearchProps) {
  const words = ui.words.find
  const named = result.items.filter(({ actionId }) => actionId === null)
  const said = result.items.filter(({ actionId }) => actionId !== null)
  return (
    <main id="pane" class="page search-page" tabindex={-1}>
      <h1>{words.title}</h1>
      <form class="search wide-search" action={ui.url('/search')}>
        {icon('search')}
        <input
          type="search"
          name="q"
          value={q}
          aria-label={words.label}
          placeholder={words.hint}
          data-key="/"
          data-operators
          maxlength={300}
        />
        <button type="submit" class="button">
          {words.go}
        </button>
      </form>
      {result.unknown.length > 0 && (
        <p class="notice warn" role="status">
          {icon('circle-alert')} {words.unknown(result.unknown.join(' '))}
        </p>
      )}
      {named.length > 0 && <Hits ui={ui} q={q} hits={named} title={words.named} />}
      {said.length > 0 && <Hits ui={ui} q={q} hits={said} title={later ? words.saidBefore : words.said} />}
      {q && result.items.length === 0 && (
        <div class="empty">
          {icon('search')}
          <p>{later ? words.end : words.none}</p>
        </div>
      )}
      {result.short && <p class="quiet">{words.short}</p>}
      {result.next && (
        <a class="button" href={ui.url(`/search?q=${encodeURIComponent(q)}&cursor=${encodeURIComponent(result.next)}`)}>
          {words.older}
        </a>
      )}
      <Operators ui={ui} open={!q || result.unknown.length > 0} />
    </main>
  )
}

function Hits({ ui, q, hits, title }: { ui: Ui; q: string; hits: readonly SearchHit[]; title: string }) {
  return (
    <section>
      <h2 class="small-head">{title}</h2>
      <ol class="hits">
        {hits.map((hit) => (
          <HitLine ui={ui} q={q} hit={hit} />
        ))}
      </ol>
    </section>
  )
}

const icons: Readonly<Record<SearchHit['kind'], IconName>> = {
  issue: 'inbox',
  person: 'user',
  order: 'tag',
  mail: 'mail',
  letter: 'reply',
  note: 'sticky-note',
}

function HitLine({ ui, q, hit }: { ui: Ui; q: string; hit: SearchHit }) {
  const words = ui.words.find
  const { kind, issue } = hit
  return (
    <li class={`hit ${kind}`} id={`hit-${kind}-${hit.id}`}>
      <a href={ui.url(pathOf(hit, q))}>
        <span class="hit-kind" title={words.kinds[kind]}>
          {icon(icons[kind])}
          <span class="sr">{words.kinds[kind]}</span>
        </span>
        <span class="hit-main">
          <span class="hit-top">
            {issue && <span class="hit-place">#{issue.id}</span>}
            <strong class="subject">{hit.title.text ? <Found excerpt={hit.title} /> : ui.words.list.noSubject}</strong>
            {issue && kind !== 'issue' && issue.status === 'closed' && (
              <span class="quiet">{ui.words.issue.closed}</span>
            )}
            <Time ui={ui} at={hit.at} />
          </span>
          <span class="hit-text">
            {hit.actionId !== null && <span class="hit-by">{hit.by}: </span>}
            <Found excerpt={hit.excerpt} />
          </span>
        </span>
      </a>
    </li>
  )
}

/** Straight to the place: the issue open at the hit, with the words marked. */
function pathOf({ kind, id, title, issue, actionId, person }: SearchHit, q: string): string {
  if (kind === 'person') return `/people/${id}`
  if (kind === 'order') return `/orders/${encodeURIComponent(title.text)}`
  if (actionId === null) return `/issues/${issue?.id ?? person?.id ?? 0}`
  return `/issues/${issue?.id ?? 0}?find=${encodeURIComponent(q)}&open=${actionId}#entry-${actionId}`
}
