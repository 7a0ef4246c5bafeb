import type { RepNotice } from '../src/desk/rep-notices.ts'
import { Check } from './choices.tsx'
import { PostButton, Time } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type NoticesProps = { ui: Ui; items: readonly RepNotice[]; next: string | null; byMail: boolean }

const icons: Readonly<Record<RepNotice['kind'], IconName>> = {
  assigned: 'user-check',
  mentioned: 'sticky-note',
  follow_up: 'list-todo',
  watched: 'eye',
  letter: 'mail-x',
}

/** What a rep should know of, newest first, and whether it comes by mail too. */
export function NoticesPage({ ui, items, next, byMail }: NoticesProps) {
  const words = ui.words.notices
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {items.some((notice) => !notice.readAt) && (
        <PostButton action={ui.url('/notices/read')}>
          {icon('check')} {words.readAll}
        </PostButton>
      )}
      {items.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <ul class="ledger">
          {items.map((notice) => (
            <Item ui={ui} notice={notice} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/notices?cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
      <form method="post" action={ui.url('/notices/settings')} class="work-form">
        <Check label={words.byMail} name="byMail" checked={byMail} hint={words.byMailHint} />
        <button type="submit" class="button">
          {words.save}
        </button>
      </form>
    </main>
  )
}

function Item({ ui, notice }: { ui: Ui; notice: RepNotice }) {
  const words = ui.words.notices
  const anchor = notice.actionId === null ? '' : `?open=${notice.actionId}#entry-${notice.actionId}`
  const sentence = words.kinds[notice.kind](notice.by?.name ?? words.desk, notice.issues)
  return (
    <li class="ledger-item">
      {icon(icons[notice.kind])}
      <div class="ledger-main">
        <p class="ledger-top">
          {notice.readAt ? sentence : <strong>{sentence}</strong>}
          {!notice.readAt && <span class="chip">{words.unread}</span>}
          <Time ui={ui} at={notice.at} />
        </p>
        <p>
          <a href={ui.url(`/issues/${notice.issue.id}${anchor}`)}>
            #{notice.issue.id} {notice.issue.subject || ui.words.list.noSubject}
          </a>
        </p>
      </div>
      {!notice.readAt && (
        <PostButton
          action={ui.url('/notices/read')}
          values={{ id: notice.id }}
          class="button quiet-button"
          label={words.read}
        >
          {icon('check')}
        </PostButton>
      )}
    </li>
  )
}
