import type { LetterLine } from '../src/letters/letters.ts'
import { isInTrouble, letterState } from './entry-badges.tsx'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type LettersProps = { ui: Ui; trouble: boolean; items: readonly LetterLine[]; next: string | null }

/** Letters with their state; the failed ones red, with the reason and what can be done. */
export function LettersPage({ ui, trouble, items, next }: LettersProps) {
  const words = ui.words.letters
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{trouble ? words.trouble : words.title}</h1>
      {items.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{trouble ? words.empty : words.emptyAll}</p>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((letter) => (
            <LetterItem ui={ui} letter={letter} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/letters?${trouble ? 'trouble&' : ''}cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

const waiting = ['scheduled', 'queued', 'deferred', 'undelivered']

function LetterItem({ ui, letter }: { ui: Ui; letter: LetterLine }) {
  const words = ui.words.letters
  const failed = isInTrouble(letter)
  return (
    <li class={`ledger-item ${failed ? 'bad' : ''}`} id={`letter-${letter.id}`}>
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
        </p>
        {letter.reason && <p class={failed ? 'reason' : 'quiet'}>{letter.reason}</p>}
        {letter.relayReply && <code class="quiet">{letter.relayReply}</code>}
      </div>
      {ui.may('work') && <LetterDeeds ui={ui} letter={letter} failed={failed} />}
    </li>
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
