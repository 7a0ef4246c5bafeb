import { CandidateList } from './candidates.tsx'
import { Radios } from './choices.tsx'
import { Field, Initials } from './fields.tsx'
import { icon } from './icon.tsx'
import { IssuePart } from './interaction-issue.tsx'
import type { InteractionFault, InteractionProps } from './interaction-props.ts'

/** One page for a call: who, one issue after another, and how, which is mostly right as it stands. */
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
        <IssuePart {...props} />
        {!interactionId && <HowPart {...props} />}
        <div class="row-of-buttons record-foot">
          <button type="submit" class="button primary">
            {icon('check')} {words.save} <kbd>Ctrl Enter</kbd>
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
