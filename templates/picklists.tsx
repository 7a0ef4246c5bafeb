import type { Picklist, PicklistItem } from '../src/desk/picklists.ts'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What somebody typed into the form of one list and what was wrong with it; `stale`: the list was changed meanwhile. */
export type PicklistTyped = Readonly<{
  list?: string
  label?: string
  title?: string
  problem?: string
  stale?: boolean
}>
export type PicklistsProps = Readonly<{
  ui: Ui
  lists: readonly (Picklist & Readonly<{ unlisted: readonly string[] }>)[]
  typed?: PicklistTyped
}>

/** Every list with its items: add, change, retire, bring back, and the order by drag, by keys, by buttons. */
export function PicklistsPage(props: PicklistsProps) {
  const { ui, lists, typed = {} } = props
  const words = ui.words.picklists
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
      </header>
      <p class="sr" role="status" id="picklist-said"></p>
      <div class="picklists">
        {lists.map((list) => (
          <PicklistSection ui={ui} list={list} typed={typed.list === list.name ? typed : {}} />
        ))}
        <form class="picklist picklist-new" method="post" action={ui.url('/settings/picklists')}>
          <h2>{words.newList}</h2>
          <Field
            label={words.label}
            name="title"
            value={typed.list === undefined ? typed.title : undefined}
            hint={words.newListHint}
            error={typed.list === undefined ? typed.problem : undefined}
            required
          />
          <div class="row-of-buttons">
            <button type="submit" class="button">
              {words.make}
            </button>
          </div>
        </form>
      </div>
    </main>
  )
}

type SectionProps = { ui: Ui; list: PicklistsProps['lists'][number]; typed: PicklistTyped }

/** One list; a drag or a key posts its order and gets this part back. */
export function PicklistSection({ ui, list, typed }: SectionProps) {
  const words = ui.words.picklists
  const path = `/settings/picklists/${list.name}`
  const [offered, retired] = [list.items.filter((item) => !item.retired), list.items.filter((item) => item.retired)]
  return (
    <section class="picklist" id={`picklist-${list.name}`} aria-labelledby={`title-${list.name}`}>
      <h2 id={`title-${list.name}`}>{words.names[list.name] ?? list.title}</h2>
      {typed.stale && (
        <p class="notice warn" role="alert">
          {icon('circle-alert')} {words.stale}
        </p>
      )}
      {offered.length === 0 && <p class="quiet">{words.empty}</p>}
      <form method="post" action={ui.url(`${path}/order`)} data-picklist={ui.words.picklists.moved('{label}', 0)}>
        <input type="hidden" name="revision" value={String(list.revision)} />
        <input type="hidden" name="ids" value="" />
        <ol class="picklist-items">
          {offered.map((item, at) => (
            <ItemLine ui={ui} item={item} first={at === 0} last={at === offered.length - 1} />
          ))}
        </ol>
      </form>
      <AddForm ui={ui} list={list} typed={typed} />
      <Aside ui={ui} list={list} retired={retired} />
    </section>
  )
}

function ItemLine({ ui, item, first, last }: { ui: Ui; item: PicklistItem; first: boolean; last: boolean }) {
  const words = ui.words.picklists
  const { id, label } = item
  return (
    <li data-item={id} data-label={label}>
      <button
        type="button"
        class="quiet-button button grip"
        id={`grip-${id}`}
        aria-label={words.move(label)}
        title={words.move(label)}
        hidden
      >
        {icon('grip-vertical')}
      </button>
      <span class="picklist-label">{label}</span>
      <button
        type="submit"
        class="button quiet-button"
        name="move"
        value={`${id}:up`}
        aria-label={words.up(label)}
        title={words.up(label)}
        disabled={first}
      >
        {icon('arrow-up')}
      </button>
      <button
        type="submit"
        class="button quiet-button"
        name="move"
        value={`${id}:down`}
        aria-label={words.down(label)}
        title={words.down(label)}
        disabled={last}
      >
        {icon('arrow-down')}
      </button>
      <a
        class="button quiet-button"
        href={ui.url(`/settings/picklists/items/${id}`)}
        aria-label={words.editOf(label)}
        title={words.editOf(label)}
      >
        {icon('pencil')}
      </a>
    </li>
  )
}

function AddForm({ ui, list, typed }: SectionProps) {
  const words = ui.words.picklists
  const id = `add-${list.name}`
  return (
    <form class="picklist-add" method="post" action={ui.url(`/settings/picklists/${list.name}/items`)}>
      <input type="hidden" name="revision" value={String(list.revision)} />
      <label for={id}>{words.add}</label>
      <span class="finder-line">
        <input
          id={id}
          name="label"
          value={typed.label}
          maxlength={100}
          required
          autocomplete="off"
          aria-invalid={typed.problem ? 'true' : undefined}
          aria-describedby={typed.problem ? `${id}-error` : undefined}
        />
        <button type="submit" class="button">
          {words.addButton}
        </button>
      </span>
      {typed.problem && (
        <p class="error" id={`${id}-error`}>
          {icon('circle-alert')} {typed.problem}
        </p>
      )}
    </form>
  )
}

/** What is not offered: used all the same, or retired; and the way out for a list of one's own. */
function Aside({ ui, list, retired }: { ui: Ui; list: SectionProps['list']; retired: readonly PicklistItem[] }) {
  const words = ui.words.picklists
  const path = ui.url(`/settings/picklists/${list.name}`)
  return (
    <>
      {list.unlisted.length > 0 && <h3>{words.unlisted}</h3>}
      <div class="picklist-chips">
        {list.unlisted.map((label) => (
          <PostButton action={`${path}/items`} values={{ label }} label={words.list(label)}>
            {icon('list-checks')} {label}
          </PostButton>
        ))}
      </div>
      {retired.length > 0 && <h3>{words.retired}</h3>}
      <div class="picklist-chips">
        {retired.map(({ id, label }) => (
          <PostButton
            action={ui.url(`/settings/picklists/items/${id}`)}
            values={{ retired: 'no' }}
            label={words.backOf(label)}
          >
            {icon('rotate-ccw')} {label}
          </PostButton>
        ))}
      </div>
      {!list.builtin && (
        <div class="picklist-chips">
          <span class="quiet">
            {words.name}: <code>{list.name}</code>
          </span>
          <PostButton action={path} values={{ retired: 'yes' }} class="button quiet-button">
            {icon('archive')} {words.removeList}
          </PostButton>
        </div>
      )}
    </>
  )
}
