import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to the database of `url`, for one test, that can be lost: in silence, or whole. */
export async function lossyWay(url: string) {
  const there = new URL(url)
  const path = there.searchParams.get('host')
  const port = Number(there.port || there.searchParams.get('port') || 5432)
  const open = new Set<Socket>()
  let refused = 0
  let shut = false
  const server = createServer((socket) => {
    if (shut) {
      refused += 1
      return void socket.destroy()
    }
    const onward = path ? dial(`${path}/.s.PGSQL.${port}`) : dial(port, there.hostname)
    open.add(onward)
    socket.pipe(onward)
    onward.pipe(socket)
    socket.on('error', () => onward.destroy())
    socket.on('close', () => onward.destroy())
    onward.on('error', () => socket.destroy())
    onward.on('close', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const here = new URL(url)
  here.search = ''
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: here.href,
    /** What is open now stays so, and loses every answer; what opens later does not. */
    silence() {
      for (const onward of open) onward.unpipe().resume()
      open.clear()
    },
    /** Breaks what is open and refuses what comes, or lets it in again. */
    shut(now: boolean) {
      shut = now
      if (shut) for (const onward of open) onward.destroy()
    },
    refused: () => refused,
  }
}
