import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** What the IANA's registries of special-purpose addresses keep from the public IPv4 internet (RFC 6890). */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]

/** Of IPv6 only 2000::/3 is public, and of that not tunnels that lead to IPv4, tests and examples. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const notPublic = blockList(special, 'ipv4')
const notPublic6 = blockList(special6, 'ipv6')
const global6 = blockList(['2000::/3'], 'ipv6')

/**
 * Whether an address, as resolving gives it, is one of the public internet: never this machine, its network, a
 * provider's, multicast, or IPv4 in the disguise of IPv6 (mapped, NAT64, 6to4, Teredo). What is no address is not.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4')
  return isIPv6(address) && global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')
}

function blockList(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), family)
  }
  return list
}
