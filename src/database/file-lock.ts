import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `deed` while a file with our pid says that we do. Waits up to 90 s for a living holder; a dead holder's file
 * is taken over. For things that must happen once on one machine; never across machines.
 */
export async function withFileLock<T>(path: string, deed: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 90_000
  while (!taken(path)) {
    if (Date.now() > deadline) throw new Error(`Another start holds ${path}; if none runs, remove that file.`)
    await sleep(50)
  }
  try {
    return await deed()
  } finally {
    rmSync(path, { force: true })
  }
}

function taken(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    dropIfDead(path)
    return false
  }
}

function dropIfDead(path: string) {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    if (pid > 0 && pid !== process.pid) process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') rmSync(path, { force: true })
  }
}
