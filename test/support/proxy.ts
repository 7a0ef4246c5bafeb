import { createServer, request } from 'node:http'
import { freePort } from './app.ts'

export type Proxy = Readonly<{ port: number; stop: () => Promise<void> }>

/** A reverse proxy as a shop has one: passes what lies under `prefix` on to `target`, with or without the prefix. */
export async function startProxy(target: number, prefix: string, strip: boolean): Promise<Proxy> {
  const port = await freePort()
  const server = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith(prefix)) return void outgoing.writeHead(404).end('the shop')
    const path = strip ? `/${incoming.url.slice(prefix.length)}` : incoming.url
    const onward = request(
      { port: target, host: '127.0.0.1', method: incoming.method, path, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
