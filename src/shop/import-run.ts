import { sql } from 'kysely'
import type { Database, Tx } from '../database/connection.ts'
import type { CsvRead } from './import-csv.ts'
import type { Item } from './import-items.ts'
import type { ImportPlan } from './import-plan.ts'
import { startReader } from './import-reader.ts'
import type { Fault } from './import-row.ts'
import { writeItems } from './import-write.ts'

const together = 500
const mostFaults = 10_000
const mostTries = 3

type Job = Readonly<{ id: number; bytes: number; plan: ImportPlan; attempts: number; name: string }>
/** How far an import is; `faults` counts those that were written down. */
type Progress = { rows: number; written: number; bad: number; faults: number; lastBad: number }

/** Runs the import that waits longest, or one whose worker died, from its beginning; undefined when there is none. */
export async function runNextImport(db: Database): Promise<{ id: number; written: number; bad: number } | undefined> {
  const job = await claimImport(db)
  if (!job) return undefined
  if (job.attempts > mostTries) {
    await finish(db, job.id, {
      state: 'failed',
      problem: `It was begun ${mostTries} times and did not come to its end.`,
    })
    return { id: job.id, written: 0, bad: 0 }
  }
  const progress = await runImport(db, job)
  return { id: job.id, written: progress.written, bad: progress.bad }
}

async function claimImport(db: Database): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    update shop_imports set state = 'running', attempts = attempts + 1, lease_until = now() + interval '60 seconds',
      started_at = now(), read_rows = 0, bad_rows = 0, written = 0
    where id = (select id from shop_imports where state in ('waiting', 'running')
      and (lease_until is null or lease_until < now()) order by id limit 1 for update skip locked)
    returning id, bytes::float8 as bytes, plan, attempts, name`.execute(db)
  if (rows[0]) await sql`delete from shop_import_faults where import_id = ${rows[0].id}`.execute(db)
  return rows[0]
}

async function runImport(db: Database, { id, plan, bytes }: Job): Promise<Progress> {
  const progress: Progress = { rows: 0, written: 0, bad: 0, faults: 0, lastBad: 0 }
  const reader = startReader(plan, bytes)
  try {
    for (let position = 0; ; position += 1) {
      const piece = await pieceAt(db, id, position)
      const read = piece ? await reader.feed(piece) : await reader.end()
      if (!(await writeRead(db, { id, plan, progress }, read))) {
        await finish(db, id, { state: 'cancelled', problem: '' })
        return progress
      }
      if (!piece) break
    }
  } finally {
    await reader.stop()
  }
  await finish(db, id, { state: 'done', problem: '' })
  return progress
}

async function pieceAt(db: Database, id: number, position: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('shopImportPieces')
    .select('bytes')
    .where('importId', '=', id)
    .where('position', '=', position)
    .executeTakeFirst()
  return row?.bytes
}

type Running = Readonly<{ id: number; plan: ImportPlan; progress: Progress }>

/** Writes what was read, some at a time with the progress; false when somebody cancelled it. */
async function writeRead(db: Database, running: Running, { rows, items, faults }: CsvRead): Promise<boolean> {
  running.progress.rows = Math.max(0, rows - 1)
  for (let at = 0; at === 0 || at < items.length; at += together) {
    const some = items.slice(at, at + together)
    const told = await writeSome(db, running.plan, some)
    const all = [...(at === 0 ? faults : []), ...told].sort((a, b) => a.row - b.row)
    running.progress.written += some.length - new Set(told.map(({ row }) => row)).size
    if (await db.transaction().execute((tx) => noteProgress(tx, running, all))) return false
  }
  return true
}

/**
 * Together where that goes. Where the database refuses a value, one by one, so that a bad row stops no other; what it
 * ended for somebody else's sake (40001, 40P01) is tried again.
 */
async function writeSome(db: Database, plan: ImportPlan, items: readonly Item[], tries = 3): Promise<Fault[]> {
  if (items.length === 0) return []
  try {
    return await db.transaction().execute((tx) => writeItems(tx, plan, items))
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    if (tries > 1 && (code === '40001' || code === '40P01')) return writeSome(db, plan, items, tries - 1)
    if (!/^2[23]/.test(code)) throw error
    if (items.length === 1)
      return [{ row: items[0]!.row, field: '', why: 'has a value that cannot be stored', value: '' }]
  }
  const faults: Fault[] = []
  for (const item of items) faults.push(...(await writeSome(db, plan, [item])))
  return faults
}

async function noteProgress(tx: Tx, { id, progress }: Running, faults: readonly Fault[]): Promise<boolean> {
  for (const { row } of faults) {
    if (row !== progress.lastBad) progress.bad += 1
    progress.lastBad = row
  }
  const noted = faults.slice(0, mostFaults - progress.faults)
  if (noted.length > 0)
    await tx
      .insertInto('shopImportFaults')
      .values(noted.map((fault, at) => ({ importId: id, id: progress.faults + at + 1, ...fault })))
      .execute()
  progress.faults += noted.length
  const { rows } = await sql<{ cancel: boolean }>`
    update shop_imports set read_rows = ${progress.rows}, written = ${progress.written}, bad_rows = ${progress.bad},
      rows = greatest(rows, ${progress.rows}), lease_until = now() + interval '60 seconds'
    where id = ${id} returning cancel`.execute(tx)
  return rows[0]?.cancel ?? true
}

async function finish(db: Database, id: number, end: { state: 'done' | 'cancelled' | 'failed'; problem: string }) {
  await db.transaction().execute(async (tx) => {
    await sql`update shop_imports set state = ${end.state}, problem = ${end.problem}, ended_at = now(), lease_until = null,
      rows = case when ${end.state} = 'done' then read_rows else rows end where id = ${id}`.execute(tx)
    await sql`delete from shop_import_pieces where import_id = ${id}`.execute(tx)
  })
}
