import type { IssueLine } from '../src/desk/issues.ts'
import type { Ties } from '../src/desk/ties.ts'
import { Popover, PostButton, quietForm } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type WorkProps = { ui: Ui; issue: IssueLine; groups: readonly string[] }

/** Group, snooze and due time: each a form, so that it works without script. */
export function WorkMenu({ ui, issue, groups }: WorkProps) {
  const words = ui.words.work
  return (
    <Popover title={words.menu} label={icon('alarm-clock')} key_="s" align="right" class="work-menu">
      <SnoozeForm ui={ui} issue={issue} />
      <DueForm ui={ui} issue={issue} />
      {groups.length > 0 && <GroupForm ui={ui} issue={issue} groups={groups} />}
    </Popover>
  )
}

function SnoozeForm({ ui, issue }: { ui: Ui; issue: IssueLine }) {
  const words = ui.words.work
  const action = ui.url(`/issues/${issue.id}/snooze`)
  const asleep = issue.snoozedForReply || issue.snoozeUntil !== null
  return (
    <>
      <form method="post" action={action} {...quietForm(action)}>
        <fieldset class="menu-group">
          <legend>{words.snooze}</legend>
          {(['tomorrow', 'week', 'reply'] as const).map((until) => (
            <button type="submit" class="menu-item" name="for" value={until}>
              {icon('alarm-clock')} {words.snoozeFor[until]}
            </button>
          ))}
          {asleep && (
            <button type="submit" class="menu-item" name="for" value="">
              {icon('sun')} {words.wake}
            </button>
          )}
        </fieldset>
      </form>
      <form method="post" action={action} {...quietForm(action)} class="pop-form">
        <label for="snooze-until">{words.until}</label>
        <span class="row-of-buttons">
          <input id="snooze-until" type="datetime-local" name="until" required />
          <button type="submit" class="button">
            {words.set}
          </button>
        </span>
      </form>
    </>
  )
}

function DueForm({ ui, issue }: { ui: Ui; issue: IssueLine }) {
  const words = ui.words.work
  const action = ui.url(`/issues/${issue.id}/due`)
  return (
    <form method="post" action={action} {...quietForm(action)} class="pop-form">
      <label for="due-at">{words.due}</label>
      <span class="row-of-buttons">
        <input id="due-at" type="datetime-local" name="due" value={issue.dueAt ? ui.dates.field(issue.dueAt) : ''} />
        <button type="submit" class="button">
          {words.set}
        </button>
      </span>
    </form>
  )
}

function GroupForm({ ui, issue, groups }: WorkProps) {
  const words = ui.words.work
  const action = ui.url(`/issues/${issue.id}/group`)
  const item = (name: string | null) => (
    <button
      type="submit"
      class="menu-item"
      name="group"
      value={name ?? ''}
      aria-pressed={issue.group === name ? 'true' : 'false'}
    >
      {icon('users')} {name ?? words.noGroup} {issue.group === name && icon('check')}
    </button>
  )
  return (
    <form method="post" action={action} {...quietForm(action)}>
      <input type="hidden" name="was" value={issue.group ?? ''} />
      <fieldset class="menu-group">
        <legend>{words.group}</legend>
        {[null, ...groups].map(item)}
      </fieldset>
    </form>
  )
}

/** What the header says of the work: group, due, asleep, waiting. */
export function WorkChips({ ui, issue }: { ui: Ui; issue: IssueLine }) {
  const words = ui.words.work
  const { dueAt, snoozeUntil, waitingSince } = issue
  return (
    <>
      {issue.group && (
        <a class="chip" href={ui.url(`/issues?group=${encodeURIComponent(issue.group)}`)}>
          {icon('users')} {issue.group}
        </a>
      )}
      {dueAt && issue.status === 'open' && (
        <span class={dueAt < ui.dates.now ? 'chip bad' : 'chip'} title={ui.dates.full(dueAt)}>
          {icon('calendar')}{' '}
          {dueAt < ui.dates.now ? words.overdue(ui.dates.soon(dueAt)) : words.dueAt(ui.dates.soon(dueAt))}
        </span>
      )}
      {issue.snoozedForReply && (
        <span class="chip">
          {icon('alarm-clock')} {words.snoozedForReply}
        </span>
      )}
      {snoozeUntil && snoozeUntil > ui.dates.now && (
        <span class="chip" title={ui.dates.full(snoozeUntil)}>
          {icon('alarm-clock')} {words.snoozedUntil(ui.dates.soon(snoozeUntil))}
        </span>
      )}
      {waitingSince && (
        <span class="quiet" title={ui.dates.full(waitingSince)}>
          {words.waiting(ui.dates.relative(waitingSince))}
        </span>
      )}
    </>
  )
}

type TieProps = { ui: Ui; issue: IssueLine; ties: Ties; reps: readonly { id: number; name: string }[] }

/** Beside the conversation: related issues, watching, a new follow-up, the history, and deleting for admins. */
export function WorkPanel({ ui, issue, ties, reps }: TieProps) {
  const words = ui.words.work
  const path = (deed: string) => ui.url(`/issues/${issue.id}/${deed}`)
  const watching = ties.watchers.some(({ id }) => id === ui.rep?.id)
  return (
    <>
      <Related ui={ui} issue={issue} ties={ties} />
      {ui.may('work') && <NewFollowUp ui={ui} issue={issue} reps={reps} />}
      <section class="work-deeds">
        <PostButton action={path('watch')} values={{ on: watching ? 'no' : 'yes' }} class="link-button" quiet>
          {icon('eye')} {watching ? words.unwatch : words.watch}
        </PostButton>
        <details class="history">
          <summary class="link-button">
            {icon('history')} {ui.words.history.title}
          </summary>
          <div hx-get={path('history')} hx-trigger="toggle from:<closest details/> once">
            <a href={path('history')}>{ui.words.history.show}</a>
          </div>
        </details>
        {ui.may('settings') && (
          <PostButton action={path('delete')} class="link-button danger">
            {icon('trash-2')} {words.remove}
          </PostButton>
        )}
      </section>
    </>
  )
}

function Related({ ui, issue, ties }: Omit<TieProps, 'reps'>) {
  const words = ui.words.work
  const action = ui.url(`/issues/${issue.id}/related`)
  return (
    <section>
      <h2 class="small-head">{words.related}</h2>
      <ul class="mini-list">
        {ties.related.map((other) => (
          <li class="mini-row">
            <a href={ui.url(`/issues/${other.id}`)} class={other.status}>
              {icon(other.status === 'open' ? 'circle-dashed' : 'circle-check')}
              <span class="subject">
                #{other.id} {other.subject}
              </span>
            </a>
            {ui.may('work') && (
              <PostButton
                action={action}
                values={{ remove: other.id }}
                class="chip-button"
                label={words.unrelate(other.id)}
                quiet
              >
                {icon('x')}
              </PostButton>
            )}
          </li>
        ))}
      </ul>
      {ui.may('work') && (
        <form method="post" action={action} class="inline-form" {...quietForm(action)}>
          <input
            name="add"
            aria-label={words.relate}
            placeholder={words.relate}
            inputmode="numeric"
            pattern="#?[0-9]+"
            maxlength={12}
            required
          />
          <button type="submit" class="button">
            {words.add}
          </button>
        </form>
      )}
    </section>
  )
}

function NewFollowUp({ ui, issue, reps }: Omit<TieProps, 'ties'>) {
  const words = ui.words.followUps
  return (
    <details class="new-follow-up">
      <summary class="link-button">
        {icon('list-todo')} {words.add}
      </summary>
      <form method="post" action={ui.url(`/issues/${issue.id}/follow-ups`)} class="pop-form">
        <label for="follow-up-text">{words.text}</label>
        <input id="follow-up-text" name="text" maxlength={4000} required />
        <label for="follow-up-due">{words.dueAt}</label>
        <input id="follow-up-due" type="datetime-local" name="due" />
        <label for="follow-up-rep">{words.whose}</label>
        <select id="follow-up-rep" name="rep">
          {reps.map((rep) => (
            <option value={rep.id} selected={rep.id === ui.rep?.id}>
              {rep.name}
            </option>
          ))}
          <option value="">{words.nobody}</option>
        </select>
        <button type="submit" class="button">
          {words.save}
        </button>
      </form>
    </details>
  )
}
