import { type RawBuilder, sql } from 'kysely'
import { listQuery } from '../../templates/narrow.tsx'
import type { RailWork } from '../../templates/ui.ts'
import type { IssueFilter } from '../desk/issue-filter.ts'
import { placeOf } from './list-place.ts'

/** A rep's own work as the rail's statement finds it; a view is still a filter. */
export type WorkRow = Omit<RailWork, 'views'> & { views: { name: string; filter: IssueFilter }[] }

/** SQL: over partial indexes and a few counters, the rep's own groups first, then the others. */
export function workColumns(repId: number): RawBuilder<unknown> {
  return sql`
      (select count(*)::int from (select from notices where rep_id = ${repId} and read_at is null limit 99) n) as notices,
      (select count(*)::int from (select from actions where follow_up_assignee_id = ${repId} and follow_up <> ''
        and follow_up_done_at is null and deleted_at is null
        and least(follow_up_due_at, timestamptz '2250-01-01 00:00+00') <= now() limit 99) f) as follow_ups,
      coalesce((select json_agg(json_build_object('name', g.name, 'count', g.count) order by not g.own, lower(g.name)) from (
        select g.name, exists (select from group_members m where m.group_id = g.id and m.rep_id = ${repId}) as own,
          coalesce((select sum(delta) from issue_counts c where c.bucket = 'group:' || g.name), 0)::int as count
        from groups g where g.retired_at is null order by g.name limit 50) g), '[]') as groups,
      coalesce((select json_agg(json_build_object('name', v.name, 'filter', v.filter) order by lower(v.name)) from (
        select name, filter from saved_views where deleted_at is null and (shared or rep_id = ${repId})
        order by id limit 50) v), '[]') as views`
}

export function toWork({ notices, followUps, groups, views }: WorkRow): RailWork {
  const linked = views.map(({ name, filter }) => ({ name, path: `/issues?${listQuery(placeOf(filter))}` }))
  return { notices, followUps, groups, views: linked }
}
