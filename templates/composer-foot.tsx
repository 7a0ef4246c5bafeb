import type { Draft, Target } from './composer-props.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type FootProps = { ui: Ui; target: Target; draft: Draft }

/** The one thing to do, what else a letter can do when it goes, and files. */
export function ComposerFoot(props: FootProps) {
  const { ui, target, draft } = props
  const words = ui.words.composer
  const stops = draft.findings?.some((one) => one.stop)
  return (
    <div class="composer-foot">
      <button type="submit" class="button primary for-letter" name="deed" value="send">
        {icon('send')} {draft.findings && !stops ? words.sendAnyway : words.send}
      </button>
      <button type="submit" class="button for-letter send-close" name="deed" value="close">
        {words.sendClose}
      </button>
      {target.issueId !== undefined && <MoreWays ui={ui} />}
      <Later {...props} />
      <label class="attach for-letter" title={words.attach}>
        {icon('paperclip')}
        <span data-files></span>
        <input type="file" name="files" multiple aria-label={words.attach} />
      </label>
      <button type="submit" class="button primary for-note" name="deed" value="note">
        {icon('sticky-note')} {words.saveNote}
      </button>
      <button type="submit" class="button quiet-button no-script" name="deed" value="draft">
        {ui.words.pen.saveDraft}
      </button>
      <span class="quiet key-hint">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd>
      </span>
    </div>
  )
}

function MoreWays({ ui }: { ui: Ui }) {
  const { pen } = ui.words
  return (
    <details class="pop up for-letter">
      <summary class="button quiet-button" title={pen.moreWays} aria-label={pen.moreWays}>
        {icon('chevron-down')}
      </summary>
      <div class="pop-panel">
        <button type="submit" class="menu-item" name="deed" value="next">
          {icon('send')} {pen.sendNext} <kbd>Ctrl Alt Enter</kbd>
        </button>
        <button type="submit" class="menu-item" name="deed" value="close-next">
          {icon('circle-check')} {pen.sendCloseNext} <kbd>Ctrl Alt Shift Enter</kbd>
        </button>
      </div>
    </details>
  )
}

/** A time in the reader's own zone. The button says what it does: nothing is put off by accident. */
function Later({ ui, draft }: FootProps) {
  const { pen } = ui.words
  return (
    <details class="pop up right later for-letter">
      <summary class="button quiet-button" title={pen.later} aria-label={pen.later}>
        {icon('alarm-clock')}
      </summary>
      <div class="pop-panel">
        <fieldset class="menu-group">
          <legend>{pen.later}</legend>
          <SendTimes ui={ui} presets={draft.presets} />
        </fieldset>
        <label class="check">
          <input type="checkbox" name="cancelIfReplied" value="yes" checked /> {pen.cancelIfReplied}
        </label>
        <button type="submit" class="button" name="deed" value="later">
          {icon('alarm-clock')} {pen.schedule}
        </button>
      </div>
    </details>
  )
}

type TimesProps = { ui: Ui; presets: Draft['presets']; at?: Date | undefined }

/** Ready times, or one that is typed. */
export function SendTimes({ ui, presets, at }: TimesProps) {
  const { pen } = ui.words
  return (
    <>
      {presets.map((preset, i) => (
        <label class="check">
          <input type="radio" name="when" value={preset.id} checked={!at && i === presets.length - 2} />{' '}
          {pen.presets[preset.id]} <span class="quiet">{ui.dates.soon(preset.at)}</span>
        </label>
      ))}
      <label class="check">
        <input type="radio" name="when" value="at" checked={Boolean(at)} /> {pen.presets.at}
      </label>
      <input
        type="datetime-local"
        name="at"
        aria-label={pen.presets.at}
        value={at && ui.dates.field(at)}
        min={ui.dates.field(ui.dates.now)}
        data-at
      />
    </>
  )
}
