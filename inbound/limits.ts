import type { SmtpLimits } from '../src/config.ts'
import { networks, subscriber } from './networks.ts'

export type Refusal = Readonly<{ code: 421 | 450 | 452; enhanced: string; text: string }>

export type Limits = Readonly<{
  connect: (ip: string) => Refusal | undefined
  disconnect: (ip: string) => void
  mail: (ip: string, sender: string) => Refusal | undefined
  /** Counts bytes held in memory; false when there is no room for them. */
  hold: (bytes: number) => boolean
  release: (bytes: number) => void
}>

/**
 * The limits of design section 5: connections at once and mails a minute per address (an IPv6 /64 counts as one),
 * mails a minute per sender, bytes of DATA in memory. Loopback and `trusted` are exempt from all but the last. The null
 * sender is everybody's who reports a failure, and so counts by address alone.
 */
export function smtpLimits(limits: SmtpLimits, trusted: readonly string[]): Limits {
  const exempt = networks('SMTP_TRUSTED', ['127.0.0.0/8', '::1', ...trusted])
  const connections = new Map<string, number>()
  const perIp = perMinute(limits.mailsPerIp)
  const perSender = perMinute(limits.mailsPerSender)
  let held = 0
  const isExempt = exempt.has

  return {
    connect(ip) {
      const open = (connections.get(subscriber(ip)) ?? 0) + 1
      connections.set(subscriber(ip), open)
      if (isExempt(ip) || open <= limits.connectionsPerIp) return undefined
      return { code: 421, enhanced: '4.7.0', text: `Too many connections from ${ip}, try again later` }
    },
    disconnect(ip) {
      const open = (connections.get(subscriber(ip)) ?? 1) - 1
      if (open > 0) connections.set(subscriber(ip), open)
      else connections.delete(subscriber(ip))
    },
    mail(ip, sender) {
      if (isExempt(ip)) return undefined
      const place = perIp(subscriber(ip)) && (sender === '' || perSender(sender))
      if (place) return undefined
      return { code: 450, enhanced: '4.7.1', text: 'Too many mails in a minute, try again later' }
    },
    hold(bytes) {
      if (held + bytes > limits.dataBytes) return false
      held += bytes
      return true
    },
    release(bytes) {
      held -= bytes
    },
  }
}

/** Counts in fixed windows of a minute; the map starts anew with each, so it never grows without bound. */
function perMinute(max: number): (key: string) => boolean {
  let counts = new Map<string, number>()
  let until = 0
  return (key) => {
    if (Date.now() >= until) {
      counts = new Map()
      until = Date.now() + 60_000
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= max
  }
}
