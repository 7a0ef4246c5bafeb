import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'

/** A rep who has an issue before them. */
export type Viewer = Readonly<{ id: number; name: string; typing: boolean }>

/** What live pages hear: somebody looks at an issue, writes in it, or has gone. */
export type PresenceNotice = Readonly<{ issue: number; rep: number; name: string; state: PresenceState }>
export type PresenceState = 'viewing' | 'typing' | 'gone'

/** Pages say every ten seconds who is there; who has said nothing for this long is not. */
export const presentFor = 25 // seconds
export const presenceChannel = 'presence'

/** Says that a rep is at an issue now, to the table and to every live page. Safe to repeat; costs no write-ahead log. */
export async function bePresent(
  db: Db,
  { repId, issueId, state }: { repId: number; issueId: number; state: PresenceState },
): Promise<void> {
  if (state === 'gone') await sql`delete from presence where issue_id = ${issueId} and rep_id = ${repId}`.execute(db)
  else
    await sql`
      with expired as (delete from presence where seen_at < now() - interval '5 minutes' and rep_id <> ${repId})
      insert into presence (issue_id, rep_id, typing) values (${issueId}, ${repId}, ${state === 'typing'})
      on conflict (issue_id, rep_id) do update set typing = excluded.typing, seen_at = now()`.execute(db)
  await sql`
    select pg_notify(${presenceChannel}, json_build_object(
      'issue', ${issueId}::int, 'rep', id, 'name', left(name, 80), 'state', ${state}::text)::text)
    from reps where id = ${repId}`.execute(db)
}

/** Who else is at these issues, by issue: one statement over the primary key. */
export async function presentAt(
  db: Db,
  issueIds: readonly number[],
  viewer: number | undefined,
): Promise<ReadonlyMap<number, readonly Viewer[]>> {
  const found = new Map<number, Viewer[]>()
  if (issueIds.length === 0) return found
  const { rows } = await sql<Viewer & { issueId: number }>`${kept}
    select p.issue_id, r.id, r.name, p.typing from presence p join reps r on r.id = p.rep_id
    where p.issue_id = any (${[...issueIds]}::int[]) and p.seen_at > now() - make_interval(secs => ${presentFor})
      and p.rep_id <> ${viewer ?? 0} order by p.issue_id, r.name limit 500`.execute(db)
  for (const { issueId, ...one } of rows) found.set(issueId, [...(found.get(issueId) ?? []), one])
  return found
}
