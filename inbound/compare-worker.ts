import { parentPort, workerData } from 'node:worker_threads'
import type { Comparison } from './compare.ts'
import { stretchesOf } from './quoted.ts'

/** The thread that compares large answers with large letters. Started by compare.ts alone. */
for (const { text, known } of workerData as readonly Comparison[])
  parentPort!.postMessage(stretchesOf(text, known) ?? null)
