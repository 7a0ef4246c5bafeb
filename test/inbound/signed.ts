import { generateKeyPairSync } from 'node:crypto'
import { authenticate } from 'mailauth'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import type { Resolve } from '../../inbound/resolve.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
export const keyRecord = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`

type Zone = Record<string, unknown[] | 'silent' | 'slow'>

/** A DNS of one's own: what is not in it does not exist; `silent` names answer nobody, `slow` ones after 6 s. */
export function fakeDns(zone: Zone): { resolve: Resolve; zone: Zone; asked: string[] } {
  const asked: string[] = []
  const resolve: Resolve = async (name, type) => {
    asked.push(`${name} ${type}`)
    const records = zone[`${name} ${type}`]
    if (records === 'slow') await new Promise((done) => setTimeout(done, 6000))
    if (records === 'silent' || records === 'slow') throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })
    if (!records) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    return records
  }
  return { resolve, zone, asked }
}

/** What a domain publishes: its key, its policy, and that it sends from 203.0.113.0/24 alone. */
export function domainZone(domain: string, policy: string | null): Zone {
  return {
    [`k._domainkey.${domain} TXT`]: [[keyRecord]],
    [`${domain} TXT`]: [['v=spf1 ip4:203.0.113.0/24 -all']],
    ...(policy && { [`_dmarc.${domain} TXT`]: [[`v=DMARC1; p=${policy}`]] }),
  }
}

/** The mail with a DKIM signature of a domain on top. */
export async function signed(mail: string, domain: string, maxBodyLength?: number): Promise<string> {
  const key = { signingDomain: domain, selector: 'k', privateKey: pem, ...(maxBodyLength && { maxBodyLength }) }
  const { signatures } = await dkimSign(mail, { ...key, signatureData: [key] })
  return signatures + mail
}

/** As a mailing list hands it on: its own results sealed, then a footer that breaks the signature. */
export async function sealed(mail: string, sealer: string, dns: Resolve): Promise<string> {
  const footer = `${mail}-- \r\nThe list of ${sealer}\r\n`
  const options = { ip: '203.0.113.5', helo: 'mx.customer.example', sender: 'ada@customer.example', mta: sealer }
  const before = await authenticate(mail, { ...options, resolver: dns as never, disableBimi: true })
  const authResults = before.headers.replace(/^[\s\S]*Authentication-Results: /, '').trim()
  const { sealMessage } = await import('mailauth/lib/arc/index.js')
  const seal = { signingDomain: sealer, selector: 'k', privateKey: pem, authResults, cv: 'none' as const }
  return `${(await sealMessage(footer, seal)).toString()}${footer}`
}
