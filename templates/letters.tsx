import type { LetterLine } from '../src/letters/letters.ts'
import { isInTrouble, letterState } from './entry-badges.tsx'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

const waiting = ['scheduled', 'queued', 'deferred', 'undelivered']

/** A letter with its state, the failed ones red, with the reason, the relay's own words and what can be done. */
export function LetterItem({ ui, letter }: { ui: Ui; letter: LetterLine }) {
  const words = ui.words.letters
  const failed = isInTrouble(letter)
  return (
    <li class={`ledger-item ${failed ? 'bad' : ''}`} id={`letter-${letter.id}`}>
      {ui.may('work') && (
        <input
          type="checkbox"
          name="id"
          value={letter.id}
          form="letters-bulk"
          autocomplete="off"
          aria-label={ui.words.outbox.select(letter.subject)}
        />
      )}
      <div class="ledger-main">
        <p class="ledger-top">
          <span class={`badge ${failed ? 'bad' : letter.state === 'sent' ? 'good' : ''}`}>
            {icon(failed ? 'mail-x' : letter.state === 'sent' ? 'check' : 'send')} {letterState(ui, letter)}
          </span>
          <a href={ui.url(`/issues/${letter.issueId}`)}>
            <strong>{letter.subject}</strong>
          </a>
          <Time ui={ui} at={letter.sentAt ?? letter.createdAt} />
        </p>
        <p class="quiet">
          {words.to} {letter.to.map((to) => to.address).join(', ')}
          {letter.rep && ` · ${words.by} ${letter.rep.name}`}
          {` · ${letter.mailbox.address}`}
        </p>
        {letter.reason && <p class={failed ? 'reason' : 'quiet'}>{ui.words.said(letter.reason)}</p>}
        {letter.relayReply && !letter.reason?.includes(letter.relayReply) && (
          <p class="quiet">
            {ui.words.outbox.relaySaid} <code>{letter.relayReply}</code>
          </p>
        )}
        <Tries ui={ui} letter={letter} />
      </div>
      {ui.may('work') && <LetterDeeds ui={ui} letter={letter} failed={failed} />}
    </li>
  )
}

/** How often it was tried and when it is tried next; what went at the first try says nothing. */
function Tries({ ui, letter }: { ui: Ui; letter: LetterLine }) {
  const words = ui.words.outbox
  const waits = ['scheduled', 'queued', 'deferred'].includes(letter.state)
  const tried = letter.attempts > 1 || (letter.attempts > 0 && letter.state !== 'sent')
  if (!waits && !tried && !letter.maybeTwice) return null
  return (
    <p class="quiet outbox-tries">
      {letter.maybeTwice && <span class="badge warn">{words.maybeTwice}</span>}
      {tried && <span>{words.attempts(letter.attempts)}</span>}
      {waits && (
        <span>
          {letter.state === 'deferred' ? words.nextTry : words.goes}{' '}
          <span title={ui.dates.full(letter.dueAt)}>{ui.dates.soon(letter.dueAt)}</span>
        </span>
      )}
    </p>
  )
}

function LetterDeeds({ ui, letter, failed }: { ui: Ui; letter: LetterLine; failed: boolean }) {
  const words = ui.words.letters
  const path = (deed: string) => ui.url(`/letters/${letter.id}/${deed}`)
  const values = { back: ui.here }
  return (
    <div class="row-of-buttons">
      {((failed && letter.state !== 'sent') || letter.state === 'undelivered') && (
        <PostButton action={path('retry')} values={values}>
          {icon('refresh-cw')} {words.retry}
        </PostButton>
      )}
      {failed && (
        <PostButton action={path('dismiss')} values={values} class="button quiet-button">
          {words.dismiss}
        </PostButton>
      )}
      {waiting.includes(letter.state) && (
        <PostButton action={path('cancel')} values={values} class="button quiet-button">
          {icon('x')} {words.cancel}
        </PostButton>
      )}
    </div>
  )
}
