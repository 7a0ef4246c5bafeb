import { SendTimes } from './composer-foot.tsx'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Scheduled = Readonly<{ id: number; dueAt: Date; cancelIfReplied: boolean }>

/** A letter that waits for its time: when, and what can be done about it. Stands in the issue and in the outbox. */
export function LetterSchedule({ ui, letter, back }: { ui: Ui; letter: Scheduled; back: string }) {
  const { pen } = ui.words
  return (
    <div class="notice letter-schedule">
      {icon('alarm-clock')}
      <span>
        <time datetime={letter.dueAt.toISOString()} title={ui.dates.full(letter.dueAt)}>
          {pen.waits(ui.dates.soon(letter.dueAt))}
        </time>
        {letter.cancelIfReplied && <> · {pen.cancelsIf}</>}
      </span>
      {ui.may('work') && (
        <span class="row-of-buttons">
          <PostButton action={ui.url(`/letters/${letter.id}/schedule`)} values={{ deed: 'now', back }}>
            {pen.sendNow}
          </PostButton>
          <ChangeTime ui={ui} letter={letter} back={back} />
          <PostButton action={ui.url(`/letters/${letter.id}/cancel`)} class="button quiet-button">
            {icon('undo-2')} {pen.cancelLetter}
          </PostButton>
        </span>
      )}
    </div>
  )
}

function ChangeTime({ ui, letter, back }: { ui: Ui; letter: Scheduled; back: string }) {
  const { pen } = ui.words
  return (
    <details class="pop">
      <summary class="button">{pen.changeTime}</summary>
      <form class="pop-panel" method="post" action={ui.url(`/letters/${letter.id}/schedule`)}>
        <input type="hidden" name="back" value={back} />
        <fieldset class="menu-group">
          <legend>{pen.when}</legend>
          <SendTimes ui={ui} presets={[]} at={letter.dueAt} />
        </fieldset>
        <label class="check">
          <input type="checkbox" name="cancelIfReplied" value="yes" checked={letter.cancelIfReplied} />{' '}
          {pen.cancelIfReplied}
        </label>
        <button type="submit" class="button primary">
          {pen.schedule}
        </button>
      </form>
    </details>
  )
}
