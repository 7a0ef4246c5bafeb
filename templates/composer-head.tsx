import type { Draft, Mode, Target } from './composer-props.ts'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type HeadProps = { ui: Ui; target: Target; draft: Draft }

/** What it is (a reply, a note, a forward), to whom it goes, what it is called. */
export function ComposerHead(props: HeadProps) {
  const { ui, target, draft } = props
  return (
    <>
      <div class="composer-head">
        {target.issueId !== undefined && <ModeTabs ui={ui} mode={draft.mode} />}
        <span class="note-warning for-note">{ui.words.pen.noteWarning}</span>
        <span class="draft-state quiet" data-draft-state role="status">
          {draft.savedAt && ui.words.pen.saved(ui.dates.soon(draft.savedAt))}
        </span>
      </div>
      <Recipients {...props} />
    </>
  )
}

function ModeTabs({ ui, mode }: { ui: Ui; mode: Mode }) {
  const { composer, pen } = ui.words
  return (
    <span class="tabs">
      <ModeTab id="reply" label={composer.reply} on={mode === 'reply'} key_="r" name="reply" />
      <ModeTab id="note" label={composer.note} on={mode === 'note'} key_="n" name="sticky-note" />
      <ModeTab id="forward" label={pen.forward} on={mode === 'forward'} key_="f" name="forward" />
    </span>
  )
}

type TabProps = { id: Mode; label: string; on: boolean; key_: string; name: IconName }

function ModeTab({ id, label, on, key_, name }: TabProps) {
  return (
    <label class="tab">
      <input type="radio" name="mode" value={id} id={`mode-${id}`} checked={on} data-key={key_} />
      {icon(name)} {label}
    </label>
  )
}

/** Plain fields that script makes into chips; what is seldom changed folds, but never where it holds something new. */
function Recipients({ ui, target, draft }: HeadProps) {
  const { composer, pen } = ui.words
  const { usual } = draft
  const fresh = target.issueId === undefined
  const open = Boolean(draft.cc || draft.bcc) || (!fresh && draft.subject !== usual.subject)
  return (
    <div class="composer-who for-letter" data-usual={JSON.stringify(usual)}>
      {draft.mailboxes.length > 1 && target.issueId === undefined && <From ui={ui} draft={draft} />}
      <Line name="to" label={composer.to} value={draft.to} autofocus={target.issueId === undefined && !draft.to} />
      {!draft.to && target.issueId !== undefined && draft.mode === 'reply' && !usual.to && (
        <p class="hint">{composer.noAddress}</p>
      )}
      <details class="composer-more" open={open}>
        <summary class="link-button">{fresh ? pen.copies : pen.more}</summary>
        <Line name="cc" label={pen.cc} value={draft.cc} />
        <Line name="bcc" label={pen.bcc} value={draft.bcc} />
        {target.issueId !== undefined && <Subject ui={ui} draft={draft} />}
      </details>
      {target.issueId === undefined && <Subject ui={ui} draft={draft} />}
      {usual.cc && (
        <span class="composer-all" data-all hidden>
          <button type="button" class="link-button" data-key="R" data-reply="all">
            {pen.everybody}
          </button>
          <button type="button" class="link-button" data-reply="one">
            {pen.onlyOne(target.personName)}
          </button>
        </span>
      )}
    </div>
  )
}

function Subject({ ui, draft }: { ui: Ui; draft: Draft }) {
  return (
    <div class="composer-line wide">
      <label for="composer-subject">{ui.words.pen.subject}</label>
      <input id="composer-subject" name="subject" value={draft.subject} maxlength={900} autocomplete="off" />
    </div>
  )
}

type LineProps = { name: 'to' | 'cc' | 'bcc'; label: string; value: string; autofocus?: boolean }

function Line({ name, label, value, autofocus }: LineProps) {
  const id = `composer-${name}`
  return (
    <div class="composer-line" data-chips>
      <label for={id}>{label}</label>
      <input id={id} name={name} value={value} autocomplete="off" spellcheck={false} autofocus={autofocus} />
    </div>
  )
}

function From({ ui, draft }: { ui: Ui; draft: Draft }) {
  return (
    <div class="composer-line">
      <label for="composer-from">{ui.words.pen.from}</label>
      <select id="composer-from" name="mailbox">
        {draft.mailboxes.map(({ id, address }) => (
          <option value={id} selected={id === draft.mailboxId}>
            {address}
          </option>
        ))}
      </select>
    </div>
  )
}
