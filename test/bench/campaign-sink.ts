import { createServer, type Socket } from 'node:net'

/** How a relay treats a letter: takes it, or one of the ways in which it does not, or leaves us in doubt. */
export const manners = ['take', 'later', 'never', 'no more', 'close', 'reset', 'hang'] as const
export type Manner = (typeof manners)[number]

export type CampaignSink = Readonly<{
  url: string
  /** Bodies whose final dot was seen and which a relay may have kept, by Message-ID: how often each came. */
  taken: Map<string, number>
  stop: () => void
}>

/** A relay on loopback with moods; `mannerOf` is asked with each recipient, and how often he was tried. */
export async function startCampaignSink(mannerOf: (address: string, nth: number) => Manner): Promise<CampaignSink> {
  const taken = new Map<string, number>()
  const tries = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    session(socket, taken, (address) => {
      tries.set(address, (tries.get(address) ?? 0) + 1)
      return mannerOf(address, tries.get(address)!)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    taken,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function session(socket: Socket, taken: Map<string, number>, mannerOf: (address: string) => Manner) {
  let buffer = ''
  let body = false
  let manner: Manner = 'take'
  socket.setNoDelay(true) // several short answers in a row
  socket.write('220 sink\r\n')
  socket.on('data', (chunk: Buffer) => {
    buffer += chunk.toString('latin1')
    for (;;) {
      const end = body ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n')
      if (end < 0) return
      const piece = buffer.slice(0, end)
      buffer = buffer.slice(end + (body ? 5 : 2))
      if (body) finish(piece)
      else command(piece)
    }
  })

  function command(line: string) {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') return socket.write('250-sink\r\n250 PIPELINING\r\n')
    if (verb === 'RCPT') {
      manner = mannerOf(/<([^>]*)>/.exec(line)?.[1] ?? '')
      if (manner === 'later') return socket.write('450 4.2.0 later\r\n')
      if (manner === 'never') return socket.write('550 5.1.1 nobody\r\n')
    }
    if (verb === 'DATA') {
      if (manner === 'later' || manner === 'never') return socket.write('554 no recipients\r\n')
      body = true
      return socket.write('354 go\r\n')
    }
    if (verb === 'QUIT') return socket.end('221 bye\r\n')
    return socket.write('250 ok\r\n')
  }

  function finish(text: string) {
    body = false
    if (manner === 'no more') return socket.end('421 4.3.0 going down\r\n')
    const id = /^Message-ID: <([^>]+)>/im.exec(text)?.[1] ?? '?'
    taken.set(id, (taken.get(id) ?? 0) + 1)
    if (manner === 'close') return socket.destroy()
    if (manner === 'reset') return socket.resetAndDestroy()
    if (manner === 'hang') return undefined
    return socket.write('250 taken\r\n')
  }
}
