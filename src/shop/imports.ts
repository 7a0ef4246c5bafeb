import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, type Page, readCursor } from '../database/cursor.ts'
import type { ImportState } from '../database/tables-shop-data.ts'
import { checkPlan, type ImportPlan } from './import-plan.ts'

/** A file that came in, and how far it is; `rows` is as many as it seems to have, without its head. */
export type ShopImport = Readonly<{
  id: number
  name: string
  state: ImportState
  plan: ImportPlan
  header: readonly string[]
  bytes: number
  rows: number
  readRows: number
  badRows: number
  written: number
  problem: string
  cancel: boolean
  rep: string | null
  createdAt: Date
  endedAt: Date | null
}>

export type ImportFault = Readonly<{ row: number; field: string; why: string; value: string }>

const columns = sql`i.id, i.name, i.state, i.plan, i.header, i.bytes::float8 as bytes, i.rows, i.read_rows, i.bad_rows, i.written,
  i.problem, i.cancel, i.created_at, i.ended_at, (select r.name from reps r where r.id = i.rep_id) as rep`

export async function findImport(db: Db, id: number): Promise<ShopImport | undefined> {
  const { rows } = await sql<ShopImport>`select ${columns} from shop_imports i where i.id = ${id}`.execute(db)
  return rows[0]
}

/** Newest first. */
export async function listImports(db: Db, page: Page): Promise<{ items: ShopImport[]; next: string | null }> {
  const cursor = readCursor(page.cursor)
  const { rows } = await sql<ShopImport & { micros: string }>`
    select ${columns}, '0' as micros from shop_imports i where i.id < ${cursor?.id ?? 2 ** 31 - 1}
    order by i.id desc limit ${page.limit + 1}`.execute(db)
  const { rows: kept, next } = cutPage(rows, page.limit)
  return { items: kept.map(({ micros: _, ...row }) => row), next }
}

/** The first bytes of a file that waits for its mapping. */
export async function firstPiece(db: Db, id: number): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from shop_import_pieces where import_id = ${id} order by position limit 1`.execute(db)
  return rows[0]?.bytes ?? Buffer.alloc(0)
}

/** Sets how a file is read; `start` hands it to the background. A sentence says what the plan lacks for that. */
export async function planImport(
  tx: Tx,
  id: number,
  wish: { plan: ImportPlan; start: boolean },
): Promise<'saved' | 'too late' | { problem: string }> {
  const problem = wish.start ? checkPlan(wish.plan) : undefined
  const state = wish.start && !problem ? 'waiting' : 'mapping'
  const { rows } = await sql<{ header: string[] }>`
    update shop_imports set plan = ${JSON.stringify(wish.plan)}::jsonb, state = ${state}
    where id = ${id} and state = 'mapping' returning header`.execute(tx)
  if (!rows[0]) return 'too late'
  if (problem) return { problem }
  if (wish.start) await rememberPlan(tx, rows[0].header, wish.plan)
  return 'saved'
}

/** Stops an import; what it has written stays. False when it is over already. */
export async function cancelImport(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update shop_imports set cancel = true,
      state = case when state = 'running' then state else 'cancelled' end,
      ended_at = case when state = 'running' then ended_at else now() end
    where id = ${id} and state in ('mapping', 'waiting', 'running') returning id`.execute(tx)
  if (rows[0])
    await sql`delete from shop_import_pieces p using shop_imports i
    where i.id = p.import_id and i.id = ${id} and i.state = 'cancelled'`.execute(tx)
  return rows.length > 0
}

/** By rows, `limit` after the one of that number among them (from 0). */
export async function listFaults(db: Db, id: number, { after, limit }: { after: number; limit: number }) {
  const { rows } = await sql<ImportFault & { id: number }>`
    select id, row, field, why, value from shop_import_faults where import_id = ${id} and id > ${after}
    order by id limit ${limit}`.execute(db)
  return rows
}

const hashOf = (header: readonly string[]) => sha256(header.map((name) => name.trim().toLowerCase()).join('\0'))

async function rememberPlan(tx: Tx, header: readonly string[], plan: ImportPlan) {
  await sql`insert into shop_import_plans (header_hash, plan) values (${hashOf(header)}, ${JSON.stringify(plan)}::jsonb)
    on conflict (header_hash) do update set plan = excluded.plan, used_at = now()`.execute(tx)
}

/** How a file with this head was read the last time. */
export async function rememberedPlan(db: Db, header: readonly string[]): Promise<ImportPlan | undefined> {
  const { rows } = await sql<{ plan: ImportPlan }>`
    select plan from shop_import_plans where header_hash = ${hashOf(header)}`.execute(db)
  return rows[0]?.plan
}

/** Files that nobody mapped for a week go, and reports of bad rows after a month: both may tell of people. */
export async function dropOldImports(db: Db): Promise<void> {
  await sql`delete from shop_imports where state = 'mapping' and created_at < now() - interval '7 days'`.execute(db)
  await sql`delete from shop_import_faults f using shop_imports i
    where i.id = f.import_id and i.ended_at < now() - interval '30 days'`.execute(db)
}
