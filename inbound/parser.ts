import { Worker } from 'node:worker_threads'
import { headersOnly } from './envelope.ts'
import type { Parsed, ParsedMail, ParseJob } from './parsed.ts'

export type Parser = Readonly<{
  /** Resolves always: a mail that takes too long, or too much memory, comes back with that as its trouble. */
  parse: (job: ParseJob) => Promise<Parsed>
  stop: () => Promise<void>
}>

type Waiting = Readonly<{ id: number; job: ParseJob; done: (parsed: Parsed) => void }>

/** ms a mail may take; ms after which an idle thread ends; MiB of its heap; mails sent ahead to it. */
type ParserLimits = Readonly<{ deadline: number; idle: number; heap: number; ahead: number }>

const usual: ParserLimits = { deadline: 10_000, idle: 20_000, heap: 512, ahead: 4 }

/**
 * Parses in a worker thread that starts with the first mail and ends when idle, so that a hostile mail blocks nothing
 * but the mails behind it, and those for ten seconds at most. A thread that dies or hangs is replaced.
 */
export function startParser(limits: Partial<ParserLimits> = {}): Parser {
  const { deadline, idle, heap, ahead } = { ...usual, ...limits }
  const waiting: Waiting[] = []
  const sent: Waiting[] = []
  let worker: Worker | undefined
  let timer: NodeJS.Timeout | undefined
  let count = 0

  function pump() {
    while (waiting.length > 0 && sent.length < ahead) {
      const next = waiting.shift()!
      worker ??= begin()
      sent.push(next)
      send(worker, next)
    }
    clearTimeout(timer)
    if (sent.length > 0) timer = setTimeout(() => giveUp('it takes too long to read'), deadline)
    else if (worker) timer = setTimeout(() => void end(), idle).unref()
  }

  function begin(): Worker {
    const thread: Worker = startThread(heap, {
      answered: (id, parsed) => {
        const at = sent.findIndex((one) => one.id === id)
        if (at >= 0) sent.splice(at, 1)[0]!.done(parsed)
        if (at >= 0) pump()
      },
      died: (trouble) => (thread === worker ? giveUp(trouble) : undefined),
    })
    return thread
  }

  /** The oldest mail is the one in work: it is given up, the others go to a new thread. */
  function giveUp(trouble: string) {
    void end()
    const [culprit, ...others] = sent.splice(0)
    waiting.unshift(...others)
    if (culprit) culprit.done(headersOnly(culprit.job, undefined, trouble))
    pump()
  }

  async function end() {
    const old = worker
    worker = undefined
    await old?.terminate()
  }

  return {
    parse: (job) =>
      new Promise((done) => {
        count += 1
        waiting.push({ id: count, job, done })
        pump()
      }),
    async stop() {
      clearTimeout(timer)
      await end()
    },
  }
}

/** The bytes are copied once and move: what pg answers is a window into a larger buffer. */
function send(worker: Worker, { id, job }: Waiting) {
  const { mailFrom, receivedAt } = job
  const raw = new Uint8Array(job.raw)
  worker.postMessage({ id, raw, mailFrom, receivedAt }, [raw.buffer])
}

type Events = Readonly<{ answered: (id: number, parsed: Parsed) => void; died: (trouble: string) => void }>

/** Without our own loader: what the thread runs is plain enough for Node's type stripping, and so it starts fast. */
function startThread(heap: number, { answered, died }: Events): Worker {
  const thread = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  })
  thread.on('message', ({ id, parsed }: { id: number; parsed: Parsed }) => answered(id, revived(parsed)))
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
