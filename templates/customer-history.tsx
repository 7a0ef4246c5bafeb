import type { HistoryItem } from '../src/desk/person-history.ts'
import { Attachments } from './attachments.tsx'
import { letterState } from './entry-badges.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { MailText } from './mail-text.tsx'
import type { Ui } from './ui.ts'

type HistoryProps = { ui: Ui; personId: number; items: readonly HistoryItem[]; next: string | null }

/** Everything ever said to or by a customer, newest first; each contact with all the issues that it dealt with. */
export function CustomerHistory({ ui, personId, items, next }: HistoryProps) {
  const words = ui.words.people
  return (
    <>
      {items.length === 0 && <p class="quiet">{words.noHistory}</p>}
      <ol class="history">
        {items.map((item) => (
          <Contact ui={ui} item={item} />
        ))}
      </ol>
      {next && (
        <a class="button" href={ui.url(`/people/${personId}?cursor=${encodeURIComponent(next)}`)}>
          {words.moreHistory}
        </a>
      )}
    </>
  )
}

function Contact({ ui, item }: { ui: Ui; item: HistoryItem }) {
  const { interaction, email, letter, actions } = item
  const note = interaction.channel === 'note'
  return (
    <li>
      {icon(note ? 'sticky-note' : email ? 'mail' : letter ? 'reply' : 'phone')}
      <div>
        <p class="ledger-top">
          <strong>
            {interaction.originator === 'customer'
              ? email?.from.name || interaction.person.name
              : (interaction.rep?.name ?? ui.words.entry.automatic)}
          </strong>
          {!email && !letter && !note && <span class="chip">{interaction.channel}</span>}
          {letter && letter.state !== 'sent' && <span class="chip">{letterState(ui, letter)}</span>}
          {(email ?? letter)?.attachments.length ? icon('paperclip') : null}
          <Time ui={ui} at={interaction.occurredAt} />
        </p>
        <Words ui={ui} item={item} />
        {actions.map((action) => (
          <ActionLine ui={ui} action={action} told={email === null && letter === null} />
        ))}
      </div>
    </li>
  )
}

const longest = 4000

/** A mail or letter: its first line, and all of it when opened. */
function Words({ ui, item }: { ui: Ui; item: HistoryItem }) {
  const { email, letter, actions } = item
  const part = email ?? letter
  if (!part) {
    const said = actions.some((action) => action.details)
    return said || item.interaction.channel !== 'email' ? null : <p class="quiet">{ui.words.customer.gone}</p>
  }
  const text = part.text.slice(0, longest)
  const first = actions[0]
  return (
    <details class="contact-words">
      <summary>
        {part.subject && <span class="contact-subject">{part.subject}</span>}
        <span class="quiet">{text.slice(0, 400).replace(/\s+/g, ' ').slice(0, 160)}</span>
      </summary>
      <MailText ui={ui} text={text} folds={email?.folds ?? []} />
      {part.text.length > longest && first && (
        <p>
          <a href={ui.url(`/issues/${first.issue.id}?open=${first.actionId}#entry-${first.actionId}`)}>
            {ui.words.customer.whole}
          </a>
        </p>
      )}
      {part.attachments.length > 0 && <Attachments ui={ui} attachments={part.attachments} />}
    </details>
  )
}

type Action = HistoryItem['actions'][number]

/** What of the contact dealt with one issue. */
function ActionLine({ ui, action, told }: { ui: Ui; action: Action; told: boolean }) {
  const { issue, actionId, details, infoUsed, followUp } = action
  const words = ui.words.customer
  return (
    <div class="contact-issue">
      <p>
        <a href={ui.url(`/issues/${issue.id}?open=${actionId}#entry-${actionId}`)}>
          #{issue.id} {issue.subject || ui.words.list.noSubject}
        </a>
      </p>
      {details && told && <p class="pre">{details.slice(0, longest)}</p>}
      {followUp && (
        <p class="quiet">
          {icon('flag')} {words.followUp} {followUp.slice(0, longest)}
        </p>
      )}
      {infoUsed.length > 0 && (
        <p class="quiet">
          {words.infoUsed} {infoUsed.join(', ')}
        </p>
      )}
    </div>
  )
}
