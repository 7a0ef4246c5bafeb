import type { IssueLine } from '../src/desk/issues.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Issues in one line each, leading to them. */
export function IssueLinks({ ui, issues }: { ui: Ui; issues: readonly IssueLine[] }) {
  return (
    <ul class="mini-list wide-list">
      {issues.map((issue) => (
        <li>
          <a href={ui.url(`/issues/${issue.id}`)} class={issue.status}>
            {icon(issue.status === 'open' ? 'circle-dashed' : 'circle-check')}
            <span class="quiet">#{issue.id}</span>
            <span class="subject">{issue.subject || ui.words.list.noSubject}</span>
            <span class="quiet">{ui.words.issue[issue.status]}</span>
            <Time ui={ui} at={issue.lastActivityAt} />
          </a>
        </li>
      ))}
    </ul>
  )
}
