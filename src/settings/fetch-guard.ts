import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** What may be asked for; everything has a default but the limits, which belong to the purpose. */
export type Guard = Readonly<{
  /** Bytes of an answer's body, and ms for all hops together. */
  maxBytes: number
  deadline: number
  redirects?: number
  headers?: Readonly<Record<string, string>>
  /** Sent by POST instead of asking with GET. Allow no redirects then. */
  post?: string
  /** A longer answer is cut, not refused. */
  cut?: boolean
  /** Whether a connection to that address and port may be made. Default: public addresses, ports 80 and 443. */
  allows?: (address: string, port: number) => boolean
  /** All addresses of a host. Default: the system's resolver. */
  resolve?: (host: string) => Promise<readonly string[]>
}>

export type Fetched = Readonly<{ status: number; contentType: string; bytes: Buffer }>
/** The end of a sentence: "it was not fetched, since …". */
export type NotFetched = Readonly<{ refused: string }>

type Pinned = Readonly<{ url: URL; address: string }>

const allowsPublic = (address: string, port: number) => isPublicAddress(address) && (port === 80 || port === 443)
const systemResolver = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Asks an address that a mail or a person named (design 5): http and https only, no credentials, cookies or referrer.
 * Each hop is resolved once, every address it has must be allowed, and the connection goes to the one that was
 * checked, so that a name cannot change its mind in between. Never throws.
 */
export async function fetchGuarded(url: string, guard: Guard): Promise<Fetched | NotFetched> {
  const signal = AbortSignal.timeout(guard.deadline)
  try {
    return await hops(url, guard, signal)
  } catch (error) {
    return { refused: signal.aborted ? 'it takes too long' : `it cannot be reached (${reasonOf(error)})` }
  }
}

async function hops(first: string, guard: Guard, signal: AbortSignal): Promise<Fetched | NotFetched> {
  let url = first
  for (let hop = 0; hop <= (guard.redirects ?? 3); hop++) {
    const pinned = await pin(url, guard, signal)
    if ('refused' in pinned) return pinned
    const answer = await get(pinned, guard, signal)
    const status = answer.statusCode ?? 0
    const location = answer.headers.location
    if (status < 300 || status >= 400 || location === undefined || guard.redirects === 0)
      return await body(answer, guard)
    answer.destroy()
    const next = URL.parse(location, pinned.url)
    if (!next) return { refused: 'it leads nowhere' }
    url = next.href
  }
  return { refused: 'it leads from one address to the next too often' }
}

/** Checks one hop and fixes the address that it goes to. Odd spellings of IP addresses are plain after `new URL`. */
async function pin(text: string, guard: Guard, signal: AbortSignal): Promise<Pinned | NotFetched> {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return { refused: 'it is no web address' }
  if (url.username || url.password) return { refused: 'it carries a user name' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await unlessAborted((guard.resolve ?? systemResolver)(host), signal)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const allows = guard.allows ?? allowsPublic
  const address = addresses[0]
  if (!address || !addresses.every((one) => allows(one, port))) return { refused: 'it is not on the public web' }
  return { url, address }
}

function get({ url, address }: Pinned, guard: Guard, signal: AbortSignal): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_host, options, done) => {
    const family = isIP(address)
    if (options.all) done(null, [{ address, family }])
    else done(null, address, family)
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const method = guard.post === undefined ? 'GET' : 'POST'
  const headers = { 'user-agent': 'Mozilla/5.0 (compatible)', 'accept-encoding': 'identity', ...guard.headers }
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method, agent: false, lookup: pinned, headers, signal, maxHeaderSize: 16 << 10 },
      resolve,
    )
    asked.on('error', reject)
    asked.end(guard.post)
  })
}

async function body(answer: IncomingMessage, { maxBytes, cut }: Guard): Promise<Fetched | NotFetched> {
  const about = { status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '' }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      answer.destroy()
      if (cut) return { ...about, bytes: Buffer.concat([...chunks, chunk]).subarray(0, maxBytes) }
      return { refused: `it is larger than ${Math.round(maxBytes / 1e6)} MB` }
    }
    chunks.push(chunk)
  }
  return { ...about, bytes: Buffer.concat(chunks, size) }
}

/** A resolver cannot be stopped, but need not be waited for. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code ?? message ?? 'no reason given').slice(0, 100)
}
