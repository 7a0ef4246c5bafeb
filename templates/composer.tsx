import type { IssueLine } from '../src/desk/issues.ts'
import type { AttachmentLine } from '../src/mail/attachments.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What stands in the composer: nothing, what was typed before an error, or a letter that was undone. */
export type Draft = Readonly<{
  mode: 'reply' | 'note'
  text: string
  /** Files that are uploaded already. */
  uploads?: readonly AttachmentLine[]
  to: string
  /** The newest action that this rep has seen: a reply is refused when something newer came. */
  seen: number
  problem?: string | undefined
  newer?: boolean
  /** Other issues of the message that is answered, which the letter may answer too. */
  also?: readonly { id: number; subject: string; open: boolean; ticked: boolean }[]
  /** A letter that waits for its time; until then it can be taken back. */
  sending?: { letterId: number; dueAt: Date } | undefined
  /** The mark of the draft that the server has taken: the browser may forget it. */
  taken?: string | undefined
}>

type ComposerProps = { ui: Ui; issue: IssueLine; draft: Draft }

/**
 * Docked below the conversation, outside everything that live updates touch. The two radios make it a note, with the
 * whole composer yellow, also without script.
 */
export function Composer({ ui, issue, draft }: ComposerProps) {
  const words = ui.words.composer
  const action = ui.url(`/issues/${issue.id}/replies`)
  const mode = draft.to ? draft.mode : 'note'
  return (
    <form
      class="composer"
      id="composer"
      method="post"
      enctype="multipart/form-data"
      action={action}
      data-composer
      data-issue={issue.id}
      data-draft={`issue-${issue.id}`}
      data-taken={draft.taken}
      aria-label={words.label}
    >
      <input type="hidden" name="seen" value={draft.seen} data-seen />
      <input type="hidden" name="mark" value="" data-mark />
      <SendingBar ui={ui} draft={draft} />
      <div class="composer-head">
        <span class="tabs">
          <ModeTab id="reply" label={words.reply} on={mode === 'reply'} key_="r" name="reply" />
          <ModeTab id="note" label={words.note} on={mode === 'note'} key_="n" name="sticky-note" />
        </span>
        <span class="composer-to">
          {draft.to ? (
            <>
              <span class="quiet">{words.to}</span> {draft.to}
            </>
          ) : (
            <span class="quiet">{words.noAddress}</span>
          )}
        </span>
        <span class="draft-state quiet" data-draft-state></span>
      </div>
      <Problem ui={ui} issue={issue} draft={draft} />
      <textarea
        name="text"
        rows={2}
        aria-label={words.replyHint}
        placeholder={words.replyHint}
        data-note={words.noteHint}
        data-reply={words.replyHint}
        aria-invalid={draft.problem ? 'true' : undefined}
      >
        {draft.text ? `\n${draft.text}` : ''}
      </textarea>
      <div class="composer-tools"></div>
      <AlsoAnswers ui={ui} draft={draft} />
      <Uploads ui={ui} draft={draft} />
      <ComposerButtons ui={ui} draft={draft} />
    </form>
  )
}

/** One letter may settle several matters: each ticked issue gets it, and is closed when this one is. */
function AlsoAnswers({ ui, draft: { also = [] } }: Omit<ComposerProps, 'issue'>) {
  if (also.length === 0) return null
  const words = ui.words.craft
  const open = also.filter((one) => one.open && !one.ticked).length
  return (
    <fieldset class="also for-reply" data-also={open > 0 ? words.alsoOpen(open) : undefined}>
      <legend>{words.also}</legend>
      {also.map(({ id, subject, open, ticked }) => (
        <label class="chip">
          <input type="checkbox" name="also" value={id} checked={ticked} />
          {icon(open ? 'circle-dashed' : 'circle-check')} #{id} {subject}
        </label>
      ))}
    </fieldset>
  )
}

/** Files that stayed after a refused reply; unticked ones do not go along. */
function Uploads({ ui, draft: { uploads = [] } }: Omit<ComposerProps, 'issue'>) {
  if (uploads.length === 0) return null
  return (
    <fieldset class="uploads for-reply">
      <legend class="sr">{ui.words.composer.attached}</legend>
      {uploads.map(({ id, filename, size }) => (
        <label class="chip">
          <input type="checkbox" name="upload" value={id} checked /> {filename} {ui.dates.size(size)}
        </label>
      ))}
    </fieldset>
  )
}

function ComposerButtons({ ui, draft }: Omit<ComposerProps, 'issue'>) {
  const words = ui.words.composer
  return (
    <div class="composer-foot">
      <button type="submit" class="button primary for-reply" name="deed" value="send" disabled={!draft.to}>
        {icon('send')} {draft.newer ? words.sendAnyway : words.send}
      </button>
      <button type="submit" class="button for-reply" name="deed" value="close" disabled={!draft.to}>
        {words.sendClose}
      </button>
      <label class="attach for-reply" title={words.attach}>
        {icon('paperclip')}
        <span data-files></span>
        <input type="file" name="files" multiple aria-label={words.attach} />
      </label>
      <button type="submit" class="button primary for-note" name="deed" value="note">
        {icon('sticky-note')} {words.saveNote}
      </button>
      <span class="quiet key-hint">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd>
      </span>
    </div>
  )
}

function ModeTab({
  id,
  label,
  on,
  key_,
  name,
}: {
  id: 'reply' | 'note'
  label: string
  on: boolean
  key_: string
  name: 'reply' | 'sticky-note'
}) {
  return (
    <label class="tab">
      <input type="radio" name="mode" value={id} id={`mode-${id}`} checked={on} data-key={key_} />
      {icon(name)} {label}
    </label>
  )
}

function Problem({ ui, issue, draft }: ComposerProps) {
  if (draft.newer)
    return (
      <p class="notice warn" role="alert">
        {icon('circle-alert')} {ui.words.composer.newer}{' '}
        <a href={`#entry-${draft.seen}`}>{ui.words.composer.seeNewer}</a>
        <span class="row-of-buttons">
          <a class="button" href="#composer" data-edit>
            {ui.words.craft.edit}
          </a>
          <a class="button quiet-button" href={ui.url(`/issues/${issue.id}`)} data-discard>
            {ui.words.craft.discard}
          </a>
        </span>
      </p>
    )
  if (!draft.problem) return null
  return (
    <p class="notice bad" role="alert">
      {icon('circle-alert')} {draft.problem}
    </p>
  )
}

/** The seconds in which a letter can still be taken back; the server holds it, so closing the page changes nothing. */
function SendingBar({ ui, draft: { sending } }: { ui: Ui; draft: Draft }) {
  if (!sending || sending.dueAt <= ui.dates.now) return null
  const seconds = Math.ceil((+sending.dueAt - +ui.dates.now) / 1000)
  return (
    <div class="sending" data-sending={seconds} role="status">
      {icon('send')} <span data-countdown>{ui.words.composer.sendingIn(seconds)}</span>
      <button
        type="submit"
        class="button quiet-button"
        data-key="z"
        formaction={ui.url(`/letters/${sending.letterId}/cancel`)}
        name="compose"
        value="1"
      >
        {icon('undo-2')} {ui.words.composer.undo}
      </button>
    </div>
  )
}
