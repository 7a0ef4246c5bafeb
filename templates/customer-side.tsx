import type { Customer } from '../src/desk/customer.ts'
import type { PersonRecord } from '../src/people/records.ts'
import type { CustomerProps } from './customer-props.ts'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { MatchDeeds, MatchQuestions } from './match-box.tsx'
import { CountingRule } from './shop-rules.tsx'
import { PersonConsent } from './suppressions.tsx'
import type { Ui } from './ui.ts'

/** Beside the history: who this is, what they spent, notes, and what can be done with the record. */
export function CustomerSide(props: CustomerProps) {
  const { ui, customer, problem, matches } = props
  const { person, records, shopUser } = customer
  const words = ui.words.customer
  return (
    <aside class="person-side">
      <section class="person-edit">
        <h2>{words.facts}</h2>
        <dl class="facts">
          <Addresses ui={ui} records={records} />
          <Fact name={ui.words.people.phone} value={person.phone} />
          <Fact name={ui.words.people.postalCode} value={person.postalCode} />
          <Fact name={ui.words.people.other} value={person.other} />
        </dl>
        <OtherRecords ui={ui} records={records.slice(1)} />
        <details class="earlier" open={problem !== undefined}>
          <summary>{words.editFacts}</summary>
          <EditForm {...props} />
        </details>
      </section>
      <section class="person-edit">
        <h2>{words.shopUser}</h2>
        {shopUser ? <ShopFacts ui={ui} user={shopUser} /> : <p class="quiet">{words.notMatched}</p>}
        <MatchQuestions ui={ui} personId={person.id} matches={matches} />
        <MatchDeeds ui={ui} personId={person.id} matched={shopUser !== null} />
        <SpendFacts {...props} />
      </section>
      <PersonConsent ui={ui} personId={person.id} memberships={props.memberships} suppressions={props.suppressions} />
      <Notes {...props} />
      <section class="person-edit">
        <h2>{words.more}</h2>
        <p>
          <a class="button" href={ui.url(`/people/${person.id}/export`)}>
            {icon('download')} {words.export}
          </a>
        </p>
        <p class="hint">{words.exportHint}</p>
        {ui.may('settings') && !customer.erasedAt && (
          <p>
            <a class="button" href={ui.url(`/people/${person.id}/erase`)}>
              {icon('trash-2')} {words.erase}
            </a>
          </p>
        )}
      </section>
    </aside>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  if (!value) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function Addresses({ ui, records }: { ui: Ui; records: readonly PersonRecord[] }) {
  const all = [...new Set(records.flatMap((record) => record.emails))]
  return (
    <>
      {all.length === 0 && <dd class="quiet wide">{ui.words.people.noEmail}</dd>}
      {all.map((email) => (
        <>
          <dt class="sr">{ui.words.people.emails}</dt>
          <dd class="wide">
            {icon('mail')} {email}
          </dd>
        </>
      ))}
    </>
  )
}

function OtherRecords({ ui, records }: { ui: Ui; records: readonly PersonRecord[] }) {
  const words = ui.words.customer
  if (records.length === 0) return null
  return (
    <>
      <h3 class="small-head">{words.records}</h3>
      <ul class="mini-list">
        {records.map((record) => (
          <li>
            <a href={ui.url(`/people/${record.id}`)}>
              {icon('user')}
              <span class="subject">{record.name || record.emails[0] || words.recordOf(record.id)}</span>
              <span class="quiet">{record.id}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function ShopFacts({ ui, user }: { ui: Ui; user: NonNullable<Customer['shopUser']> }) {
  const words = ui.words.customer
  const day = (at: Date | null) => (at ? ui.dates.day(at) : '')
  return (
    <dl class="facts">
      <Fact name={ui.words.people.name} value={`${user.firstNames} ${user.lastName}`.trim()} />
      <Fact name={words.shopNumber} value={user.externalId} />
      <Fact name={ui.words.people.phone} value={user.phone} />
      <Fact name={ui.words.people.postalCode} value={user.postalCode} />
      <Fact name={words.country} value={user.country} />
      <Fact name={words.language} value={user.language} />
      <Fact name={words.registered} value={day(user.registeredAt)} />
      <Fact name={words.lastVisit} value={day(user.lastVisitAt)} />
      <Fact name={words.classes} value={user.classes.join(', ')} />
    </dl>
  )
}

/** Each currency by itself: nothing is converted. */
function SpendFacts({ ui, spend, rules }: CustomerProps) {
  const words = ui.words.customer
  if (spend.length === 0) return null
  return (
    <>
      <h3 class="small-head">{words.spend}</h3>
      {spend.map((one) => (
        <p>
          <strong class="sum">{ui.dates.money(one.spentMinor, one.currency)}</strong>{' '}
          <span class="quiet">
            {words.spent(one.orders)}
            {one.refundedMinor !== 0 &&
              ` · ${ui.dates.money(one.orderedMinor, one.currency)} ${words.ordered}, ${ui.dates.money(one.refundedMinor, one.currency)} ${words.refunded}`}
          </span>
        </p>
      ))}
      <details class="earlier">
        <summary>{words.ruleHead}</summary>
        <CountingRule ui={ui} rules={rules} />
      </details>
    </>
  )
}

function Notes({ ui, customer, notes, noteProblem }: CustomerProps) {
  const words = ui.words.customer
  const path = ui.url(`/people/${customer.person.id}/notes`)
  return (
    <section class="person-edit" id="notes">
      <h2>{words.notes}</h2>
      <ul class="person-notes">
        {notes.map((note) => (
          <li>
            <p class="pre">{note.text}</p>
            <div class="person-note-foot">
              <span class="quiet">
                {note.rep ?? words.system} · <Time ui={ui} at={note.createdAt} />
              </span>
              {ui.may('people') && (
                <PostButton action={`${path}/${note.id}/remove`} class="chip-button" label={words.removeNote}>
                  {icon('x')}
                </PostButton>
              )}
            </div>
          </li>
        ))}
      </ul>
      {ui.may('people') && (
        <form method="post" action={path} class="stack">
          <div class="field">
            <label for="note-text" class="sr">
              {words.noteLabel}
            </label>
            <textarea id="note-text" name="text" rows={2} maxlength={4000} placeholder={words.noteLabel}></textarea>
            <p class="hint">{words.noteHint}</p>
            {noteProblem && (
              <p class="error" role="alert">
                {icon('circle-alert')} {noteProblem}
              </p>
            )}
          </div>
          <button type="submit" class="button">
            {words.addNote}
          </button>
        </form>
      )}
    </section>
  )
}

function EditForm({ ui, customer, values, problem }: CustomerProps) {
  const words = ui.words.people
  return (
    <>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <form method="post" action={ui.url(`/people/${customer.person.id}`)} class="stack">
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
    </>
  )
}
