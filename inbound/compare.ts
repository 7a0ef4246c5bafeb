import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Known, stretchesOf } from './quoted.ts'

export type Comparison = Readonly<{ text: string; known: Known }>
/** The folds of a text by what is known; null where nothing of it is there, or nobody can tell in time. */
export type Compared = readonly number[] | null

/** Characters, text and known ones together, that are compared in a few ms. */
const little = 24 << 10
/** ms that all the large ones of a batch may take; a transaction waits. */
const deadline = 3_000

/** Compares one after the other: what is little in between other work, what is large in a thread of its own. */
export async function compare(all: readonly Comparison[]): Promise<Compared[]> {
  const large = all.filter((one) => size(one) > little)
  const there = large.length > 0 ? await inThread(large) : []
  const answers: Compared[] = []
  for (const one of all) {
    if (size(one) > little) answers.push(there[large.indexOf(one)] ?? null)
    else answers.push(stretchesOf(one.text, one.known) ?? null)
    await breathe()
  }
  return answers
}

function size({ text, known }: Comparison): number {
  return [...known.sent, ...known.got].reduce((sum, one) => sum + one.length, text.length)
}

function inThread(comparisons: readonly Comparison[]): Promise<Compared[]> {
  return new Promise((resolve) => {
    const answers: Compared[] = []
    const thread = new Worker(new URL('./compare-worker.ts', import.meta.url), {
      workerData: comparisons,
      execArgv: [], // without our own loader: Node’s type stripping is enough, and starts faster
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    const end = () => {
      clearTimeout(timer)
      resolve(answers)
      void thread.terminate()
    }
    const timer = setTimeout(end, deadline)
    thread.on('message', (answer: Compared) => {
      answers.push(answer)
      if (answers.length === comparisons.length) end()
    })
    thread.on('error', end)
    thread.on('exit', end)
    thread.unref()
  })
}
