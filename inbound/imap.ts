import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from '../src/database/connection.ts'
import { endWhenSilent } from '../src/database/silence.ts'
import { accountsToRun } from '../src/mail/imap-accounts.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { type AccountRun, startAccount } from './imap-account.ts'

export type ImapDoor = Readonly<{ healthy: () => boolean; stop: () => Promise<void> }>

type Parts = Readonly<{
  db: Database
  /** Of a server that keeps sessions: the locks live as long as their connection. */
  directUrl: string
  secrets: Secrets
  log: Logger
  maxBytes: number
  /** ms between looks at a folder; for tests. */
  poll?: number
  /** ms before the first try after a fault; for tests. */
  firstPause?: number
}>

/** The class of our advisory locks; the other number is the mailbox. */
const lockClass = 0x616d6170
const lookEvery = 5000
/** ms for the answer of the connection that holds the locks. */
const patience = 15_000
const usualPoll = 120_000
const usualFirstPause = 1000

/**
 * Fetches the mail of every account, each in exactly one process: who holds the advisory lock of a mailbox runs it,
 * for as long as the connection that holds it lives. Settings that change (NOTIFY mailboxes, and a look every 5 s)
 * start their account anew. Two that overlapped for a moment would still keep every message once (keepFetched).
 */
export function startImap(parts: Parts): ImapDoor {
  const running = new Map<number, AccountRun>()
  let client: pg.Client | undefined
  let lastLook = 0

  async function round() {
    client ??= await lockClient(parts.directUrl, wake, () => void lost())
    await listenForChanges(client)
    const wanted = new Map((await accountsToRun(parts.db)).map((one) => [one.mailboxId, one.version]))
    await endUnwanted(client, running, wanted)
    for (const [mailboxId, version] of wanted)
      if (!running.has(mailboxId) && (await lock(client, mailboxId)))
        running.set(mailboxId, startAccount(paced(parts), mailboxId, version))
    lastLook = Date.now()
  }

  /** Our locks went with the connection: another process may fetch by now. */
  async function lost() {
    client = undefined
    await endAll(running)
  }

  const looks = repeated(round, (error) => parts.log.warn({ err: error }, 'the mailboxes to fetch cannot be looked up'))
  function wake() {
    for (const run of running.values()) run.nudge()
    looks.now()
  }

  return {
    healthy: () => Date.now() - lastLook < 30_000,
    async stop() {
      await looks.stop()
      await endAll(running)
      await client?.end().catch(() => undefined)
    },
  }
}

function paced(parts: Parts) {
  return { ...parts, poll: parts.poll ?? usualPoll, firstPause: parts.firstPause ?? usualFirstPause }
}

async function endAll(running: Map<number, AccountRun>) {
  const ended = [...running.values()].map((run) => run.stop())
  running.clear()
  await Promise.all(ended)
}

/** Runs `work` at once, every 5 s, and when asked to; never twice at a time, and once more where asked meanwhile. */
function repeated(work: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  function now() {
    if (stopped) return
    again = running !== undefined
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = undefined
        if (again) now()
      })
  }

  const timer = setInterval(now, lookEvery)
  now()
  return {
    now,
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

async function lockClient(url: string, heard: () => void, lost: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'antfarm imap',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
  })
  endWhenSilent(client, patience)
  client.on('error', () => undefined)
  client.on('notification', heard)
  await client.connect()
  client.on('end', lost)
  return client
}

/** Asked at every look, which finds out a connection that died in silence, and one to a server that is no primary. */
async function listenForChanges(client: pg.Client): Promise<void> {
  try {
    await client.query('listen mailboxes')
  } catch (error) {
    void client.end().catch(() => undefined)
    throw error
  }
}

async function endUnwanted(client: pg.Client, running: Map<number, AccountRun>, wanted: Map<number, number>) {
  for (const [mailboxId, run] of running) {
    if (wanted.get(mailboxId) === run.version) continue
    await run.stop()
    running.delete(mailboxId)
    await client.query('select pg_advisory_unlock($1, $2)', [lockClass, mailboxId])
  }
}

async function lock(client: pg.Client, mailboxId: number): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1, $2) as ours', [
    lockClass,
    mailboxId,
  ])
  return rows[0]?.ours ?? false
}
