import type { Found } from '../src/shop/finder.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Who = 'users' | 'people'

/** Ways from what a caller says of himself to his page; each is a form of its own. */
export function Finders({ ui }: { ui: Ui }) {
  const words = ui.words.board
  return (
    <section aria-labelledby="board-find" class="finders">
      <h2 id="board-find">{words.find}</h2>
      <Finder ui={ui} path="/find" who="users" label={words.users} hint={words.usersHint} />
      <Finder ui={ui} path="/find" who="people" label={words.people} hint={words.peopleHint} />
      <Finder ui={ui} path="/orders" label={words.orders} hint={words.ordersHint} />
      <SpentForm ui={ui} />
    </section>
  )
}

type FinderProps = { ui: Ui; path: string; who?: Who; label: string; hint: string; value?: string }

function Finder({ ui, path, who, label, hint, value }: FinderProps) {
  const id = `find-${who ?? 'orders'}`
  return (
    <form class="finder" action={ui.url(path)}>
      <label for={id}>{label}</label>
      {who && <input type="hidden" name="who" value={who} />}
      <span class="finder-line">
        <input id={id} type="search" name="q" value={value} placeholder={hint} required maxlength={200} />
        <button type="submit" class="button" title={`${ui.words.board.go}: ${label}`}>
          {icon('search')} <span class="sr">{ui.words.board.go}</span>
        </button>
      </span>
    </form>
  )
}

function SpentForm({ ui }: { ui: Ui }) {
  const words = ui.words.board
  return (
    <form class="finder" action={ui.url('/people/spent')}>
      <span class="finder-label" id="spent-label">
        {words.spent}
      </span>
      <span class="finder-line spent-line">
        <label for="spent-over">{words.spentOver}</label>
        <input id="spent-over" name="over" inputmode="decimal" size={6} required maxlength={12} />
        <input name="currency" aria-label={words.currency} value="EUR" size={3} maxlength={3} />
        <label for="spent-days">{words.withinLast}</label>
        <input id="spent-days" name="days" inputmode="numeric" value="90" size={4} maxlength={4} /> {words.days}
        <button type="submit" class="button" title={`${words.go}: ${words.spent}`}>
          {icon('search')} <span class="sr">{words.go}</span>
        </button>
      </span>
    </form>
  )
}

type FoundProps = { ui: Ui; who: Who; q: string; found: readonly Found[] }

/** What a finder found, with enough of each to tell namesakes apart. */
export function FoundPage({ ui, who, q, found }: FoundProps) {
  const words = ui.words.board
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words[who]}</h1>
      <div class="wide-search">
        <Finder ui={ui} path="/find" who={who} label={words[who]} hint={words[`${who}Hint`]} value={q} />
      </div>
      {found.length === 0 ? (
        <div class="empty">
          {icon('users')}
          <p>{ui.words.people.empty}</p>
          <a href={ui.url(`/find?who=${who === 'users' ? 'people' : 'users'}&q=${encodeURIComponent(q)}`)}>
            {words[who === 'users' ? 'people' : 'users']}
          </a>
        </div>
      ) : (
        <FoundTable ui={ui} found={found} />
      )}
    </main>
  )
}

function FoundTable({ ui, found }: Pick<FoundProps, 'ui' | 'found'>) {
  const words = ui.words.people
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.emails}</th>
          <th scope="col" class="wide-only">
            {words.phone}
          </th>
          <th scope="col" class="wide-only">
            {words.postalCode}
          </th>
          <th scope="col" class="wide-only">
            {words.other}
          </th>
        </tr>
      </thead>
      <tbody>
        {found.map((one) => (
          <tr>
            <td>
              <a
                href={ui.url(
                  one.personId ? `/people/${one.personId}` : `/people?q=${encodeURIComponent(one.email ?? '')}`,
                )}
              >
                {one.name || one.email || words.whole(one.personId ?? 0)}
              </a>
            </td>
            <td>{one.email}</td>
            <td class="wide-only">{one.phone}</td>
            <td class="wide-only">{one.postalCode}</td>
            <td class="wide-only">{one.other}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
