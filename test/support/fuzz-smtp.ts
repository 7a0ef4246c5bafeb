import { connect } from 'node:net'
import fc from 'fast-check'

/** One thing that a client does: a line, a mail, or many lines at once. */
export type Step =
  | Readonly<{ kind: 'line'; line: Buffer }>
  | Readonly<{ kind: 'mail'; content: Buffer; piece: number }>
  | Readonly<{ kind: 'hang up' }>

const address = fc.constantFrom(
  'a@x.example',
  '',
  'support@shop.test',
  '"a b"@x.example',
  'ü@x.example',
  'a@[127.0.0.1]',
  '<',
  'a'.repeat(300),
  '\0@x',
  'a@x\rb',
)
const parameter = fc.constantFrom(
  '',
  ' SIZE=10',
  ' SIZE=99999999999',
  ' BODY=8BITMIME',
  ' SMTPUTF8',
  ' X=Y',
  ' RET=HDRS',
  ' SIZE=-1',
  ' \0',
)
const line = fc
  .oneof(
    fc
      .tuple(
        fc.constantFrom('MAIL FROM:<', 'mail from: <', 'MAIL FROM <', 'RCPT TO:<', 'rcpt to:<'),
        address,
        parameter,
      )
      .map(([verb, who, more]) => `${verb}${who}>${more}`),
    fc.constantFrom(
      'EHLO client.test',
      'HELO x',
      'EHLO',
      'RSET',
      'NOOP',
      'VRFY a',
      'EXPN a',
      'HELP',
      'STARTTLS',
      'AUTH PLAIN AAAA',
      'BDAT 3',
      'ETRN x',
      '',
      ' ',
      'XCLIENT ADDR=1.2.3.4',
      'PROXY TCP4 1.1.1.1 2.2.2.2 1 2',
      'GET / HTTP/1.1',
      '.',
      'RCPT TO:<support@shop.test>',
    ),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1').replace(/\n/g, '')),
    fc.constant('X'.repeat(5000)),
  )
  .map((text): Step => ({ kind: 'line', line: Buffer.from(text, 'latin1') }))

const piece = fc.constantFrom(
  '.',
  '..',
  '\r\n',
  '\n',
  '\r',
  '\r\n.\r',
  '\n.\r\n',
  'Subject: x',
  'words',
  '\0',
  '\xff',
  'MAIL FROM:<a@b>\r\n',
  ' ',
)
const content = fc
  .tuple(fc.array(piece, { maxLength: 25 }), fc.uint8Array({ maxLength: 30 }))
  .map(([list, bytes]) => Buffer.concat([Buffer.from(list.join(''), 'latin1'), Buffer.from(bytes)]))
const mail = fc
  .record({ content, piece: fc.constantFrom(1, 2, 3, 7, 100_000) })
  .map((one): Step => ({ kind: 'mail', ...one }))

export const anyDialogue: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: line },
    { weight: 3, arbitrary: mail },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'hang up' }) },
  ),
  { maxLength: 12 },
)

type Door = Readonly<{ port: number; kept: (id: number) => Promise<Buffer | undefined> }>

/**
 * Plays a dialogue. Throws where a reply is not one, does not come, or a mail that was answered 250 is not kept byte for
 * byte; a refusal must be 4xx or 5xx.
 */
export async function answersWell({ port, kept }: Door, steps: readonly Step[]): Promise<void> {
  const client = await open(port)
  try {
    for (const step of steps) {
      if (step.kind === 'hang up') return
      const gone =
        step.kind === 'line' ? (await client.say(step.line)) === undefined : await sendMail(client, step, kept)
      if (gone) return
    }
  } finally {
    client.close()
  }
}

type Client = Awaited<ReturnType<typeof open>>

/** True where the server ended the connection, as it may after a 421. */
async function sendMail(client: Client, { content, piece }: Extract<Step, { kind: 'mail' }>, kept: Door['kept']) {
  for (const line of ['RSET', 'EHLO client.test', 'MAIL FROM:<a@x.example>', 'RCPT TO:<support@shop.test>'])
    if ((await client.say(Buffer.from(line))) === undefined) return true
  const ready = await client.say(Buffer.from('DATA'))
  if (ready !== undefined && !ready.startsWith('354')) throw new Error(`DATA is answered ${ready}`)
  if (ready === undefined) return true
  const ended = content.subarray(-2).equals(Buffer.from('\r\n'))
    ? content
    : Buffer.concat([content, Buffer.from('\r\n')])
  const wire = Buffer.from(`${ended.toString('latin1').replace(/(^|\r\n)\./g, '$1..')}.`, 'latin1')
  const reply = await client.say(wire, piece)
  const id = Number(/^250 .*delivery (\d+)/.exec(reply ?? '')?.[1])
  if (!id) throw new Error(`a mail is answered ${reply}`)
  const raw = await kept(id)
  if (!raw?.equals(ended))
    throw new Error(`kept ${JSON.stringify(raw?.toString('latin1'))} of ${JSON.stringify(ended.toString('latin1'))}`)
  return false
}

async function open(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let heard = ''
  let closed = false
  let wake = () => {}
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
    wake()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
    wake()
  })
  const reply = async (): Promise<string | undefined> => {
    const until = Date.now() + 20_000
    for (;;) {
      const found = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3} [^\r\n]*)\r\n/.exec(heard)
      if (found) {
        heard = heard.slice(found[0].length)
        if (!/^[2345]\d\d /.test(found[1]!)) throw new Error(`a reply is ${JSON.stringify(found[1])}`)
        return found[1]!.startsWith('421') ? undefined : found[1]!
      }
      if (closed) return undefined
      if (Date.now() > until) throw new Error(`no reply, only ${JSON.stringify(heard)}`)
      await new Promise<void>((go) => {
        const timer = setTimeout(go, 1000)
        wake = () => {
          clearTimeout(timer)
          go()
        }
      })
    }
  }
  await reply()
  return {
    /** Writes in pieces, ends with CRLF, and answers the last line of the reply; undefined where the server left. */
    async say(bytes: Buffer, piece = 100_000): Promise<string | undefined> {
      const whole = Buffer.concat([bytes, Buffer.from('\r\n')])
      for (let at = 0; at < whole.length && !closed; at += piece) {
        socket.write(whole.subarray(at, at + piece))
        if (piece < 100) await new Promise((go) => setImmediate(go))
      }
      return reply()
    },
    close: () => socket.destroy(),
  }
}
