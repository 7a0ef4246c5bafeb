import { type IconName, icon } from './icon.tsx'
import type { ListPlace, Narrow } from './list-place.ts'
import type { Ui } from './ui.ts'

/** The query of a list's address. */
export function listQuery({ view, q, mailbox, narrow = {} }: ListPlace): string {
  const parts = [q ? `q=${encodeURIComponent(q)}` : `view=${view}`]
  if (mailbox !== undefined) parts.push(`mailbox=${mailbox}`)
  if (narrow.type) parts.push(`type=${encodeURIComponent(narrow.type)}`)
  if (narrow.offList) parts.push('others=1')
  if (narrow.opened) parts.push(`opened=${narrow.opened}`)
  if (narrow.group) parts.push(`group=${encodeURIComponent(narrow.group)}`)
  if (narrow.priority) parts.push(`priority=${narrow.priority}`)
  if (narrow.assignee) parts.push(`rep=${narrow.assignee}`)
  if (narrow.snoozed) parts.push('snoozed=1')
  if (narrow.overdue) parts.push('overdue=1')
  if (narrow.oldestFirst) parts.push('order=oldest')
  return parts.join('&')
}

/** What of the list is shown, in words; undefined where nothing is left out. */
export function narrowed(ui: Ui, narrow: Narrow): string | undefined {
  const { type, offList, opened, group, priority, assignee, snoozed, overdue } = narrow
  const words = ui.words.narrow
  const parts = [
    type === 'none' ? words.none : type,
    offList ? words.others : undefined,
    opened && words.openedWithin[opened],
    group,
    priority && ui.words.issue.priorities[priority],
    assignee && words.ofRep(assignee),
    snoozed && words.snoozed,
    overdue && words.overdue,
  ]
  return parts.filter(Boolean).join(' · ') || undefined
}

type MenuProps = { ui: Ui; place: ListPlace; types: readonly string[] }

/** Which types, since when, which end first: each a link, so that it works without script and can be sent on. */
export function NarrowMenu(props: MenuProps) {
  const { ui, place } = props
  const words = ui.words.narrow
  const { opened, oldestFirst } = place.narrow ?? {}
  const to = linkFrom(ui, place)
  return (
    <details class="pop mailbox-menu narrow-menu">
      <summary class="link-button" title={words.menu}>
        {icon('list-filter')} {narrowed(ui, place.narrow ?? {}) ?? words.all} {oldestFirst && `· ${words.oldest} `}
        {icon('chevron-down')}
      </summary>
      <div class="pop-panel">
        <TypeChoices {...props} />
        <p class="pop-head">{words.opened}</p>
        {([undefined, 'day', 'week', 'month'] as const).map((each) => (
          <Choice
            href={to({ opened: each })}
            on={opened === each}
            name="calendar"
            text={each ? words.openedWithin[each] : words.ever}
          />
        ))}
        <WorkChoices ui={ui} place={place} />
        <p class="pop-head">{words.order}</p>
        <Choice href={to({ oldestFirst: undefined })} on={!oldestFirst} name="arrow-down" text={words.newest} />
        <Choice href={to({ oldestFirst: true })} on={oldestFirst ?? false} name="arrow-up" text={words.oldest} />
        <a class="menu-item" href={ui.url(`/views?query=${encodeURIComponent(listQuery(place))}`)}>
          {icon('bookmark')} {ui.words.savedViews.save}
        </a>
      </div>
    </details>
  )
}

function linkFrom(ui: Ui, place: ListPlace) {
  return (change: Narrow) => ui.url(`/issues?${listQuery({ ...place, narrow: { ...place.narrow, ...change } })}`)
}

/** Overdue, asleep, by priority; the chosen one is taken back by choosing it again. */
function WorkChoices({ ui, place }: Omit<MenuProps, 'types'>) {
  const words = ui.words.narrow
  const { overdue, snoozed, priority } = place.narrow ?? {}
  const to = linkFrom(ui, place)
  const over = overdue ? undefined : true
  const asleep = snoozed ? undefined : true
  return (
    <>
      <p class="pop-head">{words.work}</p>
      <Choice href={to({ overdue: over })} on={overdue ?? false} name="calendar" text={words.overdue} />
      <Choice href={to({ snoozed: asleep })} on={snoozed ?? false} name="alarm-clock" text={words.snoozed} />
      {(['urgent', 'high'] as const).map((each) => (
        <Choice
          href={to({ priority: priority === each ? undefined : each })}
          on={priority === each}
          name="flag"
          text={ui.words.issue.priorities[each]}
        />
      ))}
    </>
  )
}

function TypeChoices({ ui, place, types }: MenuProps) {
  const words = ui.words.narrow
  const { type, offList } = place.narrow ?? {}
  const to = linkFrom(ui, place)
  const ofType = (text: string, wanted: Narrow) => (
    <Choice
      href={to({ type: undefined, offList: undefined, ...wanted })}
      on={(wanted.type ?? '') === (type ?? '') && (wanted.offList ?? false) === (offList ?? false)}
      name="tag"
      text={text}
    />
  )
  return (
    <>
      <p class="pop-head">{words.types}</p>
      {ofType(words.all, {})}
      {ofType(words.none, { type: 'none' })}
      {types.map((label) => ofType(label, { type: label }))}
      {type && type !== 'none' && !types.includes(type) && ofType(type, { type })}
      {ofType(words.others, { offList: true })}
    </>
  )
}

function Choice({ href, on, name, text }: { href: string; on: boolean; name: IconName; text: string }) {
  return (
    <a class="menu-item" href={href} aria-current={on ? 'true' : undefined}>
      {icon(name)} {text} {on && icon('check')}
    </a>
  )
}
