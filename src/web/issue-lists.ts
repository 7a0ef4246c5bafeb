import type { Context } from 'hono'
import type { ListProps } from '../../templates/issues.tsx'
import type { ListPlace } from '../../templates/list-place.ts'
import type { Database } from '../database/connection.ts'
import { listIssues } from '../desk/issues.ts'
import { type Menus, readMenus } from '../desk/menus.ts'
import { presentAt } from '../desk/presence.ts'
import { draftedIssues } from '../letters/drafts.ts'
import type { Desk, Web } from './desk.ts'
import { filterOf, placeIn } from './list-place.ts'

const pageSize = 40

/** Which list the address names; a search looks everywhere. */
export function viewOf(c: Context<Web>): ListPlace {
  return placeIn((name) => c.req.query(name))
}

/** What menus offer, read once for the list and the issue of one page. */
export function menusOf(c: Context<Web>, { db }: Desk): Promise<Menus> {
  const menus = c.get('menus') ?? readMenus(db)
  c.set('menus', menus)
  return menus
}

export async function listProps(c: Context<Web>, desk: Desk): Promise<ListProps> {
  const { db } = desk
  const place = viewOf(c)
  const filter = filterOf(place)
  const { oldestFirst } = place.narrow ?? {}
  const page = { viewer: c.get('rep').id, cursor: c.req.query('cursor'), limit: pageSize, oldestFirst }
  const [offered, list] = await Promise.all([menusOf(c, desk), listIssues(db, filter, page)])
  const ids = list.items.map((issue) => issue.id)
  const repId = c.get('rep').id
  const [presence, drafted] = await Promise.all([presentAt(db, ids, repId), draftedIssues(db, repId, ids)])
  return { ui: c.get('ui'), ...place, ...offered, presence, drafted, ...list }
}

export async function anyIssue(db: Database): Promise<boolean> {
  return (await db.selectFrom('issues').select('id').limit(1).executeTakeFirst()) !== undefined
}
