import type { IssueLine } from '../src/desk/issues.ts'
import { Popover, PostButton, quietForm } from './fields.tsx'
import { icon } from './icon.tsx'
import { WorkMenu } from './issue-work.tsx'
import type { Ui } from './ui.ts'

type ActionsProps = {
  ui: Ui
  issue: IssueLine
  reps: readonly { id: number; name: string }[]
  types: readonly string[]
  groups: readonly string[]
}

/** Close or reopen, assign, types, priority: each a form, so that it works without script. */
export function IssueActions({ ui, issue, reps, types, groups }: ActionsProps) {
  const words = ui.words.issue
  const path = (deed: string) => ui.url(`/issues/${issue.id}/${deed}`)
  return (
    <div class="issue-actions">
      {issue.unread && (
        <noscript>
          <PostButton action={path('read')}>{words.markRead}</PostButton>
        </noscript>
      )}
      {ui.may('work') && (
        <>
          <AssignMenu ui={ui} issue={issue} reps={reps} />
          <TypesMenu ui={ui} issue={issue} types={types} />
          <WorkMenu ui={ui} issue={issue} groups={groups} />
          <MoreMenu ui={ui} issue={issue} />
          {issue.status === 'open' ? (
            <PostButton
              action={path('status')}
              values={{ status: 'closed', was: issue.status }}
              class="button"
              key_="e"
              quiet
            >
              {icon('circle-check')} {words.close}
            </PostButton>
          ) : (
            <PostButton
              action={path('status')}
              values={{ status: 'open', was: issue.status }}
              class="button"
              key_="e"
              quiet
            >
              {icon('rotate-ccw')} {words.reopen}
            </PostButton>
          )}
        </>
      )}
      <a
        class="button quiet-button context-button"
        href="#context"
        title={words.context}
        aria-label={words.context}
        data-key="\"
      >
        {icon('panel-right')}
      </a>
    </div>
  )
}

/** What is done seldom: merging. */
function MoreMenu({ ui, issue }: Pick<ActionsProps, 'ui' | 'issue'>) {
  const words = ui.words.craft
  if (issue.mergedIntoId) return null
  return (
    <Popover title={ui.words.issue.more} label={icon('ellipsis')} align="right">
      <form method="post" action={ui.url(`/issues/${issue.id}/merge`)} class="pop-form">
        <label for="merge-into">{words.merge}</label>
        <span class="row-of-buttons">
          <input
            id="merge-into"
            name="into"
            list="person-issues"
            maxlength={200}
            autocomplete="off"
            placeholder={words.linkLabel}
            required
          />
          <button type="submit" class="button">
            {icon('git-merge')} {words.mergeButton}
          </button>
        </span>
      </form>
    </Popover>
  )
}

function TypesMenu({ ui, issue, types }: Omit<ActionsProps, 'reps' | 'groups'>) {
  const words = ui.words.issue
  const action = ui.url(`/issues/${issue.id}/types`)
  return (
    <Popover
      title={words.typesAndPriority}
      label={
        <>
          {icon('tag')} <span class="wide-only">{words.types}</span>
        </>
      }
      key_="t"
      align="right"
    >
      <form method="post" action={action} class="pop-form" {...quietForm(action)}>
        <label for="new-type">{words.addType}</label>
        <span class="row-of-buttons">
          <input id="new-type" name="add" list="known-types" maxlength={100} autocomplete="off" required />
          <button type="submit" class="button">
            {words.add}
          </button>
        </span>
        <datalist id="known-types">
          {types.map((type) => (
            <option value={type}></option>
          ))}
        </datalist>
      </form>
      <PriorityMenu ui={ui} issue={issue} />
    </Popover>
  )
}

function AssignMenu({ ui, issue, reps }: Omit<ActionsProps, 'types' | 'groups'>) {
  const words = ui.words.issue
  const action = ui.url(`/issues/${issue.id}/assignee`)
  const me = ui.rep?.id
  const label = (
    <>
      {icon('user')} <span class="assignee-name">{issue.assignee?.name ?? words.assign}</span>
    </>
  )
  return (
    <Popover title={`${words.assignee}: ${issue.assignee?.name ?? words.nobody}`} label={label} key_="a" align="right">
      <form method="post" action={action} {...quietForm(action)} class="menu-group">
        <input type="hidden" name="was" value={issue.assignee?.id ?? ''} />
        {me !== undefined && issue.assignee?.id !== me && (
          <button type="submit" class="menu-item" name="rep" value={me} data-key="m">
            {icon('user-check')} {words.takeIt} <kbd>m</kbd>
          </button>
        )}
        {issue.assignee && (
          <button type="submit" class="menu-item" name="rep" value="">
            {icon('circle-dashed')} {words.nobody}
          </button>
        )}
        {reps
          .filter((rep) => rep.id !== me)
          .map((rep) => (
            <button
              type="submit"
              class="menu-item"
              name="rep"
              value={rep.id}
              aria-pressed={rep.id === issue.assignee?.id ? 'true' : 'false'}
            >
              {icon('user')} {rep.name} {rep.id === issue.assignee?.id && icon('check')}
            </button>
          ))}
      </form>
    </Popover>
  )
}

function PriorityMenu({ ui, issue }: { ui: Ui; issue: IssueLine }) {
  const words = ui.words.issue
  const action = ui.url(`/issues/${issue.id}/priority`)
  return (
    <form method="post" action={action} {...quietForm(action)}>
      <input type="hidden" name="was" value={issue.priority} />
      <fieldset class="menu-group">
        <legend>{words.priority}</legend>
        {(['low', 'normal', 'high', 'urgent'] as const).map((priority) => (
          <button
            type="submit"
            class="menu-item"
            name="priority"
            value={priority}
            aria-pressed={priority === issue.priority ? 'true' : 'false'}
          >
            {icon('flag')} {words.priorities[priority]} {priority === issue.priority && icon('check')}
          </button>
        ))}
      </fieldset>
    </form>
  )
}

/** The issue's types, each with its way out. */
export function TypeChips({ ui, issue }: { ui: Ui; issue: IssueLine }) {
  const action = ui.url(`/issues/${issue.id}/types`)
  return (
    <>
      {issue.types.map((type) => (
        <div class="chip">
          {type}
          {ui.may('work') && (
            <PostButton
              action={action}
              values={{ remove: type }}
              class="chip-button"
              label={ui.words.issue.removeType(type)}
              quiet
            >
              {icon('x')}
            </PostButton>
          )}
        </div>
      ))}
    </>
  )
}
