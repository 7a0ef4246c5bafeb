import type { Board } from '../src/desk/board.ts'
import type { FollowUp } from '../src/desk/follow-ups.ts'
import type { IssueLine } from '../src/desk/issues.ts'
import type { RepNotice } from '../src/desk/rep-notices.ts'
import { Finders } from './board-finders.tsx'
import { Time } from './fields.tsx'
import { type FirstStepsProps, FrontSteps } from './first-steps.tsx'
import { type IconName, icon } from './icon.tsx'
import type { Narrow } from './list-place.ts'
import { listQuery } from './narrow.tsx'
import { type ShownSurge, Surges } from './surges.tsx'
import type { RailState, Ui } from './ui.ts'

export type BoardProps = Readonly<{
  ui: Ui
  state: RailState
  board: Board
  mine: readonly IssueLine[]
  notices: readonly RepNotice[]
  followUps: readonly FollowUp[]
  problems: number
  surges: readonly ShownSurge[]
}>

/** The front page: what is open by type, one's own work, what failed, and ways to find somebody. */
export function BoardPage(props: BoardProps & { steps: Omit<FirstStepsProps, 'ui'> | undefined }) {
  const { ui } = props
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{ui.words.board.title}</h1>
      {props.steps && <FrontSteps ui={ui} {...props.steps} />}
      <Surges ui={ui} surges={props.surges} />
      <div class="board">
        <div class="board-column">
          <Types {...props} />
          <Trouble {...props} />
        </div>
        <div class="board-column">
          <Mine {...props} />
          <FollowUps {...props} />
          <Finders ui={ui} />
        </div>
      </div>
    </main>
  )
}

/** What of it moves while it is looked at: everything but the finders, in which somebody may be typing. */
export function BoardParts(props: BoardProps) {
  return (
    <>
      <Surges ui={props.ui} surges={props.surges} />
      <Types {...props} />
      <Trouble {...props} />
      <Mine {...props} />
      <FollowUps {...props} />
    </>
  )
}

function Types({ ui, board }: BoardProps) {
  const words = ui.words.board
  const { none, others } = ui.words.narrow
  return (
    <section id="board-part-types" aria-labelledby="board-types" data-live-part>
      <h2 id="board-types">{words.byType}</h2>
      <table class="table board-types">
        <thead>
          <tr>
            <th scope="col">{words.type}</th>
            <th scope="col">{words.open}</th>
            <th scope="col">
              <span class="sr">{words.closed}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <TypeLine ui={ui} label={none} narrow={{ type: 'none' }} open={board.uncategorized} />
          {board.types.map(({ type, open }) => (
            <TypeLine ui={ui} label={type} narrow={{ type }} open={open} />
          ))}
          <TypeLine ui={ui} label={others} narrow={{ offList: true }} open={board.others} />
        </tbody>
      </table>
      {board.types.length === 0 && (
        <p class="quiet">
          {words.noTypes} {ui.may('settings') && <a href={ui.url('/settings/picklists')}>{words.addTypes}</a>}
        </p>
      )}
    </section>
  )
}

function TypeLine({ ui, label, narrow, open }: { ui: Ui; label: string; narrow: Narrow; open: number }) {
  const words = ui.words.board
  const to = (view: 'open' | 'closed') => ui.url(`/issues?${listQuery({ view, q: '', narrow })}`)
  const n = ui.dates.number(open)
  return (
    <tr class={open === 0 ? 'none' : undefined}>
      <th scope="row">
        <a href={to('open')}>{label}</a>
      </th>
      <td>
        <a href={to('open')} aria-label={words.openOf(label, n)}>
          {n}
        </a>
      </td>
      <td>
        <a class="link-button" href={to('closed')} aria-label={words.closedOf(label)}>
          {words.closed}
        </a>
      </td>
    </tr>
  )
}

function Mine({ ui, state, mine, notices }: BoardProps) {
  const words = ui.words.board
  return (
    <section id="board-part-mine" aria-labelledby="board-mine" data-live-part>
      <SectionHead
        id="board-mine"
        title={words.mine}
        more={mine.length < state.mine ? ui.url('/issues?view=mine') : ''}
      >
        {words.more}
      </SectionHead>
      {mine.length === 0 && (
        <p class="quiet">
          {words.mineEmpty} <a href={ui.url('/issues?view=unassigned')}>{words.takeOne}</a>
        </p>
      )}
      <ul class="board-lines">
        {notices.map((notice) => (
          <Line ui={ui} issueId={notice.issue.id} name="at-sign" at={notice.at} title={notice.issue.subject}>
            {[notice.by?.name, words.notice[notice.kind]].filter(Boolean).join(': ')}
          </Line>
        ))}
        {mine.map((issue) => (
          <Line
            ui={ui}
            issueId={issue.id}
            name="inbox"
            at={issue.lastActivityAt}
            title={issue.subject}
            strong={issue.unread}
          >
            {issue.person.name}
          </Line>
        ))}
      </ul>
    </section>
  )
}

function FollowUps({ ui, followUps }: BoardProps) {
  const words = ui.words.board
  return (
    <section id="board-part-follow-ups" aria-labelledby="board-follow-ups" data-live-part>
      <h2 id="board-follow-ups">{words.followUps}</h2>
      {followUps.length === 0 && <p class="quiet">{words.followUpsEmpty}</p>}
      <ul class="board-lines">
        {followUps.map((one) => (
          <Line
            ui={ui}
            issueId={one.issue.id}
            name={one.dueAt && one.dueAt < ui.dates.now ? 'alarm-clock' : 'list-todo'}
            at={one.dueAt ?? undefined}
            title={one.text}
          >
            {one.person.name} · #{one.issue.id} {one.issue.subject}
            {!one.dueAt && ` · ${words.noTime}`}
          </Line>
        ))}
      </ul>
    </section>
  )
}

type LineProps = {
  ui: Ui
  issueId: number
  name: IconName
  at: Date | undefined
  title: string
  strong?: boolean
  children?: unknown
}

function Line({ ui, issueId, name, at, title, strong, children }: LineProps) {
  return (
    <li>
      {icon(name)}
      <a href={ui.url(`/issues/${issueId}`)}>
        <span class={strong ? 'board-title strong' : 'board-title'}>{title || ui.words.list.noSubject}</span>
        <span class="quiet">{children as string}</span>
      </a>
      {at && <Time ui={ui} at={at} />}
    </li>
  )
}

/** What failed or waits for a decision; one calm sentence where nothing does. */
function Trouble({ ui, state, problems }: BoardProps) {
  const words = ui.words.board
  const lines: readonly (readonly [string, number, string, IconName])[] = [
    [words.look, state.needsLook, '/issues?view=look', 'eye'],
    [words.failed, state.failed, '/letters?trouble', 'mail-x'],
    [words.held, state.held, '/mail?state=held', 'mail-warning'],
    [words.late, state.late, '/settings/mailboxes', 'mailbox'],
    [words.problems, problems, '/problems', 'triangle-alert'],
  ]
  const some = lines.filter(([, n]) => n > 0)
  return (
    <section id="board-part-trouble" aria-labelledby="board-trouble" data-live-part>
      <h2 id="board-trouble">{words.trouble}</h2>
      {some.length === 0 && (
        <p class="board-calm">
          {icon('circle-check')} {words.calm}
        </p>
      )}
      <ul class="board-counts">
        {some.map(([text, n, path, name]) => (
          <li>
            <a href={ui.url(path)}>
              {icon(name)} <span>{text}</span> <strong>{ui.dates.number(n)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function SectionHead({ id, title, more, children }: { id: string; title: string; more: string; children?: string }) {
  return (
    <div class="board-head">
      <h2 id={id}>{title}</h2>
      {more && (
        <a class="link-button" href={more}>
          {children}
        </a>
      )}
    </div>
  )
}
