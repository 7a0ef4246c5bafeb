import type { PersonMatch } from '../src/desk/matches.ts'
import { nameOf } from './candidates.tsx'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type MatchProps = Readonly<{ ui: Ui; personId: number; matches: readonly PersonMatch[]; back?: string }>

/** "Is this the registered user …?", for each that the record may be: yes, or not them. */
export function MatchQuestions({ ui, personId, matches, back = ui.here }: MatchProps) {
  const words = ui.words.matching
  return (
    <>
      {matches.map(({ shopUser, reasons }) => (
        <div class="match-box">
          <strong>{words.question(nameOf(shopUser) || shopUser.email)}</strong>
          <span class="quiet">{[shopUser.email, shopUser.phone, shopUser.postalCode].filter(Boolean).join(' · ')}</span>
          <span class="reasons">
            {reasons.map((reason) => (
              <span class="chip">{words.reasons[reason]}</span>
            ))}
          </span>
          {ui.may('people') && (
            <span class="row-of-buttons">
              <PostButton
                action={ui.url(`/people/${personId}/match`)}
                values={{ shopUser: shopUser.id, back }}
                class="button"
              >
                {icon('user-check')} {words.confirm}
              </PostButton>
              <PostButton
                action={ui.url(`/people/${personId}/match/dismiss`)}
                values={{ shopUser: shopUser.id, back }}
                class="button quiet-button"
              >
                {words.dismiss}
              </PostButton>
            </span>
          )}
        </div>
      ))}
    </>
  )
}

/** What can be done about who this is: take a match back, merge into another record, record a call. */
export function MatchDeeds({ ui, personId, matched }: { ui: Ui; personId: number; matched: boolean }) {
  const words = ui.words.matching
  return (
    <>
      {ui.may('work') && (
        <p>
          <a class="button" href={ui.url(`/letters/new?person=${personId}`)} data-key="c">
            {icon('send')} {ui.words.newLetter.title}
          </a>{' '}
          <a class="button" href={ui.url(`/interactions/new?person=${personId}`)} data-key="p">
            {icon('phone')} {ui.words.interaction.record}
          </a>
        </p>
      )}
      {matched && ui.may('people') && (
        <PostButton action={ui.url(`/people/${personId}/unmatch`)} class="button quiet-button">
          {words.unmatch}
        </PostButton>
      )}
      {ui.may('people') && (
        <details class="earlier">
          <summary>{words.merge}</summary>
          <form method="post" action={ui.url(`/people/${personId}/merge`)} class="stack">
            <div class="field">
              <label for="merge-person">{words.mergeInto}</label>
              <input id="merge-person" name="into" inputmode="numeric" required autocomplete="off" />
              <p class="hint">{words.mergeHint}</p>
            </div>
            <button type="submit" class="button">
              {words.merge}
            </button>
          </form>
        </details>
      )}
    </>
  )
}
