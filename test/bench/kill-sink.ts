import { createServer, type Socket } from 'node:net'

/** How far a session got when its sender is to be killed. */
export const steps = ['connected', 'MAIL', 'RCPT', 'DATA', 'body', 'final dot', '250 written'] as const
export type Step = (typeof steps)[number]

export type Sink = Readonly<{
  url: string
  /** Every letter that was taken, by its Message-ID: the bytes, as often as it came. */
  taken: Map<string, string[]>
  /** Calls `kill` when a session gets to the step for the nth time; undefined: never. */
  arm: (step: string | undefined, nth: number, kill: () => void) => void
  stop: () => void
}>

const answers: Readonly<Record<string, string>> = { EHLO: '250 ok\r\n', MAIL: '250 ok\r\n', RCPT: '250 ok\r\n' }

/** A relay on loopback that takes every letter whose final dot it has seen, also where its sender is gone by then. */
export async function startSink(): Promise<Sink> {
  const taken = new Map<string, string[]>()
  const sockets = new Set<Socket>()
  let armed: { step: string; left: number; kill: () => void } | undefined
  const at = (step: Step) => {
    if (armed?.step === step && --armed.left === 0) armed.kill()
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    session(socket, at, taken)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    taken,
    arm(step, nth, kill) {
      armed = step === undefined ? undefined : { step, left: nth, kill }
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function session(socket: Socket, at: (step: Step) => void, taken: Map<string, string[]>) {
  let body: Buffer[] | undefined
  socket.write('220 sink\r\n')
  at('connected')
  socket.on('data', (chunk: Buffer) => {
    if (body) {
      body.push(chunk)
      at('body')
      return ended()
    }
    const command = chunk.toString('latin1').slice(0, 4).toUpperCase()
    if (command === 'DATA') body = []
    socket.write(command === 'DATA' ? '354 go\r\n' : (answers[command] ?? '250 ok\r\n'))
    if (command === 'MAIL' || command === 'RCPT' || command === 'DATA') at(command)
  })
  function ended() {
    const text = Buffer.concat(body!).toString('latin1')
    if (!text.endsWith('\r\n.\r\n')) return
    body = undefined
    const id = /^Message-ID: <([^>]+)>/im.exec(text)?.[1] ?? '?'
    at('final dot')
    taken.set(id, [...(taken.get(id) ?? []), text.slice(0, -3).replace(/^\.\./gm, '.')])
    socket.write('250 taken\r\n')
    at('250 written')
  }
}
