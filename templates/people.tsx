import type { HistoryItem, PersonHistory } from '../src/desk/person-history.ts'
import type { Person } from '../src/people/people.ts'
import { Field, Initials, Time } from './fields.tsx'
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
        <input type="search" name="q" value={q} placeholder={words.search} aria-label={words.search} data-key="/" />
        <button type="submit" class="button">
          {words.find}
        </button>
      </form>
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

export type PersonForm = Readonly<{
  firstNames: string
  lastName: string
  emails: string
  phone: string
  postalCode: string
  other: string
  version: number
}>

type PersonProps = {
  ui: Ui
  person: Person
  name: string
  history: PersonHistory
  values: PersonForm
  problem?: string | undefined
}

/** A person: what we know, to be edited; their issues; everything ever said. */
export function PersonPage(props: PersonProps) {
  const { ui, person, name, history } = props
  const words = ui.words.people
  return (
    <main id="pane" class="page person-page" tabindex={-1}>
      <header class="person-head">
        <Initials name={name} />
        <div>
          <h1>{name}</h1>
          <p class="quiet">
            {words.since} {ui.dates.day(person.createdAt)} · {words.whole(person.id)}
          </p>
        </div>
      </header>
      <div class="person-columns">
        <div>
          <PersonIssues {...props} />
          <section>
            <h2>{words.history}</h2>
            {history.items.length === 0 && <p class="quiet">{words.noHistory}</p>}
            <ol class="history">
              {history.items.map((item) => (
                <HistoryLine ui={ui} item={item} />
              ))}
            </ol>
            {history.next && (
              <a class="button" href={ui.url(`/people/${person.id}?cursor=${encodeURIComponent(history.next)}`)}>
                {words.moreHistory}
              </a>
            )}
          </section>
        </div>
        <PersonEdit {...props} />
      </div>
    </main>
  )
}

function PersonIssues({ ui, history }: PersonProps) {
  return (
    <section>
      <h2>{ui.words.people.issues}</h2>
      <ul class="mini-list wide-list">
        {history.issues.map((issue) => (
          <li>
            <a href={ui.url(`/issues/${issue.id}`)} class={issue.status}>
              {icon(issue.status === 'open' ? 'circle-dashed' : 'circle-check')}
              <span class="subject">{issue.subject || ui.words.list.noSubject}</span>
              <span class="quiet">{ui.words.issue[issue.status]}</span>
              <Time ui={ui} at={issue.lastActivityAt} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function HistoryLine({ ui, item }: { ui: Ui; item: HistoryItem }) {
  const { interaction, email, letter, actions } = item
  const text = email?.text ?? letter?.text ?? actions[0]?.details ?? ''
  return (
    <li>
      {icon(interaction.channel === 'note' ? 'sticky-note' : email ? 'mail' : letter ? 'reply' : 'phone')}
      <div>
        <p class="ledger-top">
          <strong>
            {interaction.originator === 'customer'
              ? interaction.person.name
              : (interaction.rep?.name ?? ui.words.entry.automatic)}
          </strong>
          {actions.map((action) => (
            <a href={ui.url(`/issues/${action.issue.id}?open=${action.actionId}#entry-${action.actionId}`)}>
              #{action.issue.id} {action.issue.subject}
            </a>
          ))}
          <Time ui={ui} at={interaction.occurredAt} />
        </p>
        <p class="quiet two-lines">{text.replace(/\s+/g, ' ').slice(0, 240)}</p>
      </div>
    </li>
  )
}

function PersonEdit({ ui, person, values, problem }: PersonProps) {
  const words = ui.words.people
  return (
    <aside class="person-edit">
      <h2>{words.edit}</h2>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <form method="post" action={ui.url(`/people/${person.id}`)} class="stack">
        <input type="hidden" name="version" value={values.version} />
        <Field label={words.firstNames} name="firstNames" value={values.firstNames} autocomplete="off" />
        <Field label={words.lastName} name="lastName" value={values.lastName} autocomplete="off" />
        <div class="field">
          <label for="emails">{words.emails}</label>
          <textarea id="emails" name="emails" rows={3} autocomplete="off">
            {values.emails ? `\n${values.emails}` : ''}
          </textarea>
        </div>
        <Field label={words.phone} name="phone" type="tel" value={values.phone} autocomplete="off" />
        <Field label={words.postalCode} name="postalCode" value={values.postalCode} autocomplete="off" />
        <Field label={words.other} name="other" value={values.other} hint={words.otherHint} autocomplete="off" />
        {ui.may('people') && (
          <button type="submit" class="button primary">
            {words.save}
          </button>
        )}
      </form>
    </aside>
  )
}
