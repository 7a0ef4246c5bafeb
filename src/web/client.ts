import { BlockList, isIP, isIPv6 } from 'node:net'
import type { Context } from 'hono'
import type { Config } from '../config.ts'
import type { Web } from './desk.ts'

/** Who is at the other end and under which origin he sees us. */
export type Caller = Readonly<{ ip: string; origin: string; direct: boolean }>

/**
 * X-Forwarded-* count only when the connection comes from TRUSTED_PROXIES; the client is then the last hop that is not
 * a trusted proxy, since everything left of it could be invented.
 */
export function callerOf(c: Context<Web>, config: Config): Caller {
  const remote = plain(c.env?.incoming?.socket?.remoteAddress ?? '127.0.0.1')
  const url = new URL(c.req.url)
  const own = `${url.protocol}//${c.req.header('host') ?? url.host}`
  if (!inList(remote, config.trustedProxies)) return { ip: remote, origin: own, direct: true }
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()))
  const ip = hops.filter((hop) => isIP(hop) && !inList(hop, config.trustedProxies)).at(-1) ?? remote
  const proto = first(c.req.header('x-forwarded-proto')) ?? url.protocol.slice(0, -1)
  const host = first(c.req.header('x-forwarded-host')) ?? c.req.header('host') ?? url.host
  return { ip, origin: `${proto}://${host}`, direct: false }
}

/** A connection from this machine that no proxy passed on. */
export function isDirectLoopback(c: Context<Web>, config: Config): boolean {
  const { ip, direct } = callerOf(c, config)
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip'].some((name) => c.req.header(name))
  return direct && !forwarded && inList(ip, ['127.0.0.0/8', '::1'])
}

function first(header: string | undefined): string | undefined {
  return header?.split(',')[0]?.trim() || undefined
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function inList(address: string, list: readonly string[]): boolean {
  if (!isIP(address)) return false
  const blocks = new BlockList()
  for (const item of list) {
    const [base = '', bits] = item.split('/')
    if (!isIP(base)) continue
    const family = isIPv6(base) ? 'ipv6' : 'ipv4'
    blocks.addSubnet(base, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return blocks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
