import { isIP, type Socket } from 'node:net'
import { loopback, type Networks } from './networks.ts'

/** Whose connection a proxy hands on; null: the proxy's own, as for its health checks. */
export type Proxied = Readonly<{ address: string; port: number }> | null

/** What is known so far: more bytes are needed, it is no such header, or whose it is and how long the header was. */
type Header = 'more' | 'none' | Readonly<{ from: Proxied; length: number }>

/** ms for a header to come; ms of silence after which a peer on this machine is a plain client, as our own test mail. */
const patience = 5000
const silence = 500

/**
 * Reads the PROXY protocol header, version 1 or 2, of a peer that may send one: one on loopback or in SMTP_TRUSTED.
 * Everybody else is who he is. `connect` gets the socket with what follows the header unread; a wrong one ends it.
 */
export function acceptProxied(socket: Socket, trusted: Networks, connect: (from: Proxied) => void): void {
  const ip = plainIp(socket.remoteAddress)
  if (loopback.has(ip) || trusted.has(ip)) readHeader(socket, loopback.has(ip), connect)
  else connect(null)
}

function readHeader(socket: Socket, local: boolean, connect: (from: Proxied) => void): void {
  let bytes = Buffer.alloc(0)
  const timer = setTimeout(
    () => {
      if (bytes.length === 0 && local) end(null)
      else quit()
    },
    local ? silence : patience,
  )
  function quit() {
    clearTimeout(timer)
    socket.off('readable', read)
    socket.destroy()
  }
  function end(from: Proxied) {
    clearTimeout(timer)
    socket.off('readable', read)
    socket.off('end', quit)
    socket.off('error', quit)
    connect(from)
  }
  function read() {
    for (let chunk = socket.read() as Buffer | null; chunk; chunk = socket.read() as Buffer | null)
      bytes = Buffer.concat([bytes, chunk])
    const header = proxyHeader(bytes)
    if (header === 'none') return quit()
    if (header === 'more') return
    const rest = bytes.subarray(header.length)
    if (rest.length > 0) socket.unshift(rest)
    end(header.from)
  }
  socket.on('error', quit)
  socket.on('end', quit)
  socket.on('readable', read)
}

/** An IPv4 peer of a socket for both families. */
export function plainIp(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const longestLine = 107
const longestBinary = 2048

/** https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt */
export function proxyHeader(bytes: Buffer): Header {
  const start = bytes.subarray(0, signature.length)
  if (start.equals(signature)) return binary(bytes)
  if (signature.subarray(0, start.length).equals(start)) return 'more'
  const word = Buffer.from('PROXY ')
  if (!bytes.subarray(0, word.length).equals(word.subarray(0, Math.min(bytes.length, word.length)))) return 'none'
  const end = bytes.indexOf('\r\n')
  if (end < 0) return bytes.length > longestLine ? 'none' : 'more'
  return end > longestLine ? 'none' : line(bytes.subarray(0, end).toString('latin1'), end + 2)
}

function line(text: string, length: number): Header {
  const [, family, source = '', , port = ''] = text.split(' ')
  if (family === 'UNKNOWN') return { from: null, length }
  const wanted = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : 0
  if (wanted === 0 || isIP(source) !== wanted || !/^\d{1,5}$/.test(port)) return 'none'
  return { from: { address: source.toLowerCase(), port: Number(port) }, length }
}

function binary(bytes: Buffer): Header {
  if (bytes.length < 16) return 'more'
  const size = bytes.readUInt16BE(14)
  const length = 16 + size
  if (bytes[12]! >> 4 !== 2 || size > longestBinary) return 'none'
  if (bytes.length < length) return 'more'
  if (bytes[12] === 0x20) return { from: null, length }
  const family = bytes[13]! >> 4
  if (bytes[12] !== 0x21 || (family === 1 && size < 12) || (family === 2 && size < 36)) return 'none'
  if (family === 1)
    return { from: { address: [...bytes.subarray(16, 20)].join('.'), port: bytes.readUInt16BE(24) }, length }
  if (family !== 2) return { from: null, length }
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(16 + 2 * i).toString(16))
  return { from: { address: groups.join(':'), port: bytes.readUInt16BE(48) }, length }
}
