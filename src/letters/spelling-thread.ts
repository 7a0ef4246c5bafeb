import { Worker } from 'node:worker_threads'
import type { Answer, Job } from './spelling-jobs.ts'

export type SpellingThread = Readonly<{
  /** Rejects where no answer comes in time, or no thread can be started. */
  ask: (job: Job) => Promise<Answer>
  /** Ends the thread, and with it everything that it holds; the next question starts a new one. */
  drop: () => Promise<void>
  stop: () => Promise<void>
}>

/** ms: an answer may take, a thread without questions lives. */
export type ThreadLimits = Readonly<{ deadline: number; idle: number }>

type Waiting = Readonly<{ done: (answer: Answer) => void; refuse: (error: Error) => void; timer: NodeJS.Timeout }>
type State = { worker: Worker | undefined; waiting: Map<number, Waiting>; idle: NodeJS.Timeout | undefined }

/**
 * A thread that starts with the first question and ends when idle. One that gives no answer in time is ended: whoever
 * waits is refused, the next one finds a new thread.
 */
export function startThread({ deadline, idle }: ThreadLimits): SpellingThread {
  const state: State = { worker: undefined, waiting: new Map(), idle: undefined }
  let count = 0
  const restless = () => {
    clearTimeout(state.idle)
    if (state.waiting.size === 0) state.idle = setTimeout(() => void end(state, 'it was idle'), idle).unref()
  }
  return {
    ask: (job) =>
      new Promise<Answer>((done, refuse) => {
        count += 1
        const timer = setTimeout(() => void end(state, 'it gives no answer'), deadline)
        state.waiting.set(count, { done, refuse, timer })
        clearTimeout(state.idle)
        state.worker ??= begin(state)
        state.worker.postMessage({ id: count, job })
      }).finally(restless),
    drop: () => end(state, 'it was ended'),
    stop() {
      clearTimeout(state.idle)
      return end(state, 'the desk stops')
    },
  }
}

/** Without our own loader: Node's type stripping is enough, and starts faster. */
function begin(state: State): Worker {
  const worker = new Worker(new URL('./spelling-worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 4 },
  })
  const gone = (trouble: string) => {
    if (worker === state.worker) void end(state, trouble)
  }
  worker.on('message', (said: { id: number; answer: Answer }) => {
    if (worker === state.worker) settle(state, said)
  })
  worker.on('error', (error) => gone(error.message.slice(0, 200)))
  worker.on('exit', () => gone('it ended'))
  worker.unref()
  return worker
}

function settle({ waiting }: State, { id, answer }: { id: number; answer: Answer }) {
  const one = waiting.get(id)
  waiting.delete(id)
  clearTimeout(one?.timer)
  one?.done(answer)
}

async function end(state: State, trouble: string) {
  const { worker, waiting } = state
  state.worker = undefined
  const refused = [...waiting.values()]
  waiting.clear()
  for (const { timer, refuse } of refused) {
    clearTimeout(timer)
    refuse(new Error(`The thread that checks spelling is gone: ${trouble}.`))
  }
  await worker?.terminate()
}
