import type { IssueLine } from '../src/desk/issues.ts'
import type { Viewer } from '../src/desk/presence.ts'
import { BulkBar, RowCheck } from './bulk.tsx'
import { Chip, Initials, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { ListPlace } from './list-place.ts'
import { listQuery, NarrowMenu, narrowed } from './narrow.tsx'
import { RowPresence } from './presence.tsx'
import type { Ui } from './ui.ts'

export type ListProps = ListPlace & {
  ui: Ui
  /** What the picklist of types offers. */
  types?: readonly string[]
  mailboxes?: readonly { id: number; address: string }[]
  items: readonly IssueLine[]
  /** Where the next page starts; null at the end. */
  next: string | null
  current?: number | undefined
  /** For the bar of the selection. */
  reps?: readonly { id: number; name: string }[]
  groups?: readonly string[]
  /** Who else has which issue before them. */
  presence?: ReadonlyMap<number, readonly Viewer[]> | undefined
  /** Where this rep has begun to write. */
  drafted?: ReadonlySet<number> | undefined
  /** The desk never had an issue. */
  fresh?: boolean
}

/** The list beside the conversation: search, rows, older ones. */
export function IssueList(props: ListProps) {
  const { ui, view, q, mailbox, items, current } = props
  const words = ui.words.list
  return (
    <section class="list" aria-label={words.label}>
      <header class="list-head">
        {current === undefined ? <h1>{ui.words.views[view]}</h1> : <h2>{ui.words.views[view]}</h2>}
        <form class="search" action={ui.url('/issues')}>
          {icon('search')}
          <input
            type="search"
            name="q"
            value={q}
            placeholder={words.search}
            aria-label={words.searchHint}
            title={words.searchHint}
          />
          {mailbox !== undefined && <input type="hidden" name="mailbox" value={mailbox} />}
        </form>
        <span class="list-menus">
          <MailboxMenu {...props} />
          {props.types && <NarrowMenu ui={ui} place={props} types={props.types} />}
        </span>
      </header>
      <div class="list-scroll" id="list" data-query={listQuery(props)}>
        <button class="newer button" type="button" hidden data-newer></button>
        {items.length === 0 ? <EmptyList {...props} /> : <Rows {...props} />}
      </div>
      {ui.may('work') && <BulkBar ui={ui} reps={props.reps ?? []} groups={props.groups ?? []} />}
    </section>
  )
}

/** The queue of one mailbox; only where there are several. */
function MailboxMenu({ ui, view, q, mailbox, narrow, mailboxes = [] }: ListProps) {
  const words = ui.words.threading
  if (mailboxes.length < 2) return null
  const chosen = mailboxes.find(({ id }) => id === mailbox)
  const item = (id: number | undefined, text: string) => (
    <a
      class="menu-item"
      href={ui.url(`/issues?${listQuery({ view, q, mailbox: id, narrow })}`)}
      aria-current={id === mailbox ? 'true' : undefined}
    >
      {icon('at-sign')} {text} {id === mailbox && icon('check')}
    </a>
  )
  return (
    <details class="pop mailbox-menu">
      <summary class="link-button" title={words.mailbox}>
        {icon('at-sign')} {chosen?.address ?? words.allMailboxes} {icon('chevron-down')}
      </summary>
      <div class="pop-panel">
        {item(undefined, words.allMailboxes)}
        {mailboxes.map(({ id, address }) => item(id, address))}
      </div>
    </details>
  )
}

function EmptyList({ ui, view, fresh, narrow = {} }: ListProps) {
  const few = narrowed(ui, narrow)
  return (
    <div class="empty">
      {icon(view === 'closed' ? 'archive' : 'circle-check')}
      <p>{few ? ui.words.narrow.empty(few) : ui.words.list.empty[fresh ? 'fresh' : view]}</p>
      {(view !== 'open' || few) && <a href={ui.url('/issues')}>{ui.words.list.searchClear}</a>}
    </div>
  )
}

/** The rows and the link to older ones; the same fragment answers "older" and live updates. */
export function Rows(props: ListProps) {
  const { ui, items, next, current } = props
  return (
    <>
      <ol class="rows" id="rows">
        {items.map((issue) => (
          <Row
            ui={ui}
            issue={issue}
            viewers={props.presence?.get(issue.id)}
            drafted={props.drafted?.has(issue.id) ?? false}
            query={listQuery(props)}
            current={issue.id === current}
          />
        ))}
      </ol>
      {next && (
        <a
          class="older button quiet-button"
          href={ui.url(`/issues?${listQuery(props)}&cursor=${encodeURIComponent(next)}`)}
          data-older
        >
          {icon('arrow-down')} {ui.words.list.more}
        </a>
      )}
    </>
  )
}

type RowProps = {
  ui: Ui
  issue: IssueLine
  viewers?: readonly Viewer[] | undefined
  drafted: boolean
  query: string
  current: boolean
}

function Row({ ui, issue, viewers, drafted, query, current }: RowProps) {
  const words = ui.words.list
  const href = ui.url(`/issues/${issue.id}?${query}`)
  return (
    <li
      class={`row ${rowState(issue)}${issue.unread ? ' unread' : ''}`}
      id={`row-${issue.id}`}
      data-at={+issue.lastActivityAt}
    >
      {ui.may('work') && <RowCheck ui={ui} id={issue.id} subject={issue.subject} />}
      <a
        href={href}
        aria-current={current ? 'true' : undefined}
        hx-get={href}
        hx-target="#pane"
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="#list:replace"
      >
        <span class="row-top">
          {issue.unread && <span class="dot" title={words.marks.unread}></span>}
          <span class="who">{issue.person.name}</span>
          <RowPresence ui={ui} viewers={viewers} />
          <RowMarks ui={ui} issue={issue} drafted={drafted} />
          <Time ui={ui} at={issue.lastActivityAt} />
        </span>
        <span class="subject">{issue.subject || words.noSubject}</span>
        <span class="row-end">
          <span class="snippet">{issue.snippet}</span>
          <RowChips types={issue.types} />
          {issue.assignee && <Initials name={issue.assignee.name} small />}
        </span>
      </a>
    </li>
  )
}

function RowMarks({ ui, issue, drafted }: { ui: Ui; issue: IssueLine; drafted: boolean }) {
  const words = ui.words.list.marks
  const mark = (text: string, name: Parameters<typeof icon>[0], tone = '') => (
    <span class={`mark ${tone}`} title={text}>
      {icon(name)}
      <span class="sr">{text}</span>
    </span>
  )
  return (
    <span class="marks">
      {drafted && mark(ui.words.drafts.mark, 'pen-line', 'draft')}
      {issue.failedLetter && mark(words.failed, 'mail-x', 'bad')}
      {issue.needsLook && mark(words.look, 'eye', 'warn')}
      {issue.priority === 'urgent' && mark(words.urgent, 'flag', 'bad')}
      {issue.priority === 'high' && mark(words.high, 'flag', 'warn')}
      {issue.dueAt && issue.status === 'open' && (
        <span
          class={issue.dueAt < ui.dates.now ? 'mark bad' : 'mark'}
          title={ui.words.work.dueAt(ui.dates.full(issue.dueAt))}
        >
          {icon('calendar')} {ui.dates.soon(issue.dueAt)}
        </span>
      )}
      {issue.waitingSince && mark(ui.words.work.waiting(ui.dates.relative(issue.waitingSince)), 'reply')}
      {(issue.snoozedForReply || (issue.snoozeUntil && issue.snoozeUntil > ui.dates.now)) &&
        mark(words.snoozed, 'alarm-clock')}
      {issue.hasAttachment && mark(words.attachment, 'paperclip')}
      {issue.status === 'closed' && mark(words.closed, 'circle-check')}
    </span>
  )
}

/** Two types and how many more. */
function RowChips({ types }: { types: readonly string[] }) {
  return (
    <span class="chips">
      {types.slice(0, 2).map((type) => (
        <Chip>{type}</Chip>
      ))}
      {types.length > 2 && (
        <span class="chip" title={types.slice(2).join(', ')}>
          +{types.length - 2}
        </span>
      )}
    </span>
  )
}

/** The colour of the bar at the left; icons say the same. */
function rowState(issue: IssueLine): string {
  if (issue.failedLetter) return 'is-failed'
  if (issue.needsLook) return 'is-look'
  if (issue.status === 'closed') return 'is-closed'
  return issue.unread ? 'is-new' : 'is-open'
}

/** What stands beside the list when no issue is chosen. */
export function EmptyPane({ ui }: { ui: Ui }) {
  return (
    <main id="pane" class="pane nothing" tabindex={-1}>
      <div class="empty">
        {icon('inbox')}
        <p>{ui.words.pane.none}</p>
        <p class="quiet">{ui.words.pane.noneHint}</p>
      </div>
    </main>
  )
}
