import type { DeliveryLine } from '../src/mail/ledger.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Asks once more before many held mails are let in, with how many and why they were held. */
export function ReleaseMany({ ui, mails }: { ui: Ui; mails: readonly DeliveryLine[] }) {
  const words = ui.words.mail.many
  const counts = new Map<string, number>()
  for (const { reason } of mails) counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      {mails.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{words.none}</p>
          <a href={ui.url('/mail?state=held')}>{words.back}</a>
        </div>
      ) : (
        <form class="confirm" method="post" action={ui.url('/mail/release')}>
          <h2>{words.reasons}</h2>
          <ul class="confirm-reasons">
            {[...counts].map(([reason, count]) => (
              <li>
                <strong>{ui.dates.number(count)}</strong> {ui.words.said(reason)}
              </li>
            ))}
          </ul>
          {mails.map((mail) => (
            <input type="hidden" name="id" value={String(mail.id)} />
          ))}
          <fieldset class="confirm-where">
            <legend>{words.to}</legend>
            <label>
              <input type="radio" name="to" value="issue" checked /> {words.toIssue}
            </label>
            <label>
              <input type="radio" name="to" value="new" /> {words.toNew}
            </label>
          </fieldset>
          <div class="row-of-buttons">
            <button type="submit" class="button primary">
              {icon('check')} {words.confirm(mails.length)}
            </button>
            <a class="button" href={ui.url('/mail?state=held')}>
              {words.back}
            </a>
          </div>
        </form>
      )}
    </main>
  )
}
