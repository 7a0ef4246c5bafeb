import { labelOf } from './canned-picker.tsx'
import type { CannedFormProps } from './canned-props.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'

/** How it looks for a real issue. */
export function PreviewPart({ ui, id, preview, previewIssue }: CannedFormProps) {
  const words = ui.words.canned
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{words.preview}</h2>
      {id !== undefined && (
        <form class="finder-line" method="get" action={ui.url(`/settings/canned/${id}`)}>
          <label class="sr" for="preview-issue">
            {words.previewIssue}
          </label>
          <input
            id="preview-issue"
            name="issue"
            value={previewIssue}
            inputmode="numeric"
            placeholder={words.previewIssue}
            aria-describedby="preview-issue-hint"
          />
          <button type="submit" class="button">
            {words.show}
          </button>
        </form>
      )}
      {id !== undefined && (
        <p class="hint" id="preview-issue-hint">
          {words.previewIssueHint}
        </p>
      )}
      {!preview && <p class="quiet">{words.previewNone}</p>}
      {preview && 'problem' in preview && <p class="error">{preview.problem}</p>}
      {preview && 'text' in preview && (
        <>
          <p class="quiet">{words.previewOf(preview.issueId)}</p>
          <pre class="canned-preview">{preview.text}</pre>
          {preview.missing.length > 0 && (
            <p class="quiet">
              {words.previewMissing} {preview.missing.map(({ name }) => labelOf(ui, name)).join(', ')}
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** What may stand in it. */
export function VariablesPart({ ui, variables }: CannedFormProps) {
  const words = ui.words.canned
  return (
    <section aria-labelledby="variables">
      <h2 id="variables">{words.variables}</h2>
      <p class="quiet">{words.variablesLead}</p>
      <section class="canned-variables" tabindex={0} aria-label={words.variable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.variable}</th>
              <th scope="col">{words.source}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>
                <code>{words.askVariable}</code>
              </td>
              <td>{words.askSource}</td>
            </tr>
            {variables.map(({ name, source, example }) => (
              <tr>
                <td>
                  <code>{name}</code>
                </td>
                <td>
                  {ui.words.said(source)}
                  {example && <span class="quiet"> ({words.like(ui.words.said(example))})</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

/** What it said before, with the way back; and the way out. */
export function HistoryPart({ ui, id, history, values, version, mine }: CannedFormProps & { id: number }) {
  const words = ui.words.canned
  return (
    <section aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      <ul class="ledger">
        {history.map(({ changeId, at, rep, values: was }, i) => (
          <li class="ledger-item canned-line">
            {icon('history')}
            <div class="ledger-main">
              <p class="ledger-top">
                <strong>{was.title}</strong> <span class="quiet">{rep ?? words.desk}</span>{' '}
                <span class="quiet">
                  <Time ui={ui} at={at} />
                </span>
                {was.deleted && <span class="chip">{words.deleted}</span>}
              </p>
              <p class="canned-text quiet">{was.body}</p>
            </div>
            {mine && i > 0 && (
              <PostButton
                action={ui.url(`/settings/canned/${id}/restore`)}
                values={{ change: changeId }}
                label={words.restoreOf(ui.dates.full(at))}
              >
                {icon('rotate-ccw')} {words.restore}
              </PostButton>
            )}
          </li>
        ))}
      </ul>
      {mine && (
        <PostButton
          action={ui.url(`/settings/canned/${id}/delete`)}
          values={{ version }}
          label={words.removeOf(values.title)}
        >
          {icon('trash-2')} {words.remove}
        </PostButton>
      )}
    </section>
  )
}
