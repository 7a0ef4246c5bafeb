import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type RailLinkProps = {
  ui: Ui
  here: boolean
  path: string
  name: IconName
  key_?: string
  count?: number | undefined
  bad?: boolean
  children?: string
}

/** One view of the desk, with how much waits there. */
export function RailLink({ ui, here, path, name, key_, count, bad, children }: RailLinkProps) {
  const shown = count === undefined || count <= 0 ? undefined : count
  return (
    <a
      class={bad && shown ? 'rail-link bad' : 'rail-link'}
      href={ui.url(path)}
      aria-current={here ? 'page' : undefined}
      data-key={key_}
    >
      {icon(name)}
      <span>{children}</span>
      {shown !== undefined && <span class="count">{ui.dates.number(shown)}</span>}
    </a>
  )
}
