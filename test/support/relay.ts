import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as the relay got it; `raw` is what was on the wire, dots unstuffed. */
export type RelayedLetter = Readonly<{ id: number; from: string; to: string[]; raw: Buffer; at: Date }>

export type Relay = Readonly<{ port: number; url: string; stop: () => Promise<void> }>

/** Answers to give instead of 250, by the step of the session; return nothing to accept. */
export type Refusals = Readonly<{
  from?: (address: string) => string | undefined
  to?: (address: string) => string | undefined
  data?: () => string | undefined
  /** Only who knows it may send. */
  password?: string
}>

/** A relay on loopback that takes every letter and hands it to `taken`. */
export async function startRelay(
  taken: (letter: RelayedLetter) => void,
  refuse: Refusals = {},
  port = 0,
): Promise<Relay> {
  let count = 0
  const server = new SMTPServer({
    disabledCommands: refuse.password ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.password === refuse.password
        ? done(null, { user: auth.username ?? '' })
        : done(refusal('535 5.7.8 wrong password')),
    disableReverseLookup: true,
    size: 64 << 20,
    onMailFrom: ({ address }, _session, done) => done(refusal(refuse.from?.(address))),
    onRcptTo: ({ address }, _session, done) => done(refusal(refuse.to?.(address))),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = refusal(refuse.data?.())
        if (refused) return done(refused)
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        taken({ id: ++count, from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks), at: new Date() })
        done(null, `OK queued as ${count}`)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.server.address() as AddressInfo).port
  return {
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function refusal(answer: string | undefined): Error | null {
  if (!answer) return null
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) })
}
