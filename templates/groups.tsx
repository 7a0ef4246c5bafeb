import type { Group } from '../src/desk/groups.ts'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type GroupsProps = {
  ui: Ui
  groups: readonly Group[]
  reps: readonly { id: number; name: string }[]
  /** What was posted and refused: it stays in its fields. */
  typed?: TypedGroup | undefined
}

export type TypedGroup = Readonly<{
  id: number
  name: string
  types: string
  members: readonly number[]
  problem: string
}>

/** Departments: their names, who works in them, which types of new issues join them. */
export function GroupsPage({ ui, groups, reps, typed }: GroupsProps) {
  const words = ui.words.groups
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {groups.length === 0 && <p>{words.none}</p>}
      {groups.map((group) => (
        <details class="group" open={typed?.id === group.id}>
          <summary>
            {icon('users')} <strong>{group.name}</strong>{' '}
            <span class="quiet">{group.retired ? words.retired : group.types.join(', ')}</span>
          </summary>
          <GroupForm ui={ui} group={group} reps={reps} typed={typed?.id === group.id ? typed : undefined} />
          <PostButton
            action={ui.url(`/settings/groups/${group.id}`)}
            values={{ retired: group.retired ? 'no' : 'yes' }}
          >
            {group.retired ? words.restore : words.retire}
          </PostButton>
        </details>
      ))}
      <section>
        <h2>{words.add}</h2>
        <GroupForm ui={ui} reps={reps} typed={typed?.id === 0 ? typed : undefined} />
      </section>
    </main>
  )
}

type FormProps = Omit<GroupsProps, 'groups'> & { group?: Group }

function GroupForm({ ui, group, reps, typed }: FormProps) {
  const words = ui.words.groups
  const key = group?.id ?? 0
  const members = typed?.members ?? group?.members ?? []
  return (
    <form method="post" action={ui.url(`/settings/groups${group ? `/${group.id}` : ''}`)} class="work-form">
      {group && <input type="hidden" name="version" value={group.version} />}
      {typed && (
        <p class="error" role="alert">
          {icon('circle-alert')} {typed.problem}
        </p>
      )}
      <div class="field">
        <label for={`group-name-${key}`}>{words.name}</label>
        <input id={`group-name-${key}`} name="name" value={typed?.name ?? group?.name} maxlength={100} required />
      </div>
      <fieldset class="choices">
        <legend>{words.members}</legend>
        {reps.map((rep) => (
          <label class="choice">
            <input type="checkbox" name="member" value={rep.id} checked={members.includes(rep.id)} /> {rep.name}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for={`group-types-${key}`}>{words.types}</label>
        <textarea id={`group-types-${key}`} name="types" rows={3} aria-describedby={`group-types-hint-${key}`}>
          {typed?.types ?? group?.types.join('\n') ?? ''}
        </textarea>
        <p class="hint" id={`group-types-hint-${key}`}>
          {words.typesHint}
        </p>
      </div>
      <button type="submit" class="button primary">
        {words.save}
      </button>
    </form>
  )
}
