import { Worker } from 'node:worker_threads'
import { headersOnly } from './envelope.ts'
import type { Parsed, ParsedMail, ParseJob } from './parsed.ts'

export type Parser = Readonly<{
  /**
   * A mail that takes too long, or too much memory, comes back with that as its trouble. Rejects only where no thread
   * can be started: then nothing was tried, and the mail is as good as before.
   */
  parse: (job: ParseJob) => Promise<Parsed>
  /** The same of a mail that nobody asks for yet, while there is nothing else to read. */
  begin: (job: ParseJob) => Begun
  stop: () => Promise<void>
}>

/** `hurry()` once somebody asks: from then on it waits like any other. */
export type Begun = Readonly<{ parsed: Promise<Parsed>; hurry: () => void }>

type Waiting = Readonly<{ id: number; job: ParseJob; done: (parsed: Parsed) => void; refuse: (error: Error) => void }>

/** ms a mail may take, a thread to start, and an idle one to live; MiB of its heap; mails sent ahead to it. */
type ParserLimits = Readonly<{
  deadline: number
  start: number
  idle: number
  heap: number
  ahead: number
  script: URL
}>

const usual: ParserLimits = {
  ...{ deadline: 10_000, start: 60_000, idle: 20_000, heap: 512, ahead: 4 },
  script: new URL('./parse-worker.ts', import.meta.url),
}

type Pool = {
  readonly limits: ParserLimits
  readonly waiting: Waiting[]
  /** Begun, and not asked for. */
  readonly later: Waiting[]
  readonly sent: Waiting[]
  worker: Worker | undefined
  ready: boolean
  timer: NodeJS.Timeout | undefined
  /** What the timer runs for: a thread that starts, the oldest mail in work, a thread that idles. */
  timed: unknown
}

/**
 * Parses in a worker thread that starts with the first mail and ends when idle, so that a hostile mail blocks nothing
 * but the mails behind it, and those for ten seconds a mail at most. A thread that dies or hangs is replaced.
 */
export function startParser(limits: Partial<ParserLimits> = {}): Parser {
  const pool: Pool = {
    ...{ limits: { ...usual, ...limits }, waiting: [], later: [], sent: [] },
    ...{ worker: undefined, ready: false, timer: undefined, timed: undefined },
  }
  let count = 0
  function queue(job: ParseJob, line: Waiting[]) {
    const { promise: parsed, resolve: done, reject: refuse } = Promise.withResolvers<Parsed>()
    count += 1
    const one = { id: count, job, done, refuse }
    line.push(one)
    try {
      pump(pool)
    } catch (error) {
      // Whoever waits hears of it; whoever only handed a mail over goes on, its bytes are kept.
      if (line.at(-1) === one) line.pop()
      refuse(error as Error)
    }
    return { one, parsed }
  }
  return {
    parse: (job) => queue(job, pool.waiting).parsed,
    begin(job) {
      const { one, parsed } = queue(job, pool.later)
      const hurry = () => {
        const at = pool.later.indexOf(one)
        if (at >= 0) pool.waiting.push(...pool.later.splice(at, 1))
      }
      return { parsed, hurry }
    },
    async stop() {
      clearTimeout(pool.timer)
      await end(pool)
    },
  }
}

function pump(pool: Pool) {
  const { waiting, later, sent, limits } = pool
  if (waiting.length + later.length > 0) pool.worker ??= begin(pool)
  while (pool.worker && pool.ready && sent.length < limits.ahead) {
    const next = waiting.shift() ?? later.shift()
    if (!next) break
    sent.push(next)
    send(pool.worker, next)
  }
  watch(pool)
}

/** The timer runs on while its subject is the same, however much is asked meanwhile. */
function watch(pool: Pool) {
  const { worker, ready, sent, limits } = pool
  const subject = worker && (ready ? (sent[0] ?? 'idle') : worker)
  if (subject === pool.timed) return
  pool.timed = subject
  clearTimeout(pool.timer)
  if (worker && !ready) pool.timer = setTimeout(() => refuseAll(pool, 'it takes too long to start'), limits.start)
  else if (sent.length > 0) pool.timer = setTimeout(() => giveUp(pool, 'it takes too long to read'), limits.deadline)
  else if (worker) pool.timer = setTimeout(() => void end(pool), limits.idle).unref()
}

function begin(pool: Pool): Worker {
  const { sent, limits } = pool
  pool.ready = false
  const thread: Worker = startThread(limits, {
    ready() {
      if (thread !== pool.worker) return
      pool.ready = true
      pump(pool)
    },
    answered(id, parsed) {
      const at = sent.findIndex((one) => one.id === id)
      if (at >= 0) sent.splice(at, 1)[0]!.done(parsed)
      if (at >= 0) pump(pool)
    },
    died(trouble) {
      if (thread !== pool.worker) return
      if (pool.ready) giveUp(pool, trouble)
      else refuseAll(pool, trouble)
    },
  })
  return thread
}

/** The oldest mail is the one in work: it is given up, the others go to a new thread. */
function giveUp(pool: Pool, trouble: string) {
  void end(pool)
  const [culprit, ...others] = pool.sent.splice(0)
  pool.waiting.unshift(...others)
  if (culprit) culprit.done(headersOnly(culprit.job, undefined, trouble))
  pump(pool)
}

/** No mail is at fault where not even the thread starts: whoever waits tries again later. */
function refuseAll(pool: Pool, trouble: string) {
  void end(pool)
  clearTimeout(pool.timer)
  const error = new Error(`The thread that reads mail cannot start: ${trouble}. The mail waits and is tried again.`)
  for (const one of [...pool.waiting.splice(0), ...pool.later.splice(0)]) one.refuse(error)
}

async function end(pool: Pool) {
  const old = pool.worker
  pool.worker = undefined
  pool.ready = false
  await old?.terminate()
}

/** The bytes are copied once and move: what pg answers is a window into a larger buffer. */
function send(worker: Worker, { id, job }: Waiting) {
  const { mailFrom, receivedAt } = job
  const raw = new Uint8Array(job.raw)
  worker.postMessage({ id, raw, mailFrom, receivedAt }, [raw.buffer])
}

type Events = Readonly<{
  ready: () => void
  answered: (id: number, parsed: Parsed) => void
  died: (trouble: string) => void
}>

/** Without our own loader: what the thread runs is plain enough for Node's type stripping, and so it starts fast. */
function startThread({ script, heap }: ParserLimits, { ready, answered, died }: Events): Worker {
  const thread = new Worker(script, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  })
  thread.on('message', (said: 'ready' | { id: number; parsed: Parsed }) =>
    said === 'ready' ? ready() : answered(said.id, revived(said.parsed)),
  )
  thread.on('error', (error) => died(`reading it fails (${error.message.slice(0, 200)})`))
  thread.on('exit', () => died('reading it ends the reader'))
  thread.unref()
  return thread
}

/** Buffers cross the thread as plain byte arrays. */
function revived({ mail, trouble }: Parsed): Parsed {
  const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const attachments = mail.attachments.map((one) => ({ ...one, bytes: buffer(one.bytes) }))
  const revivedMail: ParsedMail = { ...mail, attachments, fingerprint: buffer(mail.fingerprint) }
  return { mail: revivedMail, trouble }
}
