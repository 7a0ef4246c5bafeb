import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './connection.ts'
import { endWhenSilent } from './silence.ts'

export type Listener = Readonly<{ stop: () => Promise<void> }>

/** Sends a message to every listener of the channel when the transaction commits. At most 8000 bytes. */
export async function notify(db: Db, channel: string, message = ''): Promise<void> {
  await sql`select pg_notify(${channel}, ${message})`.execute(db)
}

type Options = Readonly<{
  /** Called after each reconnect, since messages sent in between are lost. */
  again?: () => void
  /** ms: who only listens would never learn that nobody speaks any more, so it asks so often, and waits so long. */
  quiet?: number
}>

/**
 * Calls `heard` for every message on the channels, over one connection that comes back by itself, also where it went
 * silent or its server was made a replica.
 */
export function listen(
  url: string,
  channels: readonly string[],
  heard: (channel: string, message: string) => void,
  { again, quiet = 15_000 }: Options = {},
): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function open(first: boolean) {
    const next = listenerClient(url)
    endWhenSilent(next, quiet)
    next.on('end', () => client === next && retry())
    next.on('notification', (message) => heard(message.channel, message.payload ?? ''))
    client = next
    try {
      await next.connect()
      for (const channel of channels) await next.query(listenTo(channel))
      if (!first) again?.()
    } catch {
      retry()
    }
  }

  /** To listen once more changes nothing, and a replica refuses it. */
  async function ask() {
    const asked = client
    try {
      await asked?.query(listenTo(channels[0]!))
    } catch {
      if (asked === client) retry()
    }
  }

  function retry() {
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = undefined
      client?.end().catch(() => undefined)
      void open(false)
    }, 500)
  }

  void open(true)
  const asking = setInterval(ask, quiet)
  return {
    async stop() {
      stopped = true
      clearInterval(asking)
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}

function listenerClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'antfarm listen',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined)
  return client
}

const listenTo = (channel: string) => `listen ${pg.escapeIdentifier(channel)}`
