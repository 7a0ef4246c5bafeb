import type { AttachmentLine } from '../src/mail/attachments.ts'
import type { Draft, Target } from './composer-props.ts'
import { icon } from './icon.tsx'
import { quotedLines } from './quoted-lines.ts'
import { SpellingFix } from './spelling-tools.tsx'
import type { Ui } from './ui.ts'

type PartProps = { ui: Ui; draft: Draft }

/** What should be looked at before it goes, all in one place; or why it cannot go. */
export function Checks({
  ui,
  target,
  draft: { findings, problem, seen, text: words },
}: PartProps & { target: Target }) {
  const { composer, craft, pen } = ui.words
  if (problem)
    return (
      <p class="notice bad" role="alert">
        {icon('circle-alert')} {problem}
      </p>
    )
  if (!findings) return null
  const newer = findings.some((one) => one.kind === 'newer')
  return (
    <section class="notice warn checks" role="alert" aria-label={pen.checks} data-checks>
      <ul>
        {findings.map(({ kind, text, where, fixes }) => (
          <li data-finding={kind} data-start={where?.start} data-end={where?.end} data-field={where?.field}>
            {icon('circle-alert')} <span>{ui.words.said(text)}</span>{' '}
            {fixes && where && (
              <SpellingFix ui={ui} text={words.slice(where.start, where.end)} start={where.start} fixes={fixes} />
            )}
            {kind === 'newer' && <a href={`#entry-${seen}`}>{composer.seeNewer}</a>}
          </li>
        ))}
      </ul>
      <span class="row-of-buttons">
        <a class="button" href="#composer" data-edit>
          {craft.edit}
        </a>
        {newer && target.issueId !== undefined && (
          <a class="button quiet-button" href={ui.url(`/issues/${target.issueId}`)} data-discard>
            {craft.discard}
          </a>
        )}
      </span>
    </section>
  )
}

/** One letter may settle several matters: each ticked issue gets it, and is closed when this one is. */
export function AlsoAnswers({ ui, draft: { also } }: PartProps) {
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

/** Files that are uploaded; unticked ones do not go along. Script puts new ones here, with their progress. */
export function Uploads({ ui, draft: { uploads } }: PartProps) {
  return (
    <fieldset
      class="uploads for-letter"
      data-uploads
      data-upload-url={ui.url('/attachments')}
      hidden={uploads.length === 0}
    >
      <legend class="sr">{ui.words.composer.attached}</legend>
      {uploads.map((file) => (
        <UploadChip ui={ui} file={file} />
      ))}
    </fieldset>
  )
}

export function UploadChip({ ui, file: { id, filename, size, contentType } }: { ui: Ui; file: AttachmentLine }) {
  return (
    <label class="chip" data-upload={id} data-type={contentType} data-size={size} data-name={filename}>
      <input type="checkbox" name="upload" value={id} checked /> {filename} {ui.dates.size(size)}
    </label>
  )
}

export function ConversationFiles({ ui, draft: { files } }: PartProps) {
  if (files.length === 0) return null
  return (
    <fieldset class="uploads for-forward">
      <legend>{ui.words.pen.files}</legend>
      {files.map(({ id, filename, size, ticked }) => (
        <label class="chip">
          <input type="checkbox" name="file" value={id} checked={ticked} /> {filename} {ui.dates.size(size)}
        </label>
      ))}
    </fieldset>
  )
}

/** What stands below the words: the signature, and the mail that is answered or goes on, folded. */
export function Below({ ui, draft: { quote, quoted, signature, signed } }: PartProps) {
  const { pen } = ui.words
  if (!quote && !signature) return null
  return (
    <div class="composer-below for-letter">
      {quote && (
        <details class="quote-fold">
          <summary class="chip" title={pen.showQuote}>
            … <span class="sr">{pen.showQuote}</span>
          </summary>
          <pre>{quotedLines(quote)}</pre>
        </details>
      )}
      {quote && (
        <label class="check for-reply">
          <input type="checkbox" name="quote" value="yes" checked={quoted} /> {pen.quote}
        </label>
      )}
      {quote && <span class="quiet for-forward">{pen.forwarded}</span>}
      {signature && (
        <label class="check" title={signature}>
          <input type="checkbox" name="signature" value="yes" checked={signed} /> {pen.signature}
        </label>
      )}
    </div>
  )
}

/** The seconds in which a letter can still be taken back; the server holds it, so closing the page changes nothing. */
export function SendingBar({ ui, draft: { sending } }: PartProps) {
  if (!sending || sending.shownUntil <= ui.dates.now) return null
  const seconds = Math.ceil((+sending.shownUntil - +ui.dates.now) / 1000)
  return (
    <div class="sending" data-sending={seconds} role="status">
      {icon('send')} <span data-countdown>{ui.words.composer.sendingIn(seconds)}</span>
      <button
        type="submit"
        class="button quiet-button"
        data-key="z"
        formaction={ui.url(`/letters/${sending.letterId}/cancel`)}
        formnovalidate
        name="compose"
        value="1"
      >
        {icon('undo-2')} {ui.words.composer.undo}
      </button>
    </div>
  )
}
