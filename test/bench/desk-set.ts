import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { fillDesk, type Scale } from './desk-data.ts'

const root = join(import.meta.dirname, '..', '..')

/** The data folder of a desk of this scale: made once, and kept until a migration or the making changes. */
export async function deskSet(scale: Scale, say: (line: string) => void): Promise<string> {
  const sets = join(tmpdir(), 'antfarm-bench')
  const name = `desk-${scale.issues}-`
  const dataDir = join(sets, name + madeBy())
  if (existsSync(join(dataDir, 'made'))) return dataDir
  mkdirSync(sets, { recursive: true })
  for (const old of readdirSync(sets).filter((each) => each.startsWith(name)))
    rmSync(join(sets, old), { recursive: true })
  mkdirSync(dataDir)
  for (const folder of [sets, dataDir]) chmodSync(folder, 0o755) // for the server's user, where we are root
  say(`making the desk of ${scale.issues} issues in ${dataDir}, once`)
  const began = Date.now()
  const server = await startEmbedded(dataDir)
  const { db, stop } = connect(server.url)
  try {
    await migrate(db)
    await fillDesk(server.url, join(sets, `copy-${process.pid}`), scale, say)
  } finally {
    await stop()
    await server.stop()
    rmSync(join(sets, `copy-${process.pid}`), { recursive: true, force: true })
  }
  say(`  made in ${Math.round((Date.now() - began) / 1000)} s`)
  writeFileSync(join(dataDir, 'made'), new Date().toISOString())
  return dataDir
}

function madeBy(): string {
  const migrations = join(root, 'migrations')
  const files = [
    ...readdirSync(migrations)
      .sort()
      .map((file) => join(migrations, file)),
    join(import.meta.dirname, 'desk-data.ts'),
    join(import.meta.dirname, 'desk-words.ts'),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
