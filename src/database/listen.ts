import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './connection.ts'

export type Listener = Readonly<{ stop: () => Promise<void> }>

/** Sends a message to every listener of the channel when the transaction commits. At most 8000 bytes. */
export async function notify(db: Db, channel: string, message = ''): Promise<void> {
  await sql`select pg_notify(${channel}, ${message})`.execute(db)
}

/**
 * Calls `heard` for every message on the channels, over one connection that comes back by itself.
 * `again` is called after each reconnect, since messages sent in between are lost.
 */
export function listen(
  url: string,
  channels: readonly string[],
  heard: (channel: string, message: string) => void,
  again: () => void = () => undefined,
): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function open(first: boolean) {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'antfarm listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 10_000,
    })
    next.on('error', () => undefined)
    next.on('end', () => client === next && retry())
    next.on('notification', (message) => heard(message.channel, message.payload ?? ''))
    client = next
    try {
      await next.connect()
      for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`)
      if (!first) again()
    } catch {
      retry()
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
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
