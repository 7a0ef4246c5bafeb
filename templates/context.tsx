import type { Around } from '../src/desk/around.ts'
import type { Entry } from '../src/desk/conversation.ts'
import type { IssueLine } from '../src/desk/issues.ts'
import type { Ties } from '../src/desk/ties.ts'
import type { Person } from '../src/people/people.ts'
import { Initials, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { WorkPanel } from './issue-work.tsx'
import { TakesPart } from './threading.tsx'
import type { Ui } from './ui.ts'

type ContextProps = {
  ui: Ui
  issue: IssueLine
  person: Person | undefined
  others: readonly IssueLine[]
  around: Pick<Around, 'participants'>
  ties: Ties
  reps: readonly { id: number; name: string }[]
  entries: readonly Entry[]
}

/** Beside the conversation: who this is and what else is going on. */
export function Context({ ui, issue, person, others, around, ties, reps, entries }: ContextProps) {
  const words = ui.words.context
  return (
    <aside class="context" id="context" aria-label={ui.words.issue.context}>
      <a
        class="button quiet-button context-close"
        href="#pane"
        title={ui.words.flash.close}
        aria-label={ui.words.flash.close}
      >
        {icon('x')}
      </a>
      <section>
        <a class="person-card" href={ui.url(`/people/${issue.person.id}`)} title={words.openPerson}>
          <Initials name={issue.person.name} />
          <span>
            <strong>{issue.person.name}</strong>
            <br />
            <span class="quiet">{person ? words.since(ui.dates.day(person.createdAt)) : ''}</span>
          </span>
        </a>
        <dl class="facts">
          {person?.emails.map((email) => (
            <>
              <dt class="sr">{ui.words.people.emails}</dt>
              <dd class="wide">
                {icon('mail')} {email}
              </dd>
            </>
          ))}
          <Fact name={words.phone} value={person?.phone} />
          <Fact name={words.postalCode} value={person?.postalCode} />
          <Fact name={words.other} value={person?.other} />
        </dl>
      </section>
      <Deeds ui={ui} issue={issue} />
      <div
        hx-get={ui.url(`/people/${issue.person.id}/matches?back=/issues/${issue.id}`)}
        hx-trigger="load"
        hx-swap="innerHTML"
      ></div>
      <TakesPart ui={ui} issueId={issue.id} people={around.participants} />
      <SharesMessages ui={ui} entries={entries} />
      <WorkPanel ui={ui} issue={issue} ties={ties} reps={reps} />
      <OtherIssues ui={ui} others={others} />
      <section>
        <h2 class="small-head">{words.details}</h2>
        <dl class="facts">
          <Fact name={words.opened} value={ui.dates.full(issue.openedAt)} />
          <Fact name={ui.words.issue.assignee} value={issue.assignee?.name ?? ui.words.issue.nobody} />
          <Fact name={ui.words.issue.priority} value={ui.words.issue.priorities[issue.priority]} />
          <Fact name={words.from} value={words.origins[issue.origin]} />
        </dl>
      </section>
    </aside>
  )
}

/** What else can be done for this person. */
function Deeds({ ui, issue }: Pick<ContextProps, 'ui' | 'issue'>) {
  return (
    <>
      {ui.may('work') && (
        <a class="button" href={ui.url(`/interactions/new?issue=${issue.id}`)} data-key="p">
          {icon('phone')} {ui.words.interaction.record}
        </a>
      )}
      {ui.may('certificates') && (
        <a class="button" href={ui.url(`/people/${issue.person.id}/certificates/new?issue=${issue.id}`)}>
          {icon('hand-coins')} {ui.words.certificates.grant}
        </a>
      )}
    </>
  )
}

/** Issues that deal with the same messages, whosever they are. */
function SharesMessages({ ui, entries }: Pick<ContextProps, 'ui' | 'entries'>) {
  const shared = new Map(entries.flatMap((entry) => entry.interaction.otherIssues.map((one) => [one.id, one])))
  if (shared.size === 0) return null
  return (
    <section>
      <h2 class="small-head">{ui.words.craft.shares}</h2>
      <ul class="mini-list">
        {[...shared.values()].slice(0, 10).map((one) => (
          <li>
            <a href={ui.url(`/issues/${one.id}`)} class={one.open ? 'open' : 'closed'}>
              {icon(one.open ? 'circle-dashed' : 'circle-check')}
              <span class="subject">{one.subject || ui.words.list.noSubject}</span>
              <span class="quiet">#{one.id}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OtherIssues({ ui, others }: Pick<ContextProps, 'ui' | 'others'>) {
  const words = ui.words.context
  return (
    <section>
      <h2 class="small-head">{words.otherIssues}</h2>
      {others.length === 0 && <p class="quiet">{words.noOther}</p>}
      <ul class="mini-list">
        {others.map((other) => (
          <li>
            <a href={ui.url(`/issues/${other.id}`)} class={other.status}>
              {icon(other.status === 'open' ? 'circle-dashed' : 'circle-check')}
              <span class="subject">{other.subject || ui.words.list.noSubject}</span>
              <Time ui={ui} at={other.lastActivityAt} />
            </a>
          </li>
        ))}
      </ul>
      <datalist id="person-issues">
        {others.map((other) => (
          <option value={`#${other.id} ${other.subject}`}></option>
        ))}
      </datalist>
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  if (!value) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
