import type { Entry } from '../src/desk/conversation.ts'
import { Popover, PostButton, quietForm } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Mark } from './marked-text.ts'
import type { Ui } from './ui.ts'

type EntryIssuesProps = { ui: Ui; entry: Entry; issueId: number; alone: boolean }

/** Which other issues a message deals with, and what a rep can do about that. */
export function EntryIssues(props: EntryIssuesProps) {
  const { ui, entry } = props
  const { otherIssues } = entry.interaction
  const works = ui.may('work') && entry.actionId > 0
  if (otherIssues.length === 0 && !works) return null
  return (
    <div class="entry-issues">
      {otherIssues.length > 0 && (
        <p class="quiet">
          {ui.words.entry.otherIssues}{' '}
          {otherIssues.map((other) => (
            <a class={`chip deals c${other.id % 4}`} href={ui.url(`/issues/${other.id}`)}>
              {icon(other.open ? 'circle-dashed' : 'circle-check')} #{other.id} {other.subject}
            </a>
          ))}
        </p>
      )}
      {works && <IssuesMenu {...props} />}
    </div>
  )
}

function IssuesMenu({ ui, entry, issueId, alone }: EntryIssuesProps) {
  const words = ui.words.craft
  const path = (deed: string) => ui.url(`/issues/${issueId}/actions/${entry.actionId}/${deed}`)
  return (
    <Popover
      title={words.partsTitle}
      class="issues-menu"
      label={
        <>
          {icon('list-plus')} {words.parts}
        </>
      }
    >
      <FromWords ui={ui} action={path('excerpt')} id={entry.actionId} />
      <form method="post" action={path('link')} class="pop-form">
        <label for={`link-${entry.actionId}`}>{words.link}</label>
        <span class="row-of-buttons">
          <input
            id={`link-${entry.actionId}`}
            name="into"
            list="person-issues"
            maxlength={200}
            autocomplete="off"
            placeholder={words.linkLabel}
            required
            data-link
          />
          <button type="submit" class="button">
            {icon('link')} {words.linkButton}
          </button>
        </span>
      </form>
      {!alone && (
        <PostButton action={path('split')} class="menu-item">
          {icon('split')} {words.split}
        </PostButton>
      )}
      {entry.interaction.otherIssues.length > 0 && (
        <PostButton action={path('unlink')} class="menu-item">
          {icon('x')} {words.takeOut}
        </PostButton>
      )}
    </Popover>
  )
}

/** A part of the message as an issue of its own; with script the marked words are filled in. */
function FromWords({ ui, action, id }: { ui: Ui; action: string; id: number }) {
  const words = ui.words.craft
  return (
    <form method="post" action={action} class="pop-form from-words" data-from-words {...quietForm(action)}>
      <label for={`words-${id}`}>{words.fromWords}</label>
      <textarea id={`words-${id}`} name="words" rows={2} maxlength={4000} placeholder={words.fromWordsHint}></textarea>
      <input type="hidden" name="nth" value="0" />
      <label for={`words-subject-${id}`} class="quiet">
        {words.subjectLabel}
      </label>
      <span class="row-of-buttons">
        <input
          id={`words-subject-${id}`}
          name="subject"
          maxlength={200}
          placeholder={words.subjectHint}
          autocomplete="off"
        />
        <button type="submit" class="button">
          {icon('highlighter')} {words.make}
        </button>
      </span>
    </form>
  )
}

/** The words of the mail that this issue and others are about. */
export function marksOf({ excerpt, interaction }: Entry): Mark[] {
  const others = interaction.otherIssues.flatMap(({ id, subject, start, end }) =>
    start === null || end === null ? [] : [{ start, end, issue: { id, subject } }],
  )
  return [...(excerpt ? [excerpt] : []), ...others]
}
