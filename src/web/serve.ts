import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import type { AppParts } from './desk.ts'
import { startLive } from './live-feed.ts'

export type WebServer = Readonly<{ port: number; stop: () => Promise<void> }>

/** Serves the desk on HTTP_HOST and HTTP_PORT. `stop()` ends live streams, lets requests in hand finish, then cuts. */
export async function startWeb(parts: Omit<AppParts, 'live'>): Promise<WebServer> {
  const { config } = parts
  const live = startLive(parts.directUrl)
  const server = createAdaptorServer({ fetch: createApp({ ...parts, live }).fetch }) as Server
  server.headersTimeout = 20_000
  server.requestTimeout = 120_000
  try {
    await listening(server, config.httpHost, config.httpPort)
  } catch (error) {
    await live.stop()
    throw error
  }
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await live.stop()
      await closed(server)
    },
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE'
      reject(busy ? new Error(`Port ${port} of ${host} is in use: set HTTP_PORT to a free one.`) : error)
    })
    server.listen(port, host, resolve)
  })
}

const patience = 5000 // ms

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patience)
    // A connection that is kept alive falls idle only when its last answer is out.
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(idle)
      resolve()
    })
  })
}
