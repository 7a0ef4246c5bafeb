import { BlockList, isIP } from 'node:net'

/** Addresses and networks, as settings name them. */
export type Networks = Readonly<{ has: (ip: string) => boolean }>

/** Throws an Error that names the setting for an entry that is neither an address nor a network. */
export function networks(setting: string, entries: readonly string[]): Networks {
  const list = new BlockList()
  for (const entry of entries) if (!add(list, entry)) throw new Error(wrong(setting, entry))
  return { has: (ip) => contains(list, ip) }
}

/** The same for a list that also holds other things, as domains: those are left out. */
export function networksAmong(entries: readonly string[]): Networks {
  const list = new BlockList()
  for (const entry of entries) add(list, entry)
  return { has: (ip) => contains(list, ip) }
}

/** True for an IP address, or one with the bits of its network. */
export function isNetwork(entry: string): boolean {
  return add(new BlockList(), entry)
}

const wrong = (setting: string, entry: string) =>
  `${setting}: ${entry} is not an IP address or network like 10.0.0.0/8.`

function add(list: BlockList, entry: string): boolean {
  const [address = '', bits] = entry.split('/')
  const family = isIP(address)
  if (!family || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))))
    return false
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, kind)
  else list.addSubnet(address, Number(bits), kind)
  return true
}

function contains(list: BlockList, ip: string): boolean {
  const family = isIP(ip)
  return family !== 0 && list.check(ip, family === 6 ? 'ipv6' : 'ipv4')
}

export const loopback = networks('loopback', ['127.0.0.0/8', '::1'])

/** Addresses that no sender's domain can name in its SPF record (RFC 6890): nothing is to be asked about them. */
const special = networks('special', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['::1', '::', 'fc00::/7', 'fe80::/10'],
])

export function isPublic(ip: string): boolean {
  return isIP(ip) !== 0 && !special.has(ip)
}

/** An IPv6 customer has a whole /64, so its first four groups stand for it. */
export function subscriber(ip: string): string {
  if (isIP(ip) !== 6) return ip
  const [head = '', tail] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - groups.length - rest.length)).fill('0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':')
}
