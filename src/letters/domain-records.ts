import { Resolver } from 'node:dns/promises'
import { type DkimKey, dkimRecord } from './dkim-keys.ts'

/** Asks for the TXT records of a name, each in its pieces. Rejects as node:dns does. Handed in, so that tests need no network. */
export type Txt = (name: string) => Promise<readonly (readonly string[])[]>

/** One record of a domain: what is right, what was found, and what to publish in its place. `advice` null: nothing. */
export type RecordLook = Readonly<{
  kind: 'dkim' | 'spf' | 'dmarc'
  name: string
  ok: boolean
  found: string | null
  finding: string
  publish: string | null
}>

export function systemTxt(servers: readonly string[] = []): Txt {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers.length > 0) resolver.setServers([...servers])
  return (name) => resolver.resolveTxt(name)
}

type Looked = Readonly<{ records: readonly string[] }> | Readonly<{ trouble: string }>

async function recordsOf(txt: Txt, name: string): Promise<Looked> {
  try {
    const records = await txt(name)
    return { records: records.slice(0, 100).map((pieces) => pieces.join('').slice(0, 4000)) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer'
    if (code === 'ENOTFOUND' || code === 'ENODATA') return { records: [] }
    return { trouble: `The name servers did not answer (${code}): try again later.` }
  }
}

/** Whether the key's record is published as it should be (RFC 6376 3.6.1); '' for right, else a sentence. */
export async function dkimFinding(txt: Txt, key: DkimKey): Promise<string> {
  const { name } = dkimRecord(key)
  const looked = await recordsOf(txt, name)
  if ('trouble' in looked) return looked.trouble
  const found = looked.records.filter((record) => /(^|;)\s*p\s*=/.test(record))
  if (found.length === 0) return `There is no such record at ${name} yet: publish it, then look again.`
  if (found.length > 1) return `There are ${found.length} records at ${name}: leave only this one.`
  const tags = tagsOf(found[0]!)
  if ((tags.get('k') ?? 'rsa') !== key.algorithm) return 'The record is for another kind of key: publish this one.'
  if (tags.get('p') !== key.publicKey)
    return 'The record holds another key: publish this one whole, some forms cut long values at 255 characters.'
  return ''
}

function tagsOf(record: string): Map<string, string> {
  return new Map(
    record.split(';').map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name.trim().toLowerCase(), value.join('=').replace(/\s+/g, '')]
    }),
  )
}

/** What a domain says of who may send for it, and what to make of mail that fails; with what would be better. */
export async function domainLooks(txt: Txt, domain: string, relayHosts: readonly string[]): Promise<RecordLook[]> {
  return Promise.all([spf(txt, domain, relayHosts), dmarc(txt, domain)])
}

/** RFC 7208: one record; nobody may let everybody send. */
async function spf(txt: Txt, domain: string, relayHosts: readonly string[]): Promise<RecordLook> {
  const looked = await recordsOf(txt, domain)
  const names = relayHosts.map((host) => `a:${host}`).join(' ') || 'mx'
  const look = { kind: 'spf', name: domain, ok: false, found: null, publish: `v=spf1 ${names} ~all` } as const
  if ('trouble' in looked) return { ...look, finding: looked.trouble, publish: null }
  const found = looked.records.filter((record) => /^v=spf1(\s|$)/i.test(record))
  if (found.length === 0)
    return {
      ...look,
      finding:
        'There is no SPF record: receivers cannot tell who may send for this domain. A provider’s own “include:” goes before ~all.',
    }
  const shown = found.join(' | ').slice(0, 1000)
  if (found.length > 1)
    return {
      ...look,
      found: shown,
      publish: null,
      finding: `There are ${found.length} SPF records, which counts as none: join them into one.`,
    }
  if (/\s\+?all(\s|$)/i.test(shown))
    return { ...look, found: shown, publish: null, finding: 'It lets everybody send for this domain: end it in ~all.' }
  const hint = 'Make sure that it names your relay, or what your provider tells you to include.'
  return { ...look, found: shown, publish: null, ok: true, finding: `There is an SPF record. ${hint}` }
}

/** RFC 7489 6.3. */
async function dmarc(txt: Txt, domain: string): Promise<RecordLook> {
  const name = `_dmarc.${domain}`
  const looked = await recordsOf(txt, name)
  const publish = `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`
  const look = { kind: 'dmarc', name, ok: false, found: null, publish } as const
  if ('trouble' in looked) return { ...look, finding: looked.trouble, publish: null }
  const found = looked.records.filter((record) => /^v\s*=\s*DMARC1\b/i.test(record))
  if (found.length === 0)
    return { ...look, finding: 'There is no DMARC record here: large providers want one. Begin with p=none.' }
  if (found.length > 1)
    return {
      ...look,
      found: found.join(' | '),
      finding: 'There are several DMARC records, which counts as none: keep one.',
    }
  const policy = tagsOf(found[0]!).get('p') ?? ''
  const ok = ['none', 'quarantine', 'reject'].includes(policy)
  const finding = !ok
    ? 'It names no policy: write p=none, p=quarantine or p=reject.'
    : policy === 'none'
      ? 'There is a DMARC record; p=none only watches. Once the reports are clean, go on to quarantine.'
      : `There is a DMARC record with p=${policy}.`
  return { ...look, found: found[0]!, ok, finding, publish: ok ? null : publish }
}
