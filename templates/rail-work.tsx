import { type IconName, icon } from './icon.tsx'
import type { RailWork, Ui } from './ui.ts'

/** Below the views: notices and follow-ups of this rep, the groups' queues, the saved views. */
export function RailWorkLinks({ ui, work }: { ui: Ui; work: RailWork }) {
  const { notices, followUps, groups, savedViews } = ui.words
  const link = (path: string, name: IconName, text: string, count?: number, key?: string) => (
    <a
      class="rail-link"
      href={ui.url(path)}
      aria-current={ui.here === path || ui.here.startsWith(`${path}&`) ? 'page' : undefined}
      data-key={key}
    >
      {icon(name)}
      <span title={text}>{text}</span>
      {count !== undefined && count > 0 && <span class="count">{ui.dates.number(count)}</span>}
    </a>
  )
  return (
    <>
      <hr />
      {link('/notices', 'bell', notices.bell, work.notices, 'g n')}
      {link('/follow-ups', 'list-todo', followUps.title, work.followUps, 'g t')}
      {work.groups.length > 0 && <p class="rail-head">{groups.rail}</p>}
      {work.groups.map(({ name, count }) =>
        link(`/issues?view=open&group=${encodeURIComponent(name)}`, 'users', name, count),
      )}
      {work.views.length > 0 && <p class="rail-head">{savedViews.rail}</p>}
      {work.views.map(({ name, path }) => link(path, 'bookmark', name))}
    </>
  )
}
