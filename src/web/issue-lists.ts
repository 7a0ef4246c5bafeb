import type { Context } from 'hono'
import type { ListProps } from '../../templates/issues.tsx'
import type { ListPlace, Narrow } from '../../templates/narrow.tsx'
import type { View } from '../../templates/ui.ts'
import type { Database } from '../database/connection.ts'
import type { IssueFilter } from '../desk/issue-filter.ts'
import { listIssues } from '../desk/issues.ts'
import { listPicklist } from '../desk/picklists.ts'
import { presentAt } from '../desk/presence.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Desk, Web } from './desk.ts'
import { idIn } from './input.ts'

const filters: Readonly<Record<View, IssueFilter>> = {
  open: { status: 'open' },
  mine: { status: 'open', assignee: 'me' },
  unassigned: { status: 'open', assignee: 'none' },
  look: { status: 'open', needsLook: true },
  closed: { status: 'closed' },
  all: { status: 'all' },
}

const pageSize = 40

/** Which list the address names; a search looks everywhere. */
export function viewOf(c: Context<Web>): ListPlace {
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const view = c.req.query('view') ?? 'open'
  const mailbox = idIn(c.req.query('mailbox'))
  const narrow = narrowOf(c)
  if (q) return { view: 'all', q, mailbox, narrow }
  return { view: Object.hasOwn(filters, view) ? (view as View) : 'open', q, mailbox, narrow }
}

const windows = ['day', 'week', 'month'] as const

function narrowOf(c: Context<Web>): Narrow {
  const type = (c.req.query('type') ?? '').trim().slice(0, 100)
  const opened = windows.find((each) => each === c.req.query('opened'))
  return {
    ...(type && { type }),
    ...(c.req.query('others') && { offList: true }),
    ...(opened && { opened }),
    ...(c.req.query('order') === 'oldest' && { oldestFirst: true }),
  }
}

export async function listProps(c: Context<Web>, { db }: Desk): Promise<ListProps> {
  const place = viewOf(c)
  const { oldestFirst, ...narrow } = place.narrow ?? {}
  const filter = {
    ...(place.q ? { ...filters.all, q: place.q } : filters[place.view]),
    mailbox: place.mailbox,
    ...narrow,
  }
  const page = { viewer: c.get('rep').id, cursor: c.req.query('cursor'), limit: pageSize, oldestFirst }
  const [mailboxes, list, types] = await Promise.all([
    listMailboxes(db),
    listIssues(db, filter, page),
    listPicklist(db, 'issue_type'),
  ])
  const ids = list.items.map((issue) => issue.id)
  const presence = await presentAt(db, ids, c.get('rep').id)
  return { ui: c.get('ui'), ...place, types, mailboxes, presence, ...list }
}

export async function anyIssue(db: Database): Promise<boolean> {
  return (await db.selectFrom('issues').select('id').limit(1).executeTakeFirst()) !== undefined
}
