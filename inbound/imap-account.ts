import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { type ImapAccount, loadAccount } from '../src/mail/imap-accounts.ts'
import type { Fault } from '../src/mail/imap-faults.ts'
import { noteFault } from '../src/mail/imap-health.ts'
import type { Secrets } from '../src/settings/secret.ts'
import type { Suspects } from './imap-fetch.ts'
import { runSession } from './imap-session.ts'

export type AccountRun = Readonly<{ version: number; nudge: () => void; stop: () => Promise<void> }>

type Parts = Readonly<{
  db: Database
  secrets: Secrets
  log: Logger
  maxBytes: number
  poll: number
  firstPause: number
}>

/** ms: the longest pause between tries, and how many times the first one a refused password waits at least. */
const pauses = { network: [1, 120_000], signIn: [30, 600_000] } as const

/**
 * Fetches one account for ever: connection after connection, with pauses that grow and are never the same for two
 * processes. Ends by itself only where an admin must mend something.
 */
export function startAccount(parts: Parts, mailboxId: number, version: number): AccountRun {
  const over = new AbortController()
  let nudge: () => void = () => undefined
  const session = {
    ...parts,
    stopped: over.signal,
    suspects: { until: 0, deaths: new Map() } satisfies Suspects,
    nudged: () => new Promise<void>((resolve) => (nudge = resolve)),
    said: (what: 'reached' | 'uidvalidity changed', account: ImapAccount) => {
      if (what === 'reached') failures = 0
      else
        parts.log.error({ mailbox: mailboxId, folder: account.folder }, 'UIDVALIDITY changed, the folder is read again')
    },
  }
  let failures = 0

  async function once(): Promise<Fault | 'again' | 'stopped'> {
    const account = await loadAccount(parts.db, parts.secrets, mailboxId)
    return account ? runSession(session, account) : 'stopped'
  }

  async function loop() {
    let quick = 0
    while (!over.signal.aborted) {
      const end = await once().catch((error: Error) => error)
      if (end === 'stopped') return
      // A folder that changes at every look is no reason to hurry.
      quick = end === 'again' ? quick + 1 : 0
      if (end === 'again' && quick < 5) continue
      failures += 1
      const stops = await report(
        parts,
        mailboxId,
        end === 'again' ? unsteady : end,
        pauseAfter(end, failures, parts.firstPause),
      )
      if (stops) return
    }
  }

  async function report({ db, log }: Parts, id: number, end: Fault | Error, pause: number): Promise<boolean> {
    const stops = 'kind' in end && end.kind === 'stop'
    if (end instanceof Error) log.error({ err: end, mailbox: id }, 'fetching mail broke, it goes on')
    else log.warn({ mailbox: id, fault: end.text }, 'a mailbox cannot be fetched')
    const fault = end instanceof Error ? ours : end
    await noteFault(db, id, fault, stops ? null : pause).catch(() => undefined)
    if (!stops) await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined)
    return stops
  }

  const ended = loop()
  return {
    version,
    nudge: () => nudge(),
    async stop() {
      over.abort()
      await ended
    },
  }
}

const ours: Fault = { kind: 'network', text: 'The desk could not keep what it fetched; the log says why.' }
const unsteady: Fault = {
  kind: 'network',
  text: 'The folder changes its UIDVALIDITY at every look: tell its provider.',
}

/** Doubled at each failure, up to the most, and then between half and all of it. */
function pauseAfter(end: Fault | Error | 'again', failures: number, firstPause: number): number {
  const [times, most] = pauses[end !== 'again' && 'kind' in end && end.kind === 'signIn' ? 'signIn' : 'network']
  return Math.min(most, times * firstPause * 2 ** Math.min(failures - 1, 20)) * (0.5 + Math.random() / 2)
}
