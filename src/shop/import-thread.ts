import { parentPort, workerData } from 'node:worker_threads'
import { csvReader } from './import-csv.ts'
import type { ImportPlan } from './import-plan.ts'

/** The thread that reads one file: bytes in, items and faults out; `null` ends it. Started by import-reader.ts alone. */
const reader = csvReader((workerData as { plan: ImportPlan }).plan)

parentPort!.on('message', async (bytes: Uint8Array | null) => {
  const read = bytes ? await reader.feed(bytes) : await reader.end()
  parentPort!.postMessage(read)
  if (!bytes) parentPort!.close()
})
