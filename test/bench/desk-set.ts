import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Database } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { fillDesk, type Scale } from './desk-data.ts'

const root = join(import.meta.dirname, '..', '..')

/** The data folder of a desk of this scale: made once, and kept until a migration or the making changes. */
export function deskSet(scale: Scale, say: (line: string) => void): Promise<string> {
  return madeSet(
    {
      name: `desk-${scale.issues}-`,
      of: `the desk of ${scale.issues} issues`,
      sources: ['desk-data.ts', 'desk-words.ts'],
      fill: (_, url, folder) => fillDesk(url, folder, scale, say),
    },
    say,
  )
}

type SetWish = Readonly<{
  /** What begins the folder's name; another set that begins so is an older one. */
  name: string
  of: string
  /** Files beside this one that make it. */
  sources: readonly string[]
  fill: (db: Database, url: string, folder: string) => Promise<void>
}>

/** The same for any set: an empty, migrated database that `fill` fills; `folder` is for files and goes afterwards. */
export async function madeSet({ name, of, sources, fill }: SetWish, say: (line: string) => void): Promise<string> {
  const sets = join(tmpdir(), 'antfarm-bench')
  const dataDir = join(sets, name + madeBy(sources))
  if (existsSync(join(dataDir, 'made'))) return dataDir
  mkdirSync(sets, { recursive: true })
  for (const old of readdirSync(sets).filter((each) => each.startsWith(name)))
    rmSync(join(sets, old), { recursive: true })
  mkdirSync(dataDir)
  for (const folder of [sets, dataDir]) chmodSync(folder, 0o755) // for the server's user, where we are root
  say(`making ${of} in ${dataDir}, once`)
  const began = Date.now()
  const folder = join(sets, `copy-${process.pid}`)
  const server = await startEmbedded(dataDir)
  const { db, stop } = connect(server.url)
  try {
    await migrate(db)
    await fill(db, server.url, folder)
  } finally {
    await stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  say(`  made in ${Math.round((Date.now() - began) / 1000)} s`)
  writeFileSync(join(dataDir, 'made'), new Date().toISOString())
  return dataDir
}

function madeBy(sources: readonly string[]): string {
  const migrations = join(root, 'migrations')
  const files = [
    ...readdirSync(migrations)
      .sort()
      .map((file) => join(migrations, file)),
    ...sources.map((file) => join(import.meta.dirname, file)),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
