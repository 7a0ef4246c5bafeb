import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type BarProps = { ui: Ui; reps: readonly { id: number; name: string }[]; groups: readonly string[] }

/** The box of a row; it belongs to the form of the bar, so that it works without script. */
export function RowCheck({ ui, id, subject }: { ui: Ui; id: number; subject: string }) {
  return (
    <input
      type="checkbox"
      class="row-check"
      name="id"
      value={id}
      form="bulk"
      data-select
      autocomplete="off"
      aria-label={ui.words.bulk.select(id, subject)}
    />
  )
}

/** What can be done with the selected rows; shown by the stylesheet once a box is checked. */
export function BulkBar({ ui, reps, groups }: BarProps) {
  const words = ui.words.bulk
  const { priorities, nobody } = ui.words.issue
  return (
    <form method="post" action={ui.url('/issues/bulk')} id="bulk" class="bulk-bar" aria-label={words.label} data-bulk>
      <input type="hidden" name="back" value={ui.here} />
      <span class="bulk-count">{words.selected}</span>
      <button type="submit" class="button" name="deed" value="status:closed">
        {icon('circle-check')} {words.close}
      </button>
      <button type="submit" class="button" name="deed" value="status:open">
        {icon('rotate-ccw')} {words.reopen}
      </button>
      <Menu name="user" title={words.assign}>
        <Choice value={`assignee:${ui.rep?.id ?? ''}`} text={ui.words.issue.takeIt} />
        <Choice value="assignee:" text={nobody} />
        {reps
          .filter((rep) => rep.id !== ui.rep?.id)
          .map((rep) => (
            <Choice value={`assignee:${rep.id}`} text={rep.name} />
          ))}
      </Menu>
      <Menu name="tag" title={words.types}>
        <TypeField label={words.addType} name="addType" deed="types:add" />
        <TypeField label={words.removeType} name="removeType" deed="types:remove" />
      </Menu>
      <Menu name="flag" title={words.priority}>
        {(['low', 'normal', 'high', 'urgent'] as const).map((priority) => (
          <Choice value={`priority:${priority}`} text={priorities[priority]} />
        ))}
      </Menu>
      {groups.length > 0 && (
        <Menu name="users" title={words.group}>
          <Choice value="group:" text={ui.words.work.noGroup} />
          {groups.map((group) => (
            <Choice value={`group:${group}`} text={group} />
          ))}
        </Menu>
      )}
      <Menu name="alarm-clock" title={words.snooze}>
        {(['tomorrow', 'week', 'reply'] as const).map((until) => (
          <Choice value={`snooze:${until}`} text={ui.words.work.snoozeFor[until]} />
        ))}
        <Choice value="snooze:" text={ui.words.work.wake} />
      </Menu>
      <button type="reset" class="button quiet-button" title={words.clear} aria-label={words.clear}>
        {icon('x')}
      </button>
    </form>
  )
}

function Menu({ name, title, children }: { name: Parameters<typeof icon>[0]; title: string; children?: unknown }) {
  return (
    <details class="pop up">
      <summary class="button" title={title} aria-label={title}>
        {icon(name)}
      </summary>
      <div class="pop-panel">{children as never}</div>
    </details>
  )
}

function Choice({ value, text }: { value: string; text: string }) {
  return (
    <button type="submit" class="menu-item" name="deed" value={value}>
      {text}
    </button>
  )
}

function TypeField({ label, name, deed }: { label: string; name: string; deed: string }) {
  return (
    <span class="pop-form">
      <label for={`bulk-${name}`}>{label}</label>
      <span class="row-of-buttons">
        <input id={`bulk-${name}`} name={name} list="known-types" maxlength={100} autocomplete="off" />
        <button type="submit" class="button" name="deed" value={deed} aria-label={label}>
          {icon('check')}
        </button>
      </span>
    </span>
  )
}

type ConfirmProps = { ui: Ui; ids: readonly number[]; fields: Readonly<Record<string, string>>; back: string }

/** Asked before more than fifty issues change. */
export function BulkConfirm({ ui, ids, fields, back }: ConfirmProps) {
  const words = ui.words.bulk
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.confirm(ids.length)}</h1>
      <p>{words.confirmHint}</p>
      <form method="post" action={ui.url('/issues/bulk')} class="row-of-buttons">
        <input type="hidden" name="ids" value={ids.join(',')} />
        <input type="hidden" name="sure" value="yes" />
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="button primary">
          {words.go(ids.length)}
        </button>
        <a class="button" href={ui.url(back)}>
          {words.back}
        </a>
      </form>
    </main>
  )
}
