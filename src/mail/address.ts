import { domainToASCII } from 'node:url'

/**
 * The form an address is found by: lower case, NFC, the domain in punycode. Local parts are compared without case,
 * as every mail provider does (RFC 5321 2.4 leaves it open); plus addresses stay distinct.
 */
export function addressKey(address: string): string {
  const text = address.normalize('NFC').trim().toLowerCase()
  const at = text.lastIndexOf('@')
  if (at < 0) return text
  const domain = text.slice(at + 1)
  return `${text.slice(0, at)}@${domainToASCII(domain) || domain}`
}
