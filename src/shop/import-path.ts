import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { keepImport } from './import-keep.ts'
import { importKinds } from './import-plan.ts'
import { runNextImport } from './import-run.ts'
import { findImport, listFaults, planImport, type ShopImport } from './imports.ts'

type Wish = Readonly<{
  currency?: string | undefined
  zone?: string | undefined
  list?: string | undefined
  say: (text: string) => void
}>

const mostBytes = 8 * 2 ** 30
const mostSaid = 20

/**
 * Imports a CSV, or all of a folder: users and products before the orders and views that name them. Says what came of
 * each and why rows were left out; answers whether every file was understood.
 */
export async function importShop(db: Database, path: string, wish: Wish): Promise<boolean> {
  const folder = (await stat(path)).isDirectory()
  const names = folder ? (await readdir(path)).filter((name) => /\.(csv|tsv|txt)$/i.test(name)).sort() : ['']
  const kept: ShopImport[] = []
  let sound = true
  for (const name of names) {
    const file = name ? join(path, name) : path
    const bytes = createReadStream(file)
    const done = await keepImport(db, { name: basename(file), repId: null, bytes, most: mostBytes })
    if ('id' in done) kept.push((await findImport(db, done.id))!)
    else {
      sound = false
      wish.say(`${basename(file)}: ${done.problem}`)
    }
  }
  if (names.length === 0) wish.say('There is no .csv in this folder.')
  kept.sort((a, b) => importKinds.indexOf(a.plan.kind) - importKinds.indexOf(b.plan.kind))
  for (const one of kept) sound = (await importOne(db, one, wish)) && sound
  return sound && names.length > 0
}

async function importOne(db: Database, { id, name, plan, rows }: ShopImport, { say, ...wish }: Wish): Promise<boolean> {
  const { currency = plan.currency, zone = plan.zone, list = plan.list } = wish
  const asked = { plan: { ...plan, currency, zone, list }, start: true }
  const planned = await db.transaction().execute((tx) => planImport(tx, id, asked))
  if (typeof planned === 'object') {
    say(
      `${name}: seems to hold ${plan.kind}, but is not understood. ${planned.problem} Map its columns on the page /shop/import/${id}.`,
    )
    return false
  }
  say(`${name}: ${plan.source ? `${plan.source}’s ` : ''}${plan.kind}, about ${rows} rows …`)
  const done = await finished(db, id)
  say(
    `${name}: ${done.readRows} rows read, ${done.written} ${plan.kind} written, ${done.badRows} rows bad. ${done.problem}`.trimEnd(),
  )
  for (const fault of await listFaults(db, id, { after: 0, limit: mostSaid }))
    say(`  row ${fault.row}: ${fault.field} ${fault.why}${fault.value ? ` (${JSON.stringify(fault.value)})` : ''}`)
  if (done.badRows > mostSaid) say(`  … all of them: /shop/import/${id}`)
  return done.state === 'done'
}

/** Does the work itself; where a desk that runs took the file, waits for that. */
async function finished(db: Database, id: number): Promise<ShopImport> {
  for (;;) {
    const did = await runNextImport(db)
    const now = (await findImport(db, id))!
    if (now.endedAt) return now
    if (!did) await sleep(500)
  }
}
