import type { MailAddress } from '../src/database/tables.ts'
import type { EmailPart } from '../src/desk/entry-parts.ts'
import type { Suggestion } from '../src/desk/suggestions.ts'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type NotesProps = { ui: Ui; issueId: number; suggestions: readonly Suggestion[] }

/** What a rep may decide about a mail with one click. */
export function SuggestionNotes({ ui, issueId, suggestions }: NotesProps) {
  const words = ui.words.threading
  return (
    <>
      {suggestions.map((one) => (
        <div class="notice threading-note">
          {icon(one.kind === 'issue' ? 'link' : 'user')}
          <div>
            <p>
              {one.other ? (
                <>
                  {words.mayBelong(one.other.id)}:{' '}
                  <a href={ui.url(`/issues/${one.other.id}`)}>{one.other.subject || ui.words.list.noSubject}</a>
                </>
              ) : (
                words[one.kind === 'participant' ? 'letTakePart' : 'writtenBy'](named(one.writer!))
              )}
              <br />
              <span class="quiet">{words.because(ui.words.said(one.text).replace(/\.$/, ''))}</span>
            </p>
            {ui.may('work') && <Decision ui={ui} issueId={issueId} suggestion={one} />}
          </div>
        </div>
      ))}
    </>
  )
}

function Decision({ ui, issueId, suggestion }: { ui: Ui; issueId: number; suggestion: Suggestion }) {
  const words = ui.words.threading
  const path = (deed: string) => ui.url(`/issues/${issueId}/suggestions/${suggestion.id}/${deed}`)
  return (
    <span class="row-of-buttons">
      <PostButton action={path('accept')}>
        {{ issue: words.moveThere, sender: words.makeCustomer, participant: words.letThem }[suggestion.kind]}
      </PostButton>
      <PostButton action={path('dismiss')} class="button quiet-button">
        {words.dismiss}
      </PostButton>
    </span>
  )
}

type HeldProps = { ui: Ui; email: EmailPart; issueId: number; personName: string }

/** One question with three answers: whose a held answer is (design section 2, Reopening). */
export function HeldQuestion({ ui, email, issueId, personName }: HeldProps) {
  const words = ui.words.threading
  const action = ui.url(`/issues/${issueId}/held/${email.deliveryId}`)
  const forged = email.verified === 'fail'
  return (
    <fieldset class="held-question">
      <legend>{forged ? words.forged : words.question(email.from.address || words.somebody)}</legend>
      <p class="quiet">{ui.words.said(email.why.text)}</p>
      {ui.may('work') && (
        <div class="row-of-buttons">
          {email.from.address && (
            <PostButton action={action} values={{ answer: 'same person' }}>
              {icon('user-check')} {words.samePerson(personName)}
            </PostButton>
          )}
          <PostButton action={action} values={{ answer: 'participant' }}>
            {icon('users')} {words.participant}
          </PostButton>
          <PostButton action={action} values={{ answer: 'new issue' }}>
            {icon('x')} {words.notTheirs}
          </PostButton>
        </div>
      )}
    </fieldset>
  )
}

/** `alone`: the issue holds nothing else. */
type Place = Readonly<{ issueId: number; actionId: number; alone: boolean }>

/** Why a mail is where it is, every sign, and the two ways to put it elsewhere. */
export function WhyHere({ ui, email, place }: { ui: Ui; email: EmailPart; place: Place }) {
  const words = ui.words.threading
  const { why } = email
  return (
    <details class="pop">
      <summary class="link-button">{ui.words.entry.why}</summary>
      <div class="pop-panel">
        <p>{ui.words.said(why.text)}</p>
        {why.evidence && <p class="quiet break">{why.evidence}</p>}
        {why.all && why.all.length > 0 && (
          <>
            <p class="small-head">{words.signs}</p>
            <ul class="signs">
              {why.all.map((sign) => (
                <li>
                  {ui.words.said(sign.text)} {sign.evidence && <span class="quiet break">{sign.evidence}</span>}
                </li>
              ))}
            </ul>
          </>
        )}
        {ui.may('work') && place.actionId > 0 && <Elsewhere ui={ui} place={place} />}
        <p>
          <a href={ui.url(`/mail/${email.deliveryId}/source`)}>
            {icon('download')} {ui.words.entry.source}
          </a>
        </p>
      </div>
    </details>
  )
}

function Elsewhere({ ui, place: { issueId, actionId, alone } }: { ui: Ui; place: Place }) {
  const words = ui.words.threading
  const path = (deed: string) => ui.url(`/issues/${issueId}/actions/${actionId}/${deed}`)
  const field = `into-${actionId}`
  return (
    <div class="elsewhere">
      <form method="post" action={path('move')} class="row-of-buttons">
        <label for={field}>{words.moveTo}</label>
        <input
          id={field}
          name="into"
          inputmode="numeric"
          pattern="#?[0-9]{1,9}"
          title={words.moveHint}
          size={7}
          required
        />
        <button type="submit" class="button">
          {words.move}
        </button>
      </form>
      {!alone && <PostButton action={path('detach')}>{words.detach}</PostButton>}
    </div>
  )
}

/** Whom an answer reaches, and whose mail belongs here; only shown where there are several. */
export function TakesPart({ ui, issueId, people }: { ui: Ui; issueId: number; people: readonly MailAddress[] }) {
  const words = ui.words.threading
  if (people.length < 2) return null
  return (
    <section>
      <h2 class="small-head">{words.participants}</h2>
      <ul class="mini-list">
        {people.map(({ name, address }) => (
          <li class="takes-part">
            <span title={named({ name, address })}>{address}</span>
            {ui.may('work') && (
              <PostButton
                action={ui.url(`/issues/${issueId}/participants`)}
                values={{ address, remove: '1' }}
                class="chip-button"
                label={words.takeOut(address)}
              >
                {icon('x')}
              </PostButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A mail asked for answers elsewhere: shown where one answers, used only when a rep says so. */
export function ReplyToNote({ ui, issueId, asks }: { ui: Ui; issueId: number; asks: ReplyTo }) {
  const words = ui.words.threading
  return (
    <li class="notice warn" id="note-reply-to" data-v={asks.address}>
      {icon('reply')}
      <div>
        <p>{words.replyTo(asks.by, asks.address)}</p>
        {ui.may('work') && (
          <PostButton
            action={ui.url(`/issues/${issueId}/participants`)}
            values={{ address: asks.address, name: asks.name }}
          >
            {words.addReplyTo}
          </PostButton>
        )}
      </div>
    </li>
  )
}

export type ReplyTo = MailAddress & Readonly<{ by: string }>

const named = ({ name, address }: MailAddress) => (name ? `${name} <${address}>` : address)
