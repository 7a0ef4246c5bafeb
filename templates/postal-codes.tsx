import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Where the shop's own table of postal codes comes in. */
export function PostalCodesPage({ ui, taken, problem }: { ui: Ui; taken?: number; problem?: string | undefined }) {
  const words = ui.words.postalCodes
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {taken !== undefined && (
        <p class="notice" role="status">
          {icon('circle-check')} {words.taken(ui.dates.number(taken))}
        </p>
      )}
      <form method="post" action={ui.url('/settings/postal-codes')} enctype="multipart/form-data" class="settings-form">
        <div class="field">
          <label for="file">{words.file}</label>
          <input
            id="file"
            name="file"
            type="file"
            accept=".csv,.txt,text/csv"
            required
            aria-describedby={problem ? 'file-error' : 'file-hint'}
          />
          <p class="hint" id="file-hint">
            {words.hint}
          </p>
          {problem && (
            <p class="error" id="file-error">
              {icon('circle-alert')} {ui.words.said(problem)}
            </p>
          )}
        </div>
        <p>
          <button type="submit" class="button primary">
            {words.import}
          </button>
        </p>
      </form>
    </main>
  )
}
