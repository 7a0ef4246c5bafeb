import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CsvRead, CsvReader } from './import-csv.ts'
import type { ImportPlan } from './import-plan.ts'

/** The reader of import-csv.ts in a thread of its own, so that a large file holds nobody up. One answer for one ask. */
export function startReader(plan: ImportPlan): CsvReader & { stop: () => Promise<unknown> } {
  // Without our own loader: Node's type stripping is enough, and starts faster.
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), {
    execArgv: [],
    workerData: { plan },
    resourceLimits: { maxOldGenerationSizeMb: 192 },
  })
  worker.unref()
  const ask = async (bytes: Uint8Array | null): Promise<CsvRead> => {
    const answer = once(worker, 'message')
    worker.postMessage(bytes)
    const [read] = await answer
    return read as CsvRead
  }
  return { feed: ask, end: () => ask(null), stop: () => worker.terminate() }
}
