import type { ListPlace, Narrow, View } from '../../templates/list-place.ts'
import type { Priority } from '../database/tables.ts'
import type { IssueFilter } from '../desk/issue-filter.ts'
import { idIn } from './input.ts'

const filters: Readonly<Record<View, IssueFilter>> = {
  open: { status: 'open' },
  mine: { status: 'open', assignee: 'me' },
  unassigned: { status: 'open', assignee: 'none' },
  look: { status: 'open', needsLook: true },
  closed: { status: 'closed' },
  all: { status: 'all' },
}

const windows = ['day', 'week', 'month'] as const
const priorities: readonly Priority[] = ['low', 'normal', 'high', 'urgent']

/** Which list an address names, by its query; a search looks everywhere. */
export function placeIn(query: (name: string) => string | undefined): ListPlace {
  const q = (query('q') ?? '').trim().slice(0, 200)
  const view = query('view') ?? 'open'
  const place = { q, mailbox: idIn(query('mailbox')), narrow: narrowIn(query) }
  if (q) return { ...place, view: 'all' }
  return { ...place, view: Object.hasOwn(filters, view) ? (view as View) : 'open' }
}

function narrowIn(query: (name: string) => string | undefined): Narrow {
  const text = (name: string) => (query(name) ?? '').trim().slice(0, 100)
  const [type, group, assignee] = [text('type'), text('group'), idIn(query('rep'))]
  const opened = windows.find((each) => each === query('opened'))
  const priority = priorities.find((each) => each === query('priority'))
  return {
    ...(type && { type }),
    ...(query('others') && { offList: true }),
    ...(opened && { opened }),
    ...(group && { group }),
    ...(priority && { priority }),
    ...(assignee && { assignee }),
    ...(query('snoozed') && { snoozed: true }),
    ...(query('overdue') && { overdue: true }),
    ...(query('order') === 'oldest' && { oldestFirst: true }),
  }
}

/** What the place asks of issues. */
export function filterOf({ view, q, mailbox, narrow = {} }: ListPlace): IssueFilter {
  const { oldestFirst: _, ...rest } = narrow
  return { ...(q ? { ...filters.all, q } : filters[view]), ...(mailbox !== undefined && { mailbox }), ...rest }
}

/** The place of a saved filter. */
export function placeOf(filter: IssueFilter): ListPlace {
  const {
    status = 'open',
    assignee,
    needsLook,
    q = '',
    mailbox,
    type,
    offList,
    opened,
    group,
    priority,
    snoozed,
    overdue,
  } = filter
  const view =
    status !== 'open'
      ? status
      : needsLook
        ? 'look'
        : assignee === 'me'
          ? 'mine'
          : assignee === 'none'
            ? 'unassigned'
            : 'open'
  const narrow = { type, offList, opened, group, priority, snoozed, overdue }
  return { view, q, mailbox, narrow: { ...narrow, ...(typeof assignee === 'number' && { assignee }) } }
}
