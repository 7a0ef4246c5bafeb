import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'

/** Reps' letters, automatic ones, campaigns: each leaves room for those before it. */
export type SendClass = 'rep' | 'automatic' | 'campaign'

export type Bucket = Readonly<{ tokens: number; countedAt: number }>

/** Two seconds' worth, so that nothing goes in one rush (campaigns.md R12); never less than each class can wait for. */
export function burstOf(rate: number): number {
  return Math.max(3, Math.ceil(rate * 2))
}

/** What a class leaves in the bucket: at least a fifth for reps, and as much again before a campaign draws. */
function floorOf(rate: number, by: SendClass): number {
  const reserve = Math.max(1, burstOf(rate) / 5)
  return by === 'rep' ? 0 : by === 'automatic' ? reserve : 2 * reserve
}

type Draw = Readonly<{ rate: number; by: SendClass; wanted: number; now: number }>

/**
 * What may go now of `wanted` letters, and the bucket after that. Over any span of time no more goes than
 * rate * seconds + burst: a token is spent when it is drawn, and none is ever given back. `now` in ms.
 */
export function draw(bucket: Bucket, { rate, by, wanted, now }: Draw): { granted: number; bucket: Bucket } {
  const passed = Math.max(0, now - bucket.countedAt) / 1000
  const tokens = Math.min(burstOf(rate), bucket.tokens + passed * rate)
  // A token that is almost whole counts as whole only when it is: rounding must not make letters.
  const granted = Math.max(0, Math.min(wanted, Math.floor(tokens - floorOf(rate, by))))
  return { granted, bucket: { tokens: tokens - granted, countedAt: Math.max(now, bucket.countedAt) } }
}

type Asked = Readonly<{ key: string; rate: number; by: SendClass; wanted: number }>

/** Looks what would be granted, without taking it. All times are the database's. */
export async function peek(db: Db, { key, ...asked }: Asked): Promise<number> {
  const [row] = await read(db, key, false)
  return row ? draw(row, { ...asked, now: row.now }).granted : Math.min(asked.wanted, burstOf(asked.rate))
}

/** Takes tokens for letters that go at once; answers how many it got. Many workers share one bucket. */
export async function take(db: Database, { key, ...asked }: Asked): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`insert into rate_buckets (key, tokens, counted_at) values (${key}, ${burstOf(asked.rate)}, clock_timestamp())
      on conflict do nothing`.execute(tx)
    const [row] = await read(tx, key, true)
    const { granted, bucket } = draw(row!, { ...asked, now: row!.now })
    await sql`update rate_buckets set tokens = ${bucket.tokens}, counted_at = to_timestamp(${bucket.countedAt / 1000})
      where key = ${key}`.execute(tx)
    return granted
  })
}

async function read(db: Db, key: string, lock: boolean) {
  const { rows } = await sql<Bucket & { now: number }>`
    select tokens, extract(epoch from counted_at)::float8 * 1000 as counted_at,
      extract(epoch from clock_timestamp())::float8 * 1000 as now
    from rate_buckets where key = ${key} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows
}
