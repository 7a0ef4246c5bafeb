import type { HelpdeskImport } from '../src/letters/import-helpdesk.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type HelpdeskImportProps = Readonly<{
  ui: Ui
  mailboxes: readonly Pick<MailboxLine, 'id' | 'address'>[]
  done?: HelpdeskImport | undefined
  problem?: string | undefined
}>

/** Where the export of another helpdesk comes in. */
export function HelpdeskImportPage(props: HelpdeskImportProps) {
  const { ui, mailboxes, done, problem } = props
  const words = ui.words.start.helpdesk
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {done && <Done ui={ui} done={done} />}
      <ul class="plain-list">
        <li>{words.zendesk}</li>
        <li>{words.freescout}</li>
      </ul>
      <form
        method="post"
        action={ui.url('/settings/start/helpdesk')}
        enctype="multipart/form-data"
        class="settings-form"
      >
        <div class="field">
          <label for="files">{words.files}</label>
          <input
            id="files"
            name="files"
            type="file"
            accept=".json,.ndjson,.csv"
            multiple
            required
            aria-describedby={problem ? 'files-error' : 'files-hint'}
          />
          <p class="hint" id="files-hint">
            {words.filesHint}
          </p>
          {problem && (
            <p class="error" id="files-error">
              {icon('circle-alert')} {problem}
            </p>
          )}
        </div>
        <div class="field">
          <label for="mailbox">{words.mailbox}</label>
          <select id="mailbox" name="mailbox">
            {mailboxes.map(({ id, address }) => (
              <option value={String(id)}>{address}</option>
            ))}
          </select>
        </div>
        <p>
          <button type="submit" class="button primary">
            {words.start}
          </button>
        </p>
      </form>
    </main>
  )
}

function Done({ ui, done }: { ui: Ui; done: HelpdeskImport }) {
  const words = ui.words.start.helpdesk
  const text = (n: number) => ui.dates.number(n)
  return (
    <div class="notice" role="status">
      {icon('circle-check')}
      <div>
        <p>{words.done(text(done.people), text(done.issues), text(done.entries))}</p>
        {done.left > 0 && <p>{words.skipped(done.left, text(done.left))}</p>}
        <ul>
          {done.skipped.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
