import { connect, type Socket } from 'node:net'

export type Envelope = Readonly<{ from: string; to: string | readonly string[] }>

/** One SMTP connection that speaks no more than it must; `send` answers the code and words of the last reply. */
export type SmtpClient = Readonly<{
  send: (envelope: Envelope, message: string | Buffer) => Promise<{ code: number; text: string }>
  command: (line: string) => Promise<{ code: number; text: string }>
  quit: () => void
}>

/** Connects and says EHLO. Rejects when the server hangs up or answers nothing within 60 s. */
export async function connectSmtp(port: number, host = '127.0.0.1'): Promise<SmtpClient> {
  const socket = connect({ port, host, noDelay: true })
  const replies = replyReader(socket)
  await replies()
  const command = async (line: string | Buffer) => {
    socket.write(typeof line === 'string' ? `${line}\r\n` : line)
    return replies()
  }
  /** RFC 5321 4.1.4: where a mail is begun and given up, the next MAIL would be one within it, refused for ever. */
  const takenBack = async (refusal: { code: number; text: string }) => {
    if (refusal.code !== 421) await command('RSET')
    return refusal
  }
  await command('EHLO client.test')
  return {
    command,
    async send({ from, to }, message) {
      const mail = await command(`MAIL FROM:<${from}>`)
      if (mail.code !== 250) return mail
      for (const recipient of [to].flat()) {
        const reply = await command(`RCPT TO:<${recipient}>`)
        if (reply.code !== 250) return takenBack(reply)
      }
      const data = await command('DATA')
      return data.code === 354 ? command(dotStuffed(message)) : takenBack(data)
    },
    quit: () => socket.end('QUIT\r\n'),
  }
}

function replyReader(socket: Socket): () => Promise<{ code: number; text: string }> {
  let buffer = ''
  let waiting: { resolve: (reply: { code: number; text: string }) => void; reject: (error: Error) => void } | undefined
  let failure: Error | undefined
  const deliver = () => {
    const match = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n/.exec(buffer)
    if (!match || !waiting) return
    buffer = buffer.slice(match[0].length)
    waiting.resolve({ code: Number(match[1]), text: match[0].trim() })
    waiting = undefined
  }
  const fail = (error: Error) => {
    failure = error
    waiting?.reject(error)
  }
  socket.setTimeout(60_000, () => socket.destroy(new Error('the server said nothing for 60 s')))
  socket.on('data', (chunk) => {
    buffer += chunk
    deliver()
  })
  socket.on('error', fail)
  socket.on('close', () => fail(failure ?? new Error('the server hung up')))
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      deliver()
      if (failure && waiting) reject(failure)
    })
}

/** RFC 5321 4.5.2, where only CRLF ends a line, and the end of data. Quick for what has no dots to stuff, since benchmarks send from here. */
function dotStuffed(message: string | Buffer): Buffer {
  const bytes = Buffer.from(message as string)
  const dots = bytes.includes('\n.') || bytes[0] === 0x2e
  const stuffed = dots ? Buffer.from(bytes.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1') : bytes
  const end = stuffed.subarray(-2).equals(Buffer.from('\r\n')) ? '.\r\n' : '\r\n.\r\n'
  return Buffer.concat([stuffed, Buffer.from(end)])
}
