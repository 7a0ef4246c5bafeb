import { CannedTool } from './canned-picker.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import { GiftPart } from './composer-gift.tsx'
import { ComposerHead } from './composer-head.tsx'
import { AlsoAnswers, Below, Checks, ConversationFiles, SendingBar, Uploads } from './composer-parts.tsx'
import type { Draft, Target } from './composer-props.ts'
import { SpellingTools } from './spelling-tools.tsx'
import type { Ui } from './ui.ts'

type ComposerProps = { ui: Ui; target: Target; draft: Draft }

/**
 * Docked below the conversation, outside everything that live updates touch; or a page of its own for a letter that
 * makes an issue. The radios make it a note, with the whole composer yellow, also without script.
 */
export function Composer({ ui, target, draft }: ComposerProps) {
  return (
    <form
      class={target.issueId === undefined ? 'composer alone' : 'composer'}
      id="composer"
      method="post"
      enctype="multipart/form-data"
      action={ui.url(target.action)}
      data-composer
      data-issue={target.issueId}
      data-draft={draft.place}
      data-version={draft.version}
      data-saved={draft.savedAt?.toISOString()}
      data-again={draft.again ? '' : undefined}
      data-taken={draft.taken}
      aria-label={ui.words.composer.label}
    >
      <Hidden draft={draft} />
      <SendingBar ui={ui} draft={draft} />
      <ComposerHead ui={ui} target={target} draft={draft} />
      <Checks ui={ui} target={target} draft={draft} />
      <Words ui={ui} draft={draft} />
      <div class="composer-tools">
        <CannedTool ui={ui} />
        <SpellingTools ui={ui} draft={draft} />
      </div>
      <GiftPart ui={ui} draft={draft} />
      <AlsoAnswers ui={ui} draft={draft} />
      <Uploads ui={ui} draft={draft} />
      <ConversationFiles ui={ui} draft={draft} />
      <Below ui={ui} draft={draft} />
      <ComposerFoot ui={ui} target={target} draft={draft} />
    </form>
  )
}

function Hidden({ draft }: { draft: Draft }) {
  return (
    <>
      <input type="hidden" name="seen" value={draft.seen} data-seen />
      <input type="hidden" name="mark" value="" data-mark />
      <input type="hidden" name="place" value={draft.place} />
      <input type="hidden" name="version" value={draft.version} data-version-field />
      <input type="hidden" name="device" value="" data-device />
      <input type="hidden" name="next" value="" data-next />
      <input type="hidden" name="has" value="quote signature" />
      {draft.findings && <input type="hidden" name="anyway" value="1" data-anyway />}
      {draft.personId !== undefined && <input type="hidden" name="person" value={draft.personId} />}
      {draft.orderId !== undefined && <input type="hidden" name="order" value={draft.orderId} />}
    </>
  )
}

function Words({ ui, draft }: { ui: Ui; draft: Draft }) {
  const words = ui.words.composer
  const hints = {
    reply: words.replyHint,
    note: words.noteHint,
    forward: ui.words.pen.forwardHint,
    new: ui.words.newLetter.textHint,
  }
  return (
    <textarea
      name="text"
      rows={2}
      aria-label={hints[draft.mode]}
      placeholder={hints[draft.mode]}
      data-hints={JSON.stringify(hints)}
      aria-invalid={draft.problem ? 'true' : undefined}
    >
      {draft.text ? `\n${draft.text}` : ''}
    </textarea>
  )
}
