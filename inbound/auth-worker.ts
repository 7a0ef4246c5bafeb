import { parentPort } from 'node:worker_threads'
import type { Asked, AuthJob } from './auth-job.ts'
import type { RecordType } from './resolve.ts'
import { verifyMail } from './verify-mail.ts'

/** The thread that checks signatures. It asks the DNS through the thread that started it. Started by authenticator.ts alone. */
export type ToWorker =
  | Readonly<{ kind: 'check'; id: number; job: AuthJob; ms: number }>
  | Readonly<{ kind: 'answer'; ask: number; records?: unknown[]; code?: string }>

export type FromWorker =
  | Readonly<{ kind: 'ask'; ask: number; name: string; type: RecordType }>
  | Readonly<{ kind: 'done'; id: number; asked: Asked }>

type Question = Readonly<{
  resolve: (records: unknown[]) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}>

const questions = new Map<number, Question>()
let count = 0

parentPort!.on('message', (message: ToWorker) => {
  if (message.kind === 'check') void check(message)
  else settle(message)
})

/** `ms` is for all questions about one mail: what is not answered by then is not known. */
async function check({ id, job, ms }: Extract<ToWorker, { kind: 'check' }>) {
  const until = Date.now() + ms
  const raw = Buffer.from(job.raw.buffer, job.raw.byteOffset, job.raw.byteLength)
  const asked = await verifyMail({ ...job, raw }, (name, type) => ask(name, type, until)).catch(
    (): Asked => ({ verified: 'unknown', authentication: null, again: false }),
  )
  parentPort!.postMessage({ kind: 'done', id, asked } satisfies FromWorker)
}

function ask(name: string, type: RecordType, until: number): Promise<unknown[]> {
  count += 1
  const asked = count
  return new Promise((resolve, reject) => {
    const late = () => settle({ kind: 'answer', ask: asked, code: 'ETIMEOUT' })
    questions.set(asked, { resolve, reject, timer: setTimeout(late, Math.max(0, until - Date.now())) })
    parentPort!.postMessage({ kind: 'ask', ask: asked, name, type } satisfies FromWorker)
  })
}

function settle({ ask: asked, records, code }: Extract<ToWorker, { kind: 'answer' }>) {
  const question = questions.get(asked)
  questions.delete(asked)
  clearTimeout(question?.timer)
  if (records) question?.resolve(records)
  else question?.reject(failure(code ?? 'ESERVFAIL'))
}

function failure(code: string): Error {
  return Object.assign(new Error(`The DNS says ${code}`), { code })
}
