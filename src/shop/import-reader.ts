import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type CsvRead, type CsvReader, csvReader } from './import-csv.ts'
import type { ImportPlan } from './import-plan.ts'

type Reader = CsvReader & { stop: () => Promise<unknown> }

/** So few bytes are read sooner than a thread starts. */
const small = 256 << 10

/** The reader of import-csv.ts; for a large file in a thread of its own, so that it holds nobody up. */
export function startReader(plan: ImportPlan, bytes: number): Reader {
  return bytes > small ? threaded(plan) : { ...csvReader(plan), stop: async () => undefined }
}

function threaded(plan: ImportPlan): Reader {
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
