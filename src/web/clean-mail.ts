import { Worker } from 'node:worker_threads'
import { type CleanMail, cleanMailHtml, type Pictures } from './sanitise.ts'

export type MailCleaner = (html: string, pictures: Pictures) => Promise<CleanMail | 'too big'>

/** Characters up to which cleaning takes less than a blink, however they nest. */
const shortest = 32 << 10
/** ms for a large one, its thread's start included; so many at once, and so many that wait. */
const deadline = 4_000
const atOnce = 2
const mostWaiting = 50

/**
 * Cleans the HTML of mail without holding up the desk: what is large goes to a thread of its own, with a deadline,
 * since nested tags take the parser seconds. 'too big' is what takes too long, too much memory, or has to wait too long.
 */
export function mailCleaner(): MailCleaner {
  let running = 0
  const waiting: (() => void)[] = []
  const next = () => {
    running -= 1
    waiting.shift()?.()
  }
  return async (html, pictures) => {
    if (html.length <= shortest) return cleanMailHtml(html, pictures)
    if (waiting.length >= mostWaiting) return 'too big'
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go))
    running += 1
    return inThread(html, pictures).finally(next)
  }
}

/** The addresses of the remote pictures that a mail's HTML would show, by the same cleaning. */
export function pictureFinder(clean: MailCleaner = mailCleaner()): (html: string) => Promise<readonly string[]> {
  return async (html) => {
    const cleaned = await clean(html, { cid: new Map() })
    return cleaned === 'too big' ? [] : cleaned.remote
  }
}

function inThread(html: string, pictures: Pictures): Promise<CleanMail | 'too big'> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./sanitise-worker.ts', import.meta.url), {
      workerData: { html, pictures },
      execArgv: [], // without our own loader: Node’s type stripping is enough, and starts faster
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    const end = (answer: CleanMail | 'too big') => {
      clearTimeout(timer)
      resolve(answer)
      void thread.terminate()
    }
    const timer = setTimeout(() => end('too big'), deadline)
    thread.on('message', end)
    thread.on('error', () => end('too big'))
    thread.on('exit', () => end('too big'))
    thread.unref()
  })
}
