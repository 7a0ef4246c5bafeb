import type { ToDoLine } from '../src/desk/conversation.ts'
import type { FollowUp } from '../src/desk/follow-ups.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type ListProps = { ui: Ui; which: 'mine' | 'all' | 'done'; items: readonly FollowUp[]; next: string | null }

/** What was promised, due first. */
export function FollowUpsPage({ ui, which, items, next }: ListProps) {
  const words = ui.words.followUps
  const path = (tab: ListProps['which']) => (tab === 'mine' ? '/follow-ups' : `/follow-ups?show=${tab}`)
  const more = next && `${path(which)}${which === 'mine' ? '?' : '&'}cursor=${encodeURIComponent(next)}`
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <nav class="tabs" aria-label={words.filter}>
        {(['mine', 'all', 'done'] as const).map((tab) => (
          <a href={ui.url(path(tab))} aria-current={tab === which ? 'page' : undefined}>
            {words[tab]}
          </a>
        ))}
      </nav>
      {items.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((item) => (
            <Item ui={ui} item={item} back={path(which)} />
          ))}
        </ul>
      )}
      {more && (
        <a class="button" href={ui.url(more)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function Item({ ui, item, back }: { ui: Ui; item: FollowUp; back: string }) {
  const words = ui.words.followUps
  return (
    <li class="ledger-item">
      {icon(item.doneAt ? 'circle-check' : 'list-todo')}
      <div class="ledger-main">
        <p class="ledger-top">
          <strong>{item.text}</strong> <Due ui={ui} dueAt={item.dueAt} done={item.doneAt !== null} />
        </p>
        <p class="quiet">
          <a href={ui.url(`/issues/${item.issue.id}?open=${item.id}#entry-${item.id}`)}>
            #{item.issue.id} {item.issue.subject || ui.words.list.noSubject}
          </a>{' '}
          · <a href={ui.url(`/people/${item.person.id}`)}>{item.person.name}</a> ·{' '}
          {item.assignee ? words.of(item.assignee.name) : words.nobody}
          {item.doneAt && (
            <>
              {' · '}
              {item.doneBy
                ? words.doneBy(item.doneBy.name, ui.dates.relative(item.doneAt))
                : words.doneAt(ui.dates.relative(item.doneAt))}
            </>
          )}
        </p>
        <EditForm ui={ui} id={item.id} text={item.text} dueAt={item.dueAt} back={back} />
      </div>
      {ui.may('work') && <DoneButton ui={ui} id={item.id} done={item.doneAt !== null} back={back} />}
    </li>
  )
}

function Due({ ui, dueAt, done }: { ui: Ui; dueAt: Date | null; done: boolean }) {
  const words = ui.words.work
  if (!dueAt) return <span class="quiet">{ui.words.followUps.noTime}</span>
  const over = !done && dueAt < ui.dates.now
  return (
    <span class={over ? 'chip bad' : 'chip'} title={ui.dates.full(dueAt)}>
      {icon('calendar')} {over ? words.overdue(ui.dates.soon(dueAt)) : words.dueAt(ui.dates.soon(dueAt))}
    </span>
  )
}

type EditProps = { ui: Ui; id: number; text: string; dueAt: Date | null; back: string }

/** Other words or another time for what was promised. */
function EditForm({ ui, id, text, dueAt, back }: EditProps) {
  const words = ui.words.followUps
  if (!ui.may('work')) return null
  return (
    <details class="follow-up-edit">
      <summary class="link-button">
        {icon('pencil')} {words.edit} <span class="sr">{text}</span>
      </summary>
      <form method="post" action={ui.url(`/follow-ups/${id}`)} class="pop-form">
        <input type="hidden" name="back" value={back} />
        <label for={`follow-up-text-${id}`}>{words.text}</label>
        <input id={`follow-up-text-${id}`} name="text" value={text} maxlength={4000} required />
        <label for={`follow-up-due-${id}`}>{words.dueAt}</label>
        <span class="row-of-buttons">
          <input
            id={`follow-up-due-${id}`}
            type="datetime-local"
            name="due"
            value={dueAt ? ui.dates.field(dueAt) : undefined}
          />
          <button type="submit" class="button">
            {words.save}
          </button>
        </span>
      </form>
    </details>
  )
}

function DoneButton({ ui, id, done, back }: { ui: Ui; id: number; done: boolean; back: string }) {
  const words = ui.words.followUps
  return (
    <PostButton action={ui.url(`/follow-ups/${id}`)} values={{ done: done ? 'no' : 'yes', back }}>
      {icon(done ? 'rotate-ccw' : 'check')} {done ? words.reopen : words.markDone}
    </PostButton>
  )
}

type BoxProps = { ui: Ui; actionId: number; issueId: number; text: string; toDo: ToDoLine }

/** The follow-up of an entry, where it was promised. */
export function FollowUpBox({ ui, actionId, issueId, text, toDo }: BoxProps) {
  const words = ui.words.followUps
  return (
    <div class={toDo.doneAt ? 'follow-up done' : 'follow-up'}>
      {icon(toDo.doneAt ? 'circle-check' : 'list-todo')}
      <div class="follow-up-words">
        <strong>{text}</strong> <Due ui={ui} dueAt={toDo.dueAt} done={toDo.doneAt !== null} />{' '}
        <span class="quiet">{toDo.assignee ? words.of(toDo.assignee.name) : words.nobody}</span>{' '}
        {toDo.doneAt && (
          <span class="quiet">
            {words.done} <Time ui={ui} at={toDo.doneAt} />
          </span>
        )}
        <EditForm ui={ui} id={actionId} text={text} dueAt={toDo.dueAt} back={`/issues/${issueId}`} />
      </div>
      {ui.may('work') && <DoneButton ui={ui} id={actionId} done={toDo.doneAt !== null} back={`/issues/${issueId}`} />}
    </div>
  )
}
