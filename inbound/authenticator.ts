import { Worker } from 'node:worker_threads'
import type { Asked, AuthJob } from './auth-job.ts'
import type { FromWorker, ToWorker } from './auth-worker.ts'
import type { Resolve } from './resolve.ts'

export type Authenticator = Readonly<{
  /** Resolves always: with the verdict, or with `unknown` and `again` where the DNS did not answer within `ms`. */
  check: (job: AuthJob, ms: number) => Promise<Asked>
  stop: () => Promise<void>
}>

type Waiting = Readonly<{ id: number; job: AuthJob; ms: number; done: (asked: Asked) => void }>
type Sent = Waiting & Readonly<{ since: number }>

/** Mails in the thread at once, most of them waiting for the DNS; ms after which one is stuck; ms until an idle thread ends. */
const atOnce = 20
/** ms on top for the thread to start and to compute, which is no waiting for others. */
const ownTime = 3000
const stuckAfter = 20_000
const idle = 20_000

const unanswered: Asked = {
  verified: 'unknown',
  again: true,
  authentication: {
    ...{ reason: 'no-answer', domain: '', dmarc: null, spf: null, dkim: [], arc: null, by: null, checkedAt: '' },
  },
}

/**
 * Checks mail in a thread of its own that starts with the first mail that needs it: a flood of signatures keeps
 * nobody waiting but the verdicts. Only the questions to the DNS are asked here, by `resolve`.
 */
export function startAuthenticator(resolve: Resolve): Authenticator {
  const pool = startPool(resolve)
  return {
    check: (job, ms) =>
      new Promise((done) => {
        const drop = pool.run(job, ms, (asked) => {
          clearTimeout(late)
          done(asked)
        })
        const late = setTimeout(() => {
          drop()
          done(unanswered)
        }, ms + ownTime)
      }),
    stop: pool.stop,
  }
}

type Pool = Readonly<{
  /** Answers how to drop the mail: one that was not begun in time is not begun at all. */
  run: (job: AuthJob, ms: number, done: (asked: Asked) => void) => () => void
  stop: () => Promise<void>
}>

function startPool(resolve: Resolve): Pool {
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
    if (sent.size > 0) timer = setTimeout(() => (isStuck(sent) ? giveUp() : pump()), stuckAfter / 4).unref()
    else if (worker) timer = setTimeout(() => void end(), idle).unref()
  }

  function begin(): Worker {
    const done = (id: number, asked: Asked) => {
      sent.get(id)?.done(asked)
      if (sent.delete(id)) pump()
    }
    const thread: Worker = startThread(resolve, { done, died: () => (thread === worker ? giveUp() : undefined) })
    return thread
  }

  /** Nobody knows which mail it was: all may ask again, each a few times. */
  function giveUp() {
    void end()
    forget(sent)
    pump()
  }

  async function end() {
    const old = worker
    worker = undefined
    await old?.terminate()
  }

  return {
    run(job, ms, done) {
      const one = { id: count++, job, ms, done }
      waiting.push(one)
      pump()
      return () => void (waiting.includes(one) && waiting.splice(waiting.indexOf(one), 1))
    },
    async stop() {
      clearTimeout(timer)
      for (const one of waiting.splice(0)) one.done(unanswered)
      forget(sent)
      await end()
    },
  }
}

/** The first one sent is the oldest. */
function isStuck(sent: ReadonlyMap<number, Sent>): boolean {
  const [oldest] = sent.values()
  return oldest !== undefined && Date.now() - oldest.since > stuckAfter
}

function forget(sent: Map<number, Sent>) {
  for (const one of sent.values()) one.done(unanswered)
  sent.clear()
}

/** The bytes are copied once and move, as for the parser. */
function send(worker: Worker, { id, job, ms }: Waiting) {
  const raw = new Uint8Array(job.raw)
  worker.postMessage({ kind: 'check', id, job: { ...job, raw: raw as Buffer }, ms } satisfies ToWorker, [raw.buffer])
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
