import type { CsatAnswer, CsatQuestion } from '../src/desk/csat-answers.ts'
import type { CsatLine } from '../src/desk/csat-settings.ts'
import { Radios } from './choices.tsx'
import { Field, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { Plain } from './layout.tsx'
import { csatChoices, csatLabel } from './letters/csat.ts'
import type { Ui } from './ui.ts'

type PageProps = Readonly<{
  ui: Ui
  token: string
  question: CsatQuestion | undefined
  /** The choice that the link in the letter named: shown, not counted. */
  chosen: number | null
  thanks?: boolean
  wrong?: boolean
}>

/** Where a customer answers. To look at it counts nothing, since programs that check links look as well. */
export function CsatPage({ ui, token, question, chosen, thanks, wrong }: PageProps) {
  const words = ui.words.csat
  if (!question?.open)
    return (
      <Plain ui={ui} title={words.title}>
        <h1>{question?.question ?? words.title}</h1>
        <p class="notice">
          {icon('info')} {question ? words.closedNow : words.gone}
        </p>
      </Plain>
    )
  return (
    <Plain ui={ui} title={question.question}>
      <h1>{question.question}</h1>
      {thanks && question.score !== null && (
        <p class="notice good" role="status">
          {icon('circle-check')} {words.thanks}
        </p>
      )}
      {wrong && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.wrong}
        </p>
      )}
      <form class="stack" method="post" action={ui.url(`/csat/${token}`)}>
        <div class="field">
          <label for="comment">{words.comment}</label>
          <textarea id="comment" name="comment" rows={3} maxlength={2000}>
            {`\n${question.comment}`}
          </textarea>
        </div>
        {question.score === null && <p class="quiet">{words.lead2}</p>}
        <div class="csat-choices">
          {csatChoices(question.choices, ui.language).map(({ score, label }) => (
            <button
              type="submit"
              name="score"
              value={String(score)}
              class={score === chosen ? 'button chosen' : 'button'}
              aria-pressed={score === chosen ? 'true' : 'false'}
            >
              {score === chosen && icon('check')} {label}
            </button>
          ))}
        </div>
      </form>
    </Plain>
  )
}

/** An answer at its place in the conversation. */
export function CsatEntry({ ui, answer }: { ui: Ui; answer: CsatAnswer }) {
  const words = ui.words.csat
  return (
    <li class="csat-entry" id={`csat-${answer.id}`}>
      <p>
        {icon('circle-check')} <strong>{words.said(csatLabel(answer.choices, answer.score, ui.language))}</strong>{' '}
        <span class="quiet">
          {`${answer.score}/${answer.choices} · ${answer.question}`}
          {answer.rep && ` · ${words.closedBy(answer.rep.name)}`} · <Time ui={ui} at={answer.changedAt} />
        </span>
      </p>
      {answer.comment && <p>{answer.comment}</p>}
    </li>
  )
}

type SettingsProps = { ui: Ui; lines: readonly (CsatLine & { problem?: string })[] }

/** A form for each mailbox. */
export function CsatSettingsPage({ ui, lines }: SettingsProps) {
  const words = ui.words.csat
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
      </header>
      {lines.map((line) => (
        <CsatForm ui={ui} line={line} />
      ))}
    </main>
  )
}

function CsatForm({ ui, line }: { ui: Ui; line: SettingsProps['lines'][number] }) {
  const words = ui.words.csat
  const id = line.mailboxId
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/csat/${id}`)}>
      <h2>{line.address}</h2>
      {line.problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {line.problem}
        </p>
      )}
      <Radios label={words.way} name={`way-${id}`} value={line.way} options={words.ways} />
      <Field label={words.question} name={`question-${id}`} value={line.question} />
      <Radios
        label={words.choices}
        name={`choices-${id}`}
        value={String(line.choices) as '2' | '3' | '5'}
        options={words.choiceNames}
      />
      <Field
        label={words.quietDays}
        name={`quietDays-${id}`}
        value={String(line.quietDays)}
        hint={words.quietDaysHint}
      />
      <div class="row-of-buttons">
        <button class="button primary" type="submit">
          {words.save}
        </button>
      </div>
    </form>
  )
}
