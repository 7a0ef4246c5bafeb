import type { Person } from '../src/people/people.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type PeopleProps = { ui: Ui; q: string; items: readonly Person[]; next: string | null }

export function PeoplePage({ ui, q, items, next }: PeopleProps) {
  const words = ui.words.people
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <form class="search wide-search" action={ui.url('/people')}>
        {icon('search')}
        <input type="search" name="q" value={q} placeholder={words.search} aria-label={words.search} />
        <button type="submit" class="button">
          {words.find}
        </button>
      </form>
      <p>
        <a class="link-button" href={ui.url('/people/proposals')}>
          {icon('user-check')} {ui.words.proposals.title}
        </a>
      </p>
      {items.length === 0 ? (
        <div class="empty">
          {icon('users')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{words.name}</th>
              <th>{words.emails}</th>
              <th class="wide-only">{words.phone}</th>
              <th class="wide-only">{words.since}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((person) => (
              <tr>
                <td>
                  <a href={ui.url(`/people/${person.id}`)}>
                    {[person.firstNames, person.lastName].filter(Boolean).join(' ') ||
                      person.emails[0] ||
                      words.whole(person.id)}
                  </a>
                </td>
                <td>{person.emails.join(', ')}</td>
                <td class="wide-only">{person.phone}</td>
                <td class="wide-only">{ui.dates.day(person.createdAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <a class="button" href={ui.url(`/people?q=${encodeURIComponent(q)}&cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}
