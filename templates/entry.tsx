import type { Entry } from '../src/desk/conversation.ts'
import type { EmailPart } from '../src/desk/entry-parts.ts'
import type { Suggestion } from '../src/desk/suggestions.ts'
import { Attachments } from './attachments.tsx'
import { Badges } from './entry-badges.tsx'
import { EntryIssues, marksOf } from './entry-issues.tsx'
import { Envelope, LetterTrouble } from './envelope.tsx'
import { Initials, Time } from './fields.tsx'
import { FollowUpBox } from './follow-ups.tsx'
import { icon } from './icon.tsx'
import { LetterSchedule } from './letter-schedule.tsx'
import { MarkNotes } from './mail-marks.tsx'
import { MailText } from './mail-text.tsx'
import { HeldQuestion, SuggestionNotes } from './threading.tsx'
import type { Ui } from './ui.ts'

type EntryProps = {
  ui: Ui
  entry: Entry
  issueId: number
  unfolded: boolean
  lazy?: boolean
  /** What a rep may decide about this mail. */
  suggestions?: readonly Suggestion[]
  /** The issue holds nothing else. */
  alone?: boolean
  /** Whose issue it is. */
  personName?: string
}

/** One contact in a conversation. Folded it is a line that opens by itself; its words are never left out. */
export function EntryItem(props: EntryProps) {
  const { ui, entry, unfolded, lazy, suggestions = [] } = props
  const kind = kindOf(entry)
  return (
    <li
      class={`entry ${kind}`}
      id={entryId(entry)}
      data-v={`${versionOf(entry)}${suggestions.map((one) => `s${one.id}`).join('')}`}
    >
      <details open={unfolded && (kind !== 'automatic' || suggestions.length > 0)}>
        <summary class="entry-head">
          <Initials name={speaker(ui, entry)} />
          <span class="entry-who">
            <strong title={speaker(ui, entry)}>{speaker(ui, entry)}</strong> <Badges ui={ui} entry={entry} />
          </span>
          <span class="entry-peek">{peek(entry)}</span>
          <Time ui={ui} at={entry.interaction.occurredAt} />
        </summary>
        {lazy ? <LaterBody {...props} /> : <EntryBody {...props} />}
      </details>
    </li>
  )
}

/** In a long conversation the words of a folded entry are fetched when it is opened. */
function LaterBody({ ui, entry, issueId }: EntryProps) {
  const here = `/issues/${issueId}`
  return (
    <p
      class="entry-body"
      hx-get={ui.url(`${here}/entries/${entry.actionId}`)}
      hx-trigger="toggle from:<closest details/> once"
      hx-target="closest .entry"
      hx-swap="outerHTML"
    >
      <a href={ui.url(`${here}?open=${entry.actionId}#${entryId(entry)}`)}>{ui.words.entry.showEntry}</a>
    </p>
  )
}

export function entryId(entry: Entry): string {
  return entry.actionId > 0 ? `entry-${entry.actionId}` : `held-${entry.email?.id ?? 0}`
}

/** Changes whenever the entry should be shown anew. */
function versionOf(entry: Entry): string {
  return `${entry.letter?.state ?? ''}${entry.letter?.delayed?.length ?? ''}${entry.letter ? `${+entry.letter.dueAt}${entry.letter.cancelIfReplied}` : ''}${entry.email?.verified ?? ''}${entry.details?.length ?? ''}${toDoVersion(entry)}${entry.interaction.otherIssues.map((one) => `i${one.id}${one.open}${one.end}`).join('')}`
}

function toDoVersion({ followUp, toDo }: Entry): string {
  if (!toDo) return ''
  return `t${followUp?.length ?? 0}.${toDo.dueAt ? +toDo.dueAt : ''}.${toDo.doneAt ? 'd' : ''}.${toDo.assignee?.id ?? ''}`
}

function kindOf(entry: Entry): 'customer' | 'rep' | 'note' | 'automatic' | 'held' {
  if (entry.held) return 'held'
  if (entry.interaction.channel === 'note') return 'note'
  // What a server reports of a letter is small and folded: the letter itself says what became of it.
  return entry.email?.report ? 'automatic' : entry.interaction.originator
}

function speaker(ui: Ui, { interaction, email }: Entry): string {
  if (interaction.originator === 'customer') return email?.from.name || email?.from.address || interaction.person.name
  return interaction.rep?.name ?? ui.words.entry.automatic
}

function peek({ email, letter, details, followUp }: Entry): string {
  return (email?.text || letter?.text || details || followUp || '').replace(/\s+/g, ' ').trim().slice(0, 120)
}

function EntryBody({ ui, entry, issueId, suggestions = [], alone = false, personName }: EntryProps) {
  const { email, letter, details } = entry
  const part = email ?? letter
  return (
    <div class="entry-body">
      {part && <Envelope ui={ui} entry={entry} issueId={issueId} alone={alone} />}
      <SuggestionNotes ui={ui} issueId={issueId} suggestions={suggestions} />
      {entry.held && email && (
        <HeldQuestion ui={ui} email={email} issueId={issueId} personName={personName ?? ui.words.issue.person} />
      )}
      {letter?.state === 'scheduled' && <LetterSchedule ui={ui} letter={letter} back={`/issues/${issueId}`} />}
      {letter && <LetterTrouble ui={ui} letter={letter} issueId={issueId} />}
      {email && <MarkNotes ui={ui} marks={email.marks} />}
      {email?.html && <HtmlMail ui={ui} email={email} />}
      {details && !entry.excerpt && <MailText text={details} folds={[]} ui={ui} />}
      {email && (
        <MailText
          text={email.text}
          folds={email.folds}
          ui={ui}
          whole={ui.url(`/emails/${email.id}/text`)}
          marks={marksOf(entry)}
        />
      )}
      {letter && <MailText text={letter.text} folds={[]} ui={ui} />}
      {entry.followUp && entry.toDo && (
        <FollowUpBox ui={ui} actionId={entry.actionId} issueId={issueId} text={entry.followUp} toDo={entry.toDo} />
      )}
      {part && part.attachments.length > 0 && <Attachments ui={ui} attachments={part.attachments} />}
      <EntryIssues ui={ui} entry={entry} issueId={issueId} alone={alone} />
    </div>
  )
}

/** The HTML in a frame of its own that may run nothing; loaded when opened. */
function HtmlMail({ ui, email }: { ui: Ui; email: EmailPart }) {
  const words = ui.words.entry
  const src = ui.url(`/emails/${email.id}/html`)
  return (
    <details class="html-mail">
      <summary class="link-button" data-key="v">
        <span class="when-closed">
          {icon('image')} {words.html}
        </span>
        <span class="when-open">
          {icon('file-text')} {words.text}
        </span>
      </summary>
      {email.marks.remotePictures && <ShowPictures ui={ui} id={email.id} />}
      <iframe
        src={src}
        name={`mail-${email.id}`}
        title={words.htmlLabel(email.from.name || email.from.address)}
        loading="lazy"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <p>
        <a href={src} target="_blank" rel="noopener">
          {words.htmlAlone}
        </a>
      </p>
    </details>
  )
}

/** Outside the frame, since nothing in it may post; the frame then shows the answer. */
function ShowPictures({ ui, id }: { ui: Ui; id: number }) {
  return (
    <form class="show-pictures" method="post" action={ui.url(`/emails/${id}/pictures`)} target={`mail-${id}`}>
      <button type="submit" class="button">
        {icon('image')} {ui.words.pictures.show}
      </button>
      <span>{ui.words.pictures.hint}</span>
    </form>
  )
}
