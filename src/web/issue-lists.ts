import type { Context } from 'hono'
import type { ListProps } from '../../templates/issues.tsx'
import type { ListPlace } from '../../templates/list-place.ts'
import type { Database } from '../database/connection.ts'
import { groupNames } from '../desk/groups.ts'
import { listIssues } from '../desk/issues.ts'
import { listPicklist } from '../desk/picklists.ts'
import { presentAt } from '../desk/presence.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'
import { filterOf, placeIn } from './list-place.ts'

const pageSize = 40

/** Which list the address names; a search looks everywhere. */
export function viewOf(c: Context<Web>): ListPlace {
  return placeIn((name) => c.req.query(name))
}

export async function listProps(c: Context<Web>, { db }: Desk): Promise<ListProps> {
  const place = viewOf(c)
  const filter = filterOf(place)
  const { oldestFirst } = place.narrow ?? {}
  const page = { viewer: c.get('rep').id, cursor: c.req.query('cursor'), limit: pageSize, oldestFirst }
  const [mailboxes, list, types, reps, groups] = await Promise.all([
    listMailboxes(db),
    listIssues(db, filter, page),
    listPicklist(db, 'issue_type'),
    listReps(db),
    groupNames(db),
  ])
  const ids = list.items.map((issue) => issue.id)
  const presence = await presentAt(db, ids, c.get('rep').id)
  return {
    ui: c.get('ui'),
    ...place,
    types,
    mailboxes,
    presence,
    groups,
    reps: reps.filter((rep) => !rep.deactivatedAt),
    ...list,
  }
}

export async function anyIssue(db: Database): Promise<boolean> {
  return (await db.selectFrom('issues').select('id').limit(1).executeTakeFirst()) !== undefined
}
