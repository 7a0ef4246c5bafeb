import type { PicklistItem } from '../src/desk/picklists.ts'
import { Check } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type ItemProps = Readonly<{
  ui: Ui
  list: Readonly<{ name: string; title: string }>
  item: PicklistItem
  /** How often it is used, up to one more than may be renamed at once; null where nobody can know. */
  uses: number | null
  most: number
  typed?: Readonly<{ label?: string; carry?: boolean; problem?: string; stale?: boolean }>
}>

/** One item: its label, whether its uses are renamed with it, and the way out of the list. */
export function PicklistItemPage({ ui, list, item, uses, most, typed = {} }: ItemProps) {
  const words = ui.words.picklists
  const path = ui.url(`/settings/picklists/items/${item.id}`)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url('/settings/picklists')}>
          {icon('chevron-left')} {words.toLists}
        </a>
      </p>
      <h1>
        {words.names[list.name] ?? list.title}: {item.label}
      </h1>
      <p class="quiet">{words.changed(ui.dates.full(item.changedAt), item.changedBy ?? words.desk)}</p>
      {typed.stale && (
        <p class="notice warn" role="alert">
          {icon('circle-alert')} {words.stale}
        </p>
      )}
      <form class="settings-form" method="post" action={path}>
        <input type="hidden" name="version" value={String(item.version)} />
        <Field label={words.label} name="label" value={typed.label ?? item.label} error={typed.problem} required />
        <Uses ui={ui} uses={uses} most={most} carry={typed.carry ?? false} />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </div>
      </form>
      <PostButton
        action={path}
        values={{ version: item.version, retired: item.retired ? 'no' : 'yes' }}
        label={item.retired ? words.backOf(item.label) : words.retireOf(item.label)}
      >
        {icon(item.retired ? 'rotate-ccw' : 'archive')} {item.retired ? words.back : words.retire}
      </PostButton>
    </main>
  )
}

function Uses({ ui, uses, most, carry }: Pick<ItemProps, 'ui' | 'uses' | 'most'> & { carry: boolean }) {
  const words = ui.words.picklists
  if (uses === null) return null
  if (uses === 0) return <p class="quiet">{words.unused}</p>
  if (uses > most) return <p class="quiet">{words.manyUses(ui.dates.number(most))}</p>
  const label = words.carry(ui.dates.number(uses))
  return <Check name="carry" label={label} checked={carry} hint={words.carryHint} />
}
