import type { TlsMode } from '../database/tables-mailboxes.ts'
import { readAutoconfig } from './autoconfig.ts'
import type { Lookups } from './server-lookups.ts'

/** How a server was found, the surest first. */
export type ServerSource = 'srv' | 'autoconfig' | 'provider' | 'guess'
export type FoundServer = Readonly<{ host: string; port: number; tls: TlsMode; user: string; source: ServerSource }>
export type FoundServers = Readonly<{ domain: string; imap: FoundServer | null; smtp: FoundServer | null }>
type Pair = Readonly<{ imap: FoundServer | null; smtp: FoundServer | null }>

const none: Pair = { imap: null, smtp: null }

/**
 * The servers of an address: what its domain publishes in the DNS (RFC 6186, RFC 8314 5.1), then by autoconfig, then
 * what the provider that takes its mail does, else names that exist. 'bad address' for what is none. It only proposes:
 * nothing is signed in to, and a person must take what was found (RFC 6186 6: names of other domains are not proven).
 */
export async function findServers(lookups: Lookups, typed: string): Promise<FoundServers | 'bad address'> {
  const [, local, name] = /^([^\s@]{1,64})@([^\s@/?#:\\]{1,253})$/.exec(typed.trim()) ?? []
  const domain = name && hostName(`http://${name}`)
  if (!local || !domain?.includes('.')) return 'bad address'
  const address = `${local}@${domain}`
  const [srv, own, provider] = await Promise.all([
    bySrv(lookups, domain, address),
    byAutoconfig(lookups, domain, address, 'autoconfig'),
    byProvider(lookups, domain, address),
  ])
  const known = [srv, own, provider]
  const imap = known.find((pair) => pair.imap)?.imap ?? (await guess(lookups, domain, address, 'imap'))
  const smtp = known.find((pair) => pair.smtp)?.smtp ?? (await guess(lookups, domain, address, 'smtp'))
  return { domain, imap, smtp }
}

/** In ASCII; undefined for what no host is called. */
function hostName(url: string): string | undefined {
  const host = URL.parse(url)?.hostname.replace(/\.$/, '')
  return host && /^(?!-)[a-z0-9.-]{1,253}$/.test(host) && !/^[\d.]+$/.test(host) ? host : undefined
}

async function bySrv({ srv }: Lookups, domain: string, user: string): Promise<Pair> {
  const of = async (service: string, tls: TlsMode): Promise<FoundServer | null> => {
    const records = (await srv(`_${service}._tcp.${domain}`)).slice(0, 20)
    const best = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0]
    const host = best && hostName(`http://${best.name}`) // "." says that there is none: RFC 6186 3.4
    return host && best.port > 0 && best.port < 65_536 ? { host, port: best.port, tls, user, source: 'srv' } : null
  }
  const [imaps, imap, submissions, submission] = await Promise.all([
    of('imaps', 'tls'),
    of('imap', 'starttls'),
    of('submissions', 'tls'),
    of('submission', 'starttls'),
  ])
  return { imap: imaps ?? imap, smtp: submissions ?? submission }
}

/** What the domain itself serves, over https only: whoever is in between must not choose our servers. */
async function byAutoconfig(lookups: Lookups, domain: string, address: string, source: ServerSource): Promise<Pair> {
  const texts = await Promise.all(
    [
      `https://autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`,
      `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
    ].map((url) => lookups.fetch(url)),
  )
  for (const text of texts) {
    const { imap, smtp } = text ? readAutoconfig(text, address) : none
    if (imap || smtp) return { imap: imap && { ...imap, source }, smtp: smtp && { ...smtp, source } }
  }
  return none
}

/** Providers whose MX hosts say who they are, and whose servers are known to everybody. */
const providers: readonly (readonly [mx: RegExp, imap: string, smtp: string, port: number])[] = [
  [/\.(google|googlemail)\.com$/, 'imap.gmail.com', 'smtp.gmail.com', 465],
  [/\.outlook\.com$/, 'outlook.office365.com', 'smtp.office365.com', 587],
  [/\.messagingengine\.com$/, 'imap.fastmail.com', 'smtp.fastmail.com', 465],
  [/\.zoho\.(com|eu)$/, 'imap.zoho.com', 'smtp.zoho.com', 465],
]

async function byProvider(lookups: Lookups, domain: string, user: string): Promise<Pair> {
  const hosts = (await lookups.mx(domain)).flatMap((name) => hostName(`http://${name}`) ?? []).slice(0, 10)
  for (const mx of hosts) {
    const [, imap, smtp, port] = providers.find(([name]) => name.test(mx)) ?? []
    if (!imap || !smtp || !port) continue
    const tls = port === 465 ? 'tls' : 'starttls'
    const found = { user, source: 'provider' } as const
    return { imap: { ...found, host: imap, port: 993, tls: 'tls' }, smtp: { ...found, host: smtp, port, tls } }
  }
  const parent = hosts[0]?.split('.').slice(-2).join('.')
  if (!parent || parent === domain) return none
  const [srv, auto] = await Promise.all([bySrv(lookups, parent, user), byAutoconfig(lookups, parent, user, 'provider')])
  const asProvider = (server: FoundServer | null) => server && { ...server, source: 'provider' as const }
  return { imap: auto.imap ?? asProvider(srv.imap), smtp: auto.smtp ?? asProvider(srv.smtp) }
}

async function guess(
  lookups: Lookups,
  domain: string,
  user: string,
  kind: 'imap' | 'smtp',
): Promise<FoundServer | null> {
  const names = [`${kind}.${domain}`, `mail.${domain}`]
  const found = await Promise.all(names.map((host) => lookups.exists(host)))
  const host = names.find((_, i) => found[i])
  if (!host) return null
  return { host, port: kind === 'imap' ? 993 : 465, tls: 'tls', user, source: 'guess' }
}
