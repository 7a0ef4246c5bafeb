import { ReadableStream } from 'node:stream/web'
import { collectSooner } from '../settings/quiet-memory.ts'

/** So long may somebody who saves a file take nothing of it: meanwhile it holds a connection and a snapshot. */
const patience = 120_000

/**
 * Files that are being written by one process: `open` makes a stream of lines, which asks for the next ones only when
 * these were taken; undefined while as many as may be are open. Whoever breaks off, or takes nothing for two minutes,
 * ends the cursor behind it; a file that ends early is broken off, never closed as if it were whole.
 */
export function csvStreams(most = 3) {
  const running = new Set<AsyncGenerator<string>>()
  return {
    open(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> | undefined {
      if (running.size >= most) return undefined
      return ReadableStream.from(watched(lines, running))
    },
  }
}

async function* watched(lines: AsyncGenerator<string>, running: Set<AsyncGenerator<string>>) {
  running.add(lines)
  collectSooner(true)
  let timer: NodeJS.Timeout | undefined
  const end = async () => {
    running.delete(lines)
    if (running.size === 0) collectSooner(false)
    await lines.return(undefined)
  }
  try {
    for await (const text of lines) {
      timer = setTimeout(() => void end().catch(() => undefined), patience)
      yield Buffer.from(text) as Uint8Array
      clearTimeout(timer)
      if (!running.has(lines)) throw new Error('A file was not taken for two minutes: save it again.')
    }
  } finally {
    clearTimeout(timer)
    await end()
  }
}

/** The headers of such a file. */
export function csvHeaders(name: string): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  }
}
