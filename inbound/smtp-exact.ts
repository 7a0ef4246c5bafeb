import type { SMTPServer } from 'smtp-server'

type Write = (chunk: Buffer, encoding: BufferEncoding, done: (error?: Error) => void) => void
/** What we use of smtp-server's inside, of exactly the version in package.json. */
type Parser = { _write: Write; _dataMode: boolean }
type Connection = { _parser: Parser; _createParser: () => Parser }
type Done = () => void
type Greeted = {
  secure: boolean
  handler_EHLO: (command: Buffer, done: Done) => unknown
  _isSupported: (command: string) => boolean
}

const dot = 0x2e
const lineFeed = 0x0a
const carriageReturn = 0x0d
const ending = Buffer.from('\r\n.\r\n')

/**
 * Keeps mail byte for byte (inbound.md S6): only a dot behind CRLF is stuffing (RFC 5321 4.5.2), but the library takes
 * one away behind a bare LF as well, which changes the mail and breaks its signatures. So such a dot is doubled before
 * the library sees it.
 */
export function keepBareDots(server: SMTPServer) {
  const { connections } = server as unknown as { connections: Set<Connection> }
  const add = connections.add.bind(connections)
  connections.add = (connection) => {
    const create = connection._createParser.bind(connection)
    connection._createParser = () => guarded(create())
    guarded(connection._parser)
    return add(connection)
  }
}

/** RFC 4954 4: no AUTH is offered where it would be refused. The library offers it before STARTTLS as well. */
export function hideEarlyAuth(server: SMTPServer) {
  const { connections } = server as unknown as { connections: Set<Greeted> }
  const add = connections.add.bind(connections)
  connections.add = (connection) => {
    let greeting = false
    const supported = connection._isSupported.bind(connection)
    connection._isSupported = (command) => supported(command) && !(greeting && command === 'AUTH')
    const greet = connection.handler_EHLO.bind(connection)
    connection.handler_EHLO = (command, done) => {
      greeting = !connection.secure
      const answered = greet(command, done)
      greeting = false
      return answered
    }
    return add(connection)
  }
}

function guarded(parser: Parser): Parser {
  const write = parser._write.bind(parser)
  const start = Buffer.from('\r\n')
  let before: Buffer = start
  let seen = 0
  parser._write = (chunk, encoding, done) => {
    if (!parser._dataMode || chunk.length === 0) {
      before = start
      seen = 0
      return write(chunk, encoding, done)
    }
    const doubled = doubleBareDots(before, chunk, seen)
    before = Buffer.concat([before, chunk.subarray(-4)]).subarray(-4)
    seen += chunk.length
    return write(doubled, encoding, done)
  }
  return parser
}

/** Of what belongs to the mail only. The library never looks at the first two bytes, so neither does this. */
function doubleBareDots(before: Buffer, chunk: Buffer, seen: number): Buffer {
  if (!chunk.includes(dot)) return chunk
  const all = Buffer.concat([before, chunk])
  const end = all.indexOf(ending)
  const last = end < 0 ? all.length : end + 2
  const pieces: Buffer[] = []
  let from = before.length
  for (let at = all.indexOf(dot, from); at >= 0 && at < last; at = all.indexOf(dot, at + 1)) {
    if (all[at - 1] !== lineFeed || all[at - 2] === carriageReturn || seen + at - before.length < 2) continue
    pieces.push(all.subarray(from, at), Buffer.of(dot))
    from = at
  }
  return pieces.length === 0 ? chunk : Buffer.concat([...pieces, all.subarray(from)])
}
