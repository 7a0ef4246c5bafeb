import { Worker } from 'node:worker_threads'
import type { Asked, AuthJob } from './auth-job.ts'
import type { FromWorker, ToWorker } from './auth-worker.ts'
import type { Resolve } from './resolve.ts'

export type Authenticator = Readonly<{
  /** Resolves always, within `ms`: with the verdict, or with `unknown` and `again`. */
  check: (job: AuthJob, ms: number) => Promise<Asked>
  stop: () => Promise<void>
}>

type Waiting = Readonly<{ id: number; job: AuthJob; done: (asked: Asked) => void }>
type Sent = Waiting & Readonly<{ since: number }>

/** Mails in the thread at once, most of them waiting for the DNS; ms after which one is stuck; ms until an idle thread ends. */
const atOnce = 20
const stuckAfter = 20_000
const idle = 20_000

const unanswered: Asked = { verified: 'unknown', authentication: null, again: true }

/**
 * Checks mail in a thread of its own that starts with the first mail that needs it: a flood of signatures keeps
 * nobody waiting but the verdicts. Only the questions to the DNS are asked here, by `resolve`.
 */
export function startAuthenticator(resolve: Resolve): Authenticator {
  const waiting: Waiting[] = []
  const sent = new Map<number, Sent>()
  let worker: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let count = 0

  function pump() {
    while (waiting.length > 0 && sent.size < atOnce) {
      const next = waiting.shift()!
      worker ??= begin()
      sent.set(next.id, { ...next, since: Date.now() })
      send(worker, next)
    }
    clearTimeout(timer)
    if (sent.size > 0) timer = setTimeout(endIfStuck, stuckAfter / 4).unref()
    else if (worker) timer = setTimeout(() => void end(), idle).unref()
  }

  function begin(): Worker {
    const thread: Worker = startThread(resolve, {
      done: (id, asked) => {
        sent.get(id)?.done(asked)
        if (sent.delete(id)) pump()
      },
      died: () => (thread === worker ? giveUp() : undefined),
    })
    return thread
  }

  function endIfStuck() {
    const oldest = Math.min(...[...sent.values()].map((one) => one.since))
    if (Date.now() - oldest > stuckAfter) giveUp()
    else pump()
  }

  /** Nobody knows which mail it was: all may ask again, each a few times. */
  function giveUp() {
    void end()
    for (const one of sent.values()) one.done(unanswered)
    sent.clear()
    pump()
  }

  async function end() {
    const old = worker
    worker = undefined
    await old?.terminate()
  }

  /** One that was not begun in time is not begun at all. */
  function drop(id: number) {
    const at = waiting.findIndex((one) => one.id === id)
    if (at >= 0) waiting.splice(at, 1)
  }

  return {
    check: (job, ms) =>
      new Promise((done) => {
        count += 1
        const id = count
        const late = setTimeout(() => {
          drop(id)
          done(unanswered)
        }, ms)
        const inTime = (asked: Asked) => {
          clearTimeout(late)
          done(asked)
        }
        waiting.push({ id, job, done: inTime })
        pump()
      }),
    async stop() {
      clearTimeout(timer)
      for (const one of [...waiting.splice(0), ...sent.values()]) one.done(unanswered)
      sent.clear()
      await end()
    },
  }
}

/** The bytes are copied once and move, as for the parser. */
function send(worker: Worker, { id, job }: Waiting) {
  const raw = new Uint8Array(job.raw)
  worker.postMessage({ kind: 'check', id, job: { ...job, raw: raw as Buffer } } satisfies ToWorker, [raw.buffer])
}

type Events = Readonly<{ done: (id: number, asked: Asked) => void; died: () => void }>

function startThread(resolve: Resolve, { done, died }: Events): Worker {
  const thread = new Worker(new URL('./auth-worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  thread.on('message', (message: FromWorker) => {
    if (message.kind === 'done') done(message.id, message.asked)
    else void answer(thread, resolve, message)
  })
  thread.on('error', died)
  thread.on('exit', died)
  thread.unref()
  return thread
}

async function answer(thread: Worker, resolve: Resolve, { ask, name, type }: Extract<FromWorker, { kind: 'ask' }>) {
  try {
    const records = await resolve(name, type)
    thread.postMessage({ kind: 'answer', ask, records } satisfies ToWorker)
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'ESERVFAIL')
    thread.postMessage({ kind: 'answer', ask, code } satisfies ToWorker)
  }
}
