import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Db } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { type SigningKey, signingKeys } from './dkim-keys.ts'
import type { ToSign } from './dkim-worker.ts'
import { asciiDomain } from './reply-address.ts'

/** Signs letters; `sign` answers the DKIM-Signature lines that go before the bytes, '' where no key is in use. */
export type Signer = Readonly<{ sign: (domain: string, bytes: Buffer) => Promise<string>; stop: () => Promise<void> }>
type Parts = Readonly<{ db: Db; secrets: Secrets; log?: Logger | undefined }>

/** ms without a letter after which the thread ends; a key that was just taken into use signs after so long. */
const idleAtMost = 20_000
const keysHold = 1_000
const deadline = 30_000

/**
 * Signs in a thread of its own, which starts with the first letter of a domain that has a key and ends when idle: a
 * letter of 25 MB takes half a second to hash. Never throws; a letter that cannot be signed goes without, and the log
 * says so.
 */
export function startSigner({ db, secrets, log }: Parts): Signer {
  const keysOf = rememberedKeys(db, secrets)
  const thread = startThread()
  return {
    async sign(domain, bytes) {
      try {
        const keys = await keysOf(asciiDomain(domain).toLowerCase())
        return keys.length > 0 ? await thread.sign({ bytes, keys, at: new Date() }) : ''
      } catch (error) {
        log?.error({ domain, error: String(error) }, 'a letter goes unsigned')
        return ''
      }
    },
    stop: () => thread.stop(),
  }
}

function rememberedKeys(db: Db, secrets: Secrets): (domain: string) => Promise<readonly SigningKey[]> {
  let all: { keys: Promise<readonly SigningKey[]>; at: number } | undefined
  return async (domain) => {
    if (!all || Date.now() - all.at > keysHold) all = { keys: signingKeys(db, secrets), at: Date.now() }
    return (await all.keys).filter((key) => key.domain === domain)
  }
}

type Waiting = Readonly<{ resolve: (lines: string) => void; reject: (error: Error) => void }>

function startThread() {
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let last = 0
  const waiting = new Map<number, Waiting>()

  function end(error: Error) {
    const gone = worker
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    return gone?.terminate()
  }

  function open(): Worker {
    const opened = new Worker(new URL('./dkim-worker.ts', import.meta.url), {
      execArgv: [], // without our own loader: Node’s type stripping is enough, and starts faster
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    opened.on('message', ({ id, lines, error }: { id: number; lines: string; error?: string }) => {
      const one = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) one?.resolve(lines)
      else one?.reject(new Error(error))
    })
    opened.on('error', (error) => worker === opened && void end(error as Error))
    opened.on('exit', () => worker === opened && void end(new Error('the signing thread ended')))
    opened.unref()
    return opened
  }

  return {
    sign(letter: ToSign): Promise<string> {
      worker ??= open()
      clearTimeout(idle)
      idle = setTimeout(() => waiting.size === 0 && void end(new Error('idle')), idleAtMost).unref()
      const id = ++last
      const late = setTimeout(() => void end(new Error('signing took too long')), deadline)
      return new Promise<string>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker!.postMessage({ id, ...letter })
      }).finally(() => clearTimeout(late))
    },
    async stop() {
      clearTimeout(idle)
      await end(new Error('the desk stopped'))
    },
  }
}
