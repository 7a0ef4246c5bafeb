import type { OwnIssue } from '../src/desk/interaction-forms.ts'
import type { Foreign } from '../src/desk/ownership.ts'
import { CandidateList, type CandidatesProps } from './candidates.tsx'
import { Radios } from './choices.tsx'
import { Field, Initials } from './fields.tsx'
import { icon } from './icon.tsx'
import { IssuePart } from './interaction-issue.tsx'
import type { Ui } from './ui.ts'
import type { Words } from './words/en.ts'

/** What a rep typed, as the form posts it; kept through every refusal. */
export type InteractionForm = Readonly<{
  key: string
  who: string
  firstNames: string
  lastName: string
  email: string
  phone: string
  postalCode: string
  other: string
  channel: string
  otherChannel: string
  originator: 'customer' | 'rep'
  when: string
  shown: string
  issue: string
  issueNumber: string
  subject: string
  types: readonly string[]
  otherTypes: string
  order: string
  details: string
  infoUsed: readonly string[]
  otherInfo: string
  followUp: string
  followUpDue: string
  close: boolean
}>

export type InteractionFault = keyof Words['interaction']['faults']

export type InteractionProps = Readonly<{
  ui: Ui
  values: InteractionForm
  /** The person who is fixed: the call came from their page or issue, or goes on. */
  person: Readonly<{ id: number; name: string; email: string | null }> | undefined
  /** The interaction that goes on: who, how and when stay. */
  interactionId: number | undefined
  candidates: Omit<CandidatesProps, 'ui'>
  issues: readonly OwnIssue[]
  lists: Readonly<{ channels: readonly string[]; types: readonly string[]; infoUsed: readonly string[] }>
  faults: readonly InteractionFault[]
  refused: Readonly<{ problem: string; offer?: Foreign['offer'] }> | undefined
}>

/** One page for a call: who, how, and one issue after another. */
export function InteractionPage(props: InteractionProps) {
  const { ui, interactionId, values, person } = props
  const words = ui.words.interaction
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{interactionId ? words.another : words.title}</h1>
      <form
        method="post"
        action={ui.url(interactionId ? `/interactions/${interactionId}/actions` : '/interactions')}
        class="record"
        autocomplete="off"
      >
        <input type="hidden" name="key" value={values.key} />
        <button type="submit" class="sr" tabindex={-1}>
          {words.save}
        </button>
        <Refused {...props} />
        {person ? <KnownPerson {...props} /> : <WhoPart {...props} />}
        {!interactionId && <HowPart {...props} />}
        <IssuePart {...props} />
        <div class="row-of-buttons record-foot">
          <button type="submit" class="button primary">
            {icon('check')} {words.save}
          </button>
          <button type="submit" class="button" name="more" value="yes">
            {words.more}
          </button>
        </div>
      </form>
    </main>
  )
}

/** What is wrong, with the way out as a button rather than a dead end. */
function Refused({ ui, refused, interactionId }: InteractionProps) {
  if (!refused) return null
  const { problem, offer } = refused
  const words = ui.words.interaction
  const target = offer?.personId ? `p${offer.personId}` : offer?.shopUserId ? `u${offer.shopUserId}` : undefined
  return (
    <div class="notice bad" role="alert">
      {icon('circle-alert')}
      <span>{problem}</span>
      {target && !interactionId && (
        <button type="submit" class="button" name="switch" value={target}>
          {words.switchTo(offer?.person?.name || words.theOwner)}
        </button>
      )}
    </div>
  )
}

function KnownPerson({ ui, person, interactionId }: InteractionProps) {
  const words = ui.words.interaction
  if (!person) return null
  return (
    <fieldset class="settings-part">
      <legend>{words.who}</legend>
      {!interactionId && <input type="hidden" name="who" value={`p${person.id}`} />}
      <p class="known-person">
        <Initials name={person.name} />
        <span>
          <a href={ui.url(`/people/${person.id}`)}>{person.name || ui.words.matching.record(person.id)}</a>
          <span class="quiet">{person.email}</span>
        </span>
        {!interactionId && (
          <a class="button quiet-button" href={ui.url('/interactions/new')}>
            {words.somebodyElse}
          </a>
        )}
      </p>
      {interactionId && <p class="hint">{words.locked}</p>}
    </fieldset>
  )
}

/** htmx asks anew a moment after the last key, and for what was typed before it came; the button does so without script. */
function WhoPart({ ui, values, candidates, faults }: InteractionProps) {
  const words = ui.words.interaction
  const fault = (name: InteractionFault) => (faults.includes(name) ? words.faults[name] : undefined)
  return (
    <fieldset class="settings-part who" id="who">
      <legend>{words.who}</legend>
      <div class="who-typed" id="who-typed">
        <Field label={words.firstNames} name="firstNames" value={values.firstNames} autocomplete="off" autofocus />
        <Field label={words.lastName} name="lastName" value={values.lastName} autocomplete="off" />
        <Field
          label={words.email}
          name="email"
          value={values.email}
          autocomplete="off"
          error={fault('email') ?? fault('person')}
        />
        <Field label={words.phone} name="phone" type="tel" value={values.phone} autocomplete="off" />
        <Field label={words.postalCode} name="postalCode" value={values.postalCode} autocomplete="off" />
        <Field label={words.other} name="other" value={values.other} hint={words.otherHint} autocomplete="off" />
      </div>
      <section class="who-found" aria-label={ui.words.matching.title}>
        <h2 class="small-head">{ui.words.matching.title}</h2>
        <div
          id="candidates"
          aria-live="polite"
          hx-get={ui.url('/interactions/candidates')}
          hx-trigger="load delay:400ms, input from:#who-typed delay:250ms"
          hx-sync="this:replace"
          hx-include="#who"
          hx-swap="innerHTML"
        >
          <CandidateList ui={ui} {...candidates} />
        </div>
        <noscript>
          <button type="submit" class="button" name="look" value="yes">
            {words.look}
          </button>
        </noscript>
      </section>
    </fieldset>
  )
}

function HowPart({ ui, values, lists, faults }: InteractionProps) {
  const words = ui.words.interaction
  const fault = (name: InteractionFault) => (faults.includes(name) ? words.faults[name] : undefined)
  return (
    <fieldset class="settings-part how">
      <legend>{words.how}</legend>
      {lists.channels.length > 0 && (
        <Radios
          label={words.channel}
          name="channel"
          value={values.channel}
          options={Object.fromEntries(lists.channels.map((label) => [label, label]))}
        />
      )}
      <Radios label={words.originator} name="originator" value={values.originator} options={words.originators} />
      <div class="settings-grid">
        <Field label={words.otherChannel} name="otherChannel" value={values.otherChannel} error={fault('channel')} />
        <div class="field">
          <label for="when">{words.when}</label>
          <input
            id="when"
            name="when"
            type="datetime-local"
            value={values.when}
            aria-invalid={fault('when') ? 'true' : undefined}
            aria-describedby={fault('when') ? 'when-error' : undefined}
          />
          {fault('when') && (
            <p class="error" id="when-error">
              {icon('circle-alert')} {fault('when')}
            </p>
          )}
        </div>
      </div>
      <input type="hidden" name="shown" value={values.shown} />
    </fieldset>
  )
}
