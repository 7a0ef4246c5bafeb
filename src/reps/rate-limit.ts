import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Db } from '../database/connection.ts'

/** `most` tries within `seconds`, counted in the database, so that all nodes count together. */
export type Limit = Readonly<{ seconds: number; most: number }>

/** Counts a try and says whether it is still one of those that are allowed. `what` may hold an address: its hash is kept. */
export async function countTry(db: Db, what: string, { seconds, most }: Limit): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    insert into rate_limits as r (key, count, last_request) values (${keyOf(what)}, 1, ${clock})
    on conflict (key) do update set
      count = case when r.last_request < ${clock} - ${seconds * 1000}::bigint then 1 else r.count + 1 end,
      last_request = case when r.last_request < ${clock} - ${seconds * 1000}::bigint then ${clock} else r.last_request end
    returning count`.execute(db)
  return rows[0]!.count <= most
}

/** Whether another try would be allowed; counts nothing. */
export async function triesLeft(db: Db, what: string, { seconds, most }: Limit): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count from rate_limits where key = ${keyOf(what)} and last_request >= ${clock} - ${seconds * 1000}::bigint`.execute(
    db,
  )
  return (rows[0]?.count ?? 0) < most
}

/** Milliseconds by the database's clock, as the sign-in library writes them into the same table. */
const clock = sql`(extract(epoch from now()) * 1000)::bigint`

function keyOf(what: string): string {
  return `desk ${sha256(what).toString('base64url')}`
}
