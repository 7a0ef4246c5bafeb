import type { Around } from '../src/desk/around.ts'
import type { Entry } from '../src/desk/conversation.ts'
import type { IssueLine } from '../src/desk/issues.ts'
import type { Viewer } from '../src/desk/presence.ts'
import type { Ties } from '../src/desk/ties.ts'
import type { Person } from '../src/people/people.ts'
import { Composer } from './composer.tsx'
import type { Draft } from './composer-props.ts'
import { Context } from './context.tsx'
import { CsatEntry } from './csat.tsx'
import { EntryItem } from './entry.tsx'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { IssueActions, TypeChips } from './issue-actions.tsx'
import { WorkChips } from './issue-work.tsx'
import type { ListPlace } from './list-place.ts'
import { listQuery } from './narrow.tsx'
import { orderPath } from './orders.tsx'
import { HeadPresence } from './presence.tsx'
import { type ReplyTo, ReplyToNote } from './threading.tsx'
import type { Ui } from './ui.ts'

export type IssueProps = ListPlace & {
  ui: Ui
  issue: IssueLine
  entries: readonly Entry[]
  person: Person | undefined
  others: readonly IssueLine[]
  reps: readonly { id: number; name: string }[]
  types: readonly string[]
  groups: readonly string[]
  ties: Ties
  /** There are notices about it that this rep has not read. */
  noticed: boolean
  draft: Draft
  /** When this rep saw the issue last: entries after it are new to him. */
  readAt: Date | undefined
  around: Around
  /** Who else has it before them. */
  presence: readonly Viewer[]
  /** An address at which the last mail asks to be answered and that takes no part yet. */
  replyTo: ReplyTo | undefined
  /** An entry that the link points at: shown open. */
  open?: number | undefined
}

/** The right side of the desk: conversation, composer and the person. Only #issue-head, #entries and #context change live. */
export function IssuePane(props: IssueProps) {
  const { ui, issue, draft } = props
  return (
    <main
      id="pane"
      class="pane"
      data-issue={issue.id}
      data-unread={issue.unread || props.noticed ? ui.url(`/issues/${issue.id}/read`) : undefined}
      tabindex={-1}
    >
      <IssueHead {...props} />
      <section class="conversation" id="conversation" tabindex={0} aria-label={ui.words.issue.entries}>
        <Entries {...props} />
      </section>
      {ui.may('work') ? (
        <Composer
          ui={ui}
          target={{
            issueId: issue.id,
            personName: issue.person.name,
            action: `/issues/${issue.id}/replies?${listQuery(props)}`,
          }}
          draft={draft}
        />
      ) : (
        <p class="composer read-only quiet">{ui.words.issue.readOnly}</p>
      )}
      <Context {...props} />
    </main>
  )
}

export function IssueHead(props: IssueProps) {
  const { ui, issue, around } = props
  const words = ui.words.issue
  return (
    <header class="issue-head" id="issue-head">
      <a
        class="button quiet-button back"
        href={ui.url(`/issues?${listQuery(props)}`)}
        data-key="u"
        title={words.back}
        aria-label={words.back}
      >
        {icon('chevron-left')}
      </a>
      <div class="issue-title">
        <h1>{issue.subject || ui.words.list.noSubject}</h1>
        <div class="issue-line">
          <span class={`state ${issue.status}`}>
            {icon(issue.status === 'open' ? 'circle-dashed' : 'circle-check')} {words[issue.status]}
          </span>
          <span class="quiet">{words.number(issue.id)}</span>
          <a href={ui.url(`/people/${issue.person.id}`)} title={issue.person.name}>
            {issue.person.name}
          </a>
          {issue.orderId && (
            <a class="chip" href={ui.url(orderPath(issue.orderId))}>
              {words.order(issue.orderId)}
            </a>
          )}
          {issue.needsLook && (
            <span class="chip warn">
              {icon('eye')} {ui.words.list.marks.look}
            </span>
          )}
          {issue.needsLook && ui.may('work') && (
            <PostButton action={ui.url(`/issues/${issue.id}/looked`)} class="link-button">
              {ui.words.proof.looked}
            </PostButton>
          )}
          <HeadPresence ui={ui} viewers={props.presence} />
          <TypeChips ui={ui} issue={issue} />
          <WorkChips ui={ui} issue={issue} />
          {issue.continuesId && (
            <a href={ui.url(`/issues/${issue.continuesId}`)}>{words.continues(issue.continuesId)}</a>
          )}
          {around.continuedBy.map(({ id, subject }) => (
            <a href={ui.url(`/issues/${id}`)} title={subject}>
              {ui.words.threading.continuedBy(id)}
            </a>
          ))}
          {issue.mergedIntoId && (
            <a href={ui.url(`/issues/${issue.mergedIntoId}`)}>{words.merged(issue.mergedIntoId)}</a>
          )}
        </div>
      </div>
      <IssueActions {...props} />
    </header>
  )
}

const inFull = 3
const manyEntries = 20

/** Oldest on top. Long threads fold all but the first, the last and the unread to one line each. */
export function Entries({ ui, issue, entries, readAt, open, around, replyTo }: IssueProps) {
  const last = entries.length - 1
  const suggestions = (entry: Entry) => around.suggestions.filter((one) => one.actionId === entry.actionId)
  const shown = (entry: Entry, i: number) =>
    entries.length <= inFull ||
    i === 0 ||
    i >= last - 1 ||
    entry.held ||
    entry.actionId === open ||
    suggestions(entry).length > 0 ||
    (entry.email !== null && readAt !== undefined && entry.email.receivedAt > readAt)
  return (
    <ol class="entries" id="entries">
      {entries.map((entry, i) => (
        <EntryItem
          ui={ui}
          entry={entry}
          issueId={issue.id}
          unfolded={shown(entry, i)}
          lazy={entries.length > manyEntries && !shown(entry, i)}
          suggestions={suggestions(entry)}
          alone={entries.length === 1}
          personName={issue.person.name}
        />
      ))}
      {entries.length === 0 && (
        <li class="entry">
          <p class="quiet">{ui.words.entry.empty}</p>
        </li>
      )}
      {around.csat.map((answer) => (
        <CsatEntry ui={ui} answer={answer} />
      ))}
      {replyTo && <ReplyToNote ui={ui} issueId={issue.id} asks={replyTo} />}
      {issue.closedAt && (
        <li class="entry-line quiet" id="entry-closed">
          {icon('circle-check')} {ui.words.issue.closed} <Time ui={ui} at={issue.closedAt} />
        </li>
      )}
    </ol>
  )
}
