import type { StoppedSender } from '../src/letters/acknowledgement-limits.ts'
import type { AcknowledgementLine } from '../src/letters/acknowledgements.ts'
import { Check } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Line = AcknowledgementLine & { problem?: string }
type PageProps = { ui: Ui; lines: readonly Line[]; stopped: readonly StoppedSender[] }

/** A form for each mailbox, and who is not answered for now. */
export function AcknowledgementsPage({ ui, lines, stopped }: PageProps) {
  const words = ui.words.acknowledgements
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
      </header>
      {lines.map((line) => (
        <AcknowledgementForm ui={ui} line={line} />
      ))}
      {stopped.length > 0 && (
        <section class="settings-form">
          <h2>{words.stopped}</h2>
          <p class="quiet">{words.stoppedLead}</p>
          <ul class="ledger">
            {stopped.map((one) => (
              <li class="ledger-item">
                <div class="ledger-main">
                  <p class="ledger-top">
                    <strong>{one.key}</strong>
                  </p>
                  <p class="quiet">{words.stoppedLine(one.counted, ui.dates.full(one.until))}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  )
}

function AcknowledgementForm({ ui, line }: { ui: Ui; line: Line }) {
  const words = ui.words.acknowledgements
  const id = line.mailboxId
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/acknowledgements/${line.mailboxId}`)}>
      <h2>{line.address}</h2>
      <Check name={`acknowledge-${id}`} label={words.on} checked={line.acknowledge} />
      <Field label={words.subject} name={`subject-${id}`} value={line.subject} hint={words.subjectHint} />
      <div class="field">
        <label for={`text-${id}`}>{words.text}</label>
        <textarea id={`text-${id}`} name={`text-${id}`} rows={5} aria-invalid={line.problem ? 'true' : undefined}>
          {line.text}
        </textarea>
        {line.problem && (
          <p class="error">
            {icon('circle-alert')} {line.problem}
          </p>
        )}
      </div>
      <div class="row-of-buttons">
        <button class="button primary" type="submit">
          {words.save}
        </button>
      </div>
    </form>
  )
}
