import type { Db } from '../database/connection.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Check } from '../settings/check.ts'
import { answers } from '../settings/doctor-network.ts'
import { signingDomains } from './dkim-changes.ts'
import type { DkimKey } from './dkim-keys.ts'
import { dkimFinding, domainLooks, type RecordLook, type Txt } from './domain-records.ts'
import { listRelays } from './relays.ts'
import { domainOf } from './reply-address.ts'

/** What the DNS is asked for; both reject as node:dns does. */
export type Dns = Readonly<{ txt: Txt; mx: (name: string) => Promise<readonly Readonly<{ exchange: string }>[]> }>

/** Names that no name server of the world knows (RFC 2606, 6761, 6762). */
const reserved = /(^|\.)(localhost|test|example|invalid|local|internal)$/

/**
 * Checks of what letters and mail need outside of this machine: the relays of the settings page, and for each domain of
 * a mailbox its MX, SPF, DKIM and DMARC records. Domains that are reserved for trying out are left out.
 */
export async function mailChecks(db: Db, dns: Dns): Promise<Check[]> {
  const [domains, relays, mailboxes] = await Promise.all([signingDomains(db), listRelays(db), listMailboxes(db)])
  const hosts = relays.map(({ host }) => host)
  const fetched = await fetchedMailboxes(db)
  const served = new Set(mailboxes.filter(({ id }) => !fetched.has(id)).map(({ address }) => domainOf(address)))
  return [
    ...relays.map(({ name, host, port }) => ({
      name: `relay ${name} (${host}:${port}) answers`,
      fault: () => answers(host, port, 'correct it under Settings, Relays, where “test now” says more'),
    })),
    ...domains
      .filter(({ domain }) => domain.includes('.') && !reserved.test(domain))
      .flatMap(({ domain, keys }) => [
        ...(served.has(domain) ? [mxCheck(dns, domain)] : []),
        ...looks(dns, domain, hosts),
        dkimCheck(dns, domain, keys),
      ]),
  ]
}

async function fetchedMailboxes(db: Db): Promise<Set<number>> {
  const rows = await db.selectFrom('imapAccounts').select('mailboxId').where('enabled', '=', true).execute()
  return new Set(rows.map(({ mailboxId }) => mailboxId))
}

/** A domain whose mail we take ourselves must lead here, or to what passes it on. */
function mxCheck({ mx }: Dns, domain: string): Check {
  return {
    name: `MX of ${domain}`,
    fault: async () => {
      try {
        if ((await mx(domain)).some(({ exchange }) => exchange !== '')) return undefined
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'no answer'
        if (code !== 'ENOTFOUND' && code !== 'ENODATA')
          return `the name servers did not answer (${code}): try again later`
      }
      return `nobody can find where its mail goes; publish at ${domain}: MX 10 and the name of this machine, or of the server that passes mail on`
    },
  }
}

function looks({ txt }: Dns, domain: string, hosts: readonly string[]): Check[] {
  let asked: Promise<RecordLook[]> | undefined
  return (['spf', 'dmarc'] as const).map((kind) => ({
    name: `${kind.toUpperCase()} of ${domain}`,
    fault: async () => {
      asked ??= domainLooks(txt, domain, hosts)
      const look = (await asked).find((one) => one.kind === kind)
      if (!look || look.ok) return undefined
      return look.publish ? `${look.finding} Publish at ${look.name}: ${look.publish}` : look.finding
    },
  }))
}

/** Letters that nobody signed are taken for junk by large providers. */
function dkimCheck({ txt }: Dns, domain: string, keys: readonly DkimKey[]): Check {
  return {
    name: `DKIM of ${domain}`,
    fault: async () => {
      const used = keys.filter(({ state }) => state !== 'retired')
      if (used.length === 0)
        return 'letters are not signed: make a key under Settings, Domains, unless your relay signs them for this domain'
      const findings = await Promise.all(used.map((key) => dkimFinding(txt, key)))
      return findings.filter(Boolean).join(' ') || undefined
    },
  }
}
