import { Resolver } from 'node:dns/promises'
import { fetchGuarded, type Guard } from '../settings/fetch-guard.ts'

type SrvRecord = Readonly<{ name: string; port: number; priority: number; weight: number }>

/** What finding servers asks of the world; each answers nothing where there is nothing. Handed in, for tests. */
export type Lookups = Readonly<{
  srv: (name: string) => Promise<readonly SrvRecord[]>
  /** Mail exchangers, the preferred one first. */
  mx: (domain: string) => Promise<readonly string[]>
  exists: (host: string) => Promise<boolean>
  /** The text behind an https address, through the guard; undefined for any other answer than 200. */
  fetch: (url: string) => Promise<string | undefined>
}>

const limits = { maxBytes: 64 << 10, deadline: 5000, redirects: 2 }

/** The system's name servers, or those of the settings; `guard` changes what may be fetched. */
export function systemLookups(servers: readonly string[] = [], guard: Partial<Guard> = {}): Lookups {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers.length > 0) resolver.setServers([...servers])
  return {
    srv: (name) => resolver.resolveSrv(name).catch(() => []),
    async mx(domain) {
      const records = await resolver.resolveMx(domain).catch(() => [])
      return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange)
    },
    exists: async (host) =>
      (await resolver.resolve4(host).catch(() => [])).length > 0 ||
      (await resolver.resolve6(host).catch(() => [])).length > 0,
    async fetch(url) {
      const answer = await fetchGuarded(url, { ...limits, ...guard })
      return 'refused' in answer || answer.status !== 200 ? undefined : answer.bytes.toString('utf8')
    },
  }
}
