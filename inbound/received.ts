import { isIP } from 'node:net'
import { headerEnd } from './headers.ts'

/** Where a relay of ours says that it got a mail from. */
export type ReceivedFrom = Readonly<{ clientIp: string; helo: string; mailFrom: string | undefined }>

const blockBytes = 64 << 10
const fieldBytes = 4096

/**
 * The client of the topmost Received field, which the relay that handed us the mail wrote (RFC 5321 4.4): the address
 * of the connection, which stands in brackets beside the name that the client claimed. Undefined where there is none.
 */
export function topmostReceived(raw: Buffer): ReceivedFrom | undefined {
  const { end } = headerEnd(raw.subarray(0, blockBytes))
  const block = raw.subarray(0, end).toString('latin1')
  const at = /^received:/im.exec(block)?.index
  if (at === undefined) return undefined
  const text = block.slice(at + 9, at + 9 + fieldBytes)
  const field = (/^[^\n]*(?:\n[ \t][^\n]*)*/.exec(text)?.[0] ?? '').replace(/\s+/g, ' ').trim()
  const from = /^from (\S{1,255})(.{0,1000}?)(?: by |$)/i.exec(field)
  return from ? read(from[1]!, from[2]!, field) : undefined
}

function read(name: string, rest: string, field: string): ReceivedFrom | undefined {
  const comments = [...rest.matchAll(/\(([^()]*)\)/g)].map((match) => match[1]!)
  const clientIp = bracketed(comments) ?? bare(comments) ?? (/\bhelo=/i.test(rest) ? literal(name) : undefined)
  if (!clientIp) return undefined
  const helo = /\bhelo[= ]([^\s()]{1,255})/i.exec(rest)?.[1] ?? name
  const mailFrom = /\(envelope-from <([^<>\s]{0,320})>/i.exec(field)?.[1]
  return { clientIp, helo, mailFrom }
}

function bracketed(comments: readonly string[]): string | undefined {
  for (const comment of comments)
    for (const match of comment.matchAll(/\[(?:IPv6:)?([0-9a-f:.]{2,45})\]/gi)) if (isIP(match[1]!)) return match[1]
  return undefined
}

/** Without zones, which PostgreSQL does not know. */
function bare(comments: readonly string[]): string | undefined {
  return comments.map((comment) => comment.trim()).find((comment) => isIP(comment) !== 0 && !comment.includes('%'))
}

function literal(name: string): string | undefined {
  const ip = /^\[(?:IPv6:)?([0-9a-f:.]{2,45})\]$/i.exec(name)?.[1]
  return ip && isIP(ip) ? ip : undefined
}
