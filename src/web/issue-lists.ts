import type { Context } from 'hono'
import type { ListProps } from '../../templates/issues.tsx'
import type { View } from '../../templates/ui.ts'
import type { Database } from '../database/connection.ts'
import type { IssueFilter } from '../desk/issue-filter.ts'
import { listIssues } from '../desk/issues.ts'
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
export function viewOf(c: Context<Web>): { view: View; q: string; mailbox: number | undefined } {
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const view = c.req.query('view') ?? 'open'
  const mailbox = idIn(c.req.query('mailbox'))
  if (q) return { view: 'all', q, mailbox }
  return { view: Object.hasOwn(filters, view) ? (view as View) : 'open', q, mailbox }
}

export async function listProps(c: Context<Web>, { db }: Desk): Promise<ListProps> {
  const { view, q, mailbox } = viewOf(c)
  const filter = { ...(q ? { ...filters.all, q } : filters[view]), mailbox }
  const page = { viewer: c.get('rep').id, cursor: c.req.query('cursor'), limit: pageSize }
  const [mailboxes, list] = await Promise.all([listMailboxes(db), listIssues(db, filter, page)])
  return { ui: c.get('ui'), view, q, mailbox, mailboxes, ...list }
}

export async function anyIssue(db: Database): Promise<boolean> {
  return (await db.selectFrom('issues').select('id').limit(1).executeTakeFirst()) !== undefined
}
