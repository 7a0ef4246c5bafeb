import type { AuthReason, AuthResult } from '../src/database/tables-authentication.ts'
import type { Verdict } from '../src/mail/authentication.ts'
import type { Headers } from './headers.ts'
import { short } from './verdict.ts'

/** One method of an Authentication-Results field (RFC 8601 2.2): `dmarc=fail (p=REJECT) header.from=shop.example`. */
type Method = Readonly<{ name: string; result: string; comment: string; about: ReadonlyMap<string, string> }>

const fieldBytes = 4096
const methodsRead = 30

/**
 * Mail that was fetched has no session: the topmost Authentication-Results of the configured authserv-id is the word
 * of the provider, all others are anybody's (inbound.md I11). Without one it is unknown, never pass.
 */
export function providerVerdict(headers: Headers, authservId: string, domain: string): Verdict {
  const wanted = authservId.trim().toLowerCase()
  const value = wanted && (headers.get('authentication-results') ?? []).find((field) => idOf(field) === wanted)
  if (!value) return { verified: 'unknown', authentication: null }
  return judged(methodsOf(value), wanted, domain)
}

function idOf(field: string): string {
  const [id = ''] = withoutComments(field.slice(0, fieldBytes)).split(';')
  return id.trim().split(/\s+/)[0]!.replace(/^"|"$/g, '').toLowerCase()
}

function judged(methods: readonly Method[], by: string, domain: string): Verdict {
  const dmarc = methods.find((one) => one.name === 'dmarc' && sameDomain(one.about.get('header.from'), domain))
  const reason = reasonOf(methods, dmarc, domain)
  const verified = reason === 'provider-pass' ? 'pass' : reason === 'provider-fail' ? 'fail' : verifiedOf(reason)
  const spf = methods.find((one) => one.name === 'spf')
  return {
    verified,
    authentication: {
      ...{ reason, domain: short(domain), by: short(by), arc: null, checkedAt: new Date().toISOString() },
      dmarc: dmarc ? { result: dmarc.result as AuthResult, policy: policyOf(dmarc), domain: null } : null,
      spf: spf ? { result: spf.result as AuthResult, domain: short(sender(spf)), clientIp: null } : null,
      dkim: methods
        .filter((one) => one.name === 'dkim')
        .slice(0, 5)
        .map((one) => ({
          result: one.result as AuthResult,
          domain: short(signer(one)),
          selector: short(one.about.get('header.s') ?? ''),
          aligned: signer(one) === domain,
          comment: short(one.comment),
        })),
    },
  }
}

function reasonOf(methods: readonly Method[], dmarc: Method | undefined, domain: string): AuthReason {
  if (dmarc?.result === 'pass') return 'provider-pass'
  if (dmarc?.result === 'fail') {
    const policy = policyOf(dmarc)
    return policy === 'reject' || policy === 'quarantine' ? 'provider-fail' : 'policy-none'
  }
  const signed = methods.some((one) => one.name === 'dkim' && one.result === 'pass' && signer(one) === domain)
  if (signed) return 'provider-pass'
  return dmarc && ['none', 'bestguesspass'].includes(dmarc.result) ? 'no-policy' : 'provider-silent'
}

function verifiedOf(reason: AuthReason): 'none' | 'unknown' {
  return reason === 'no-policy' ? 'none' : 'unknown'
}

/** Each provider says it in its own place: a comment, a property, or what it did. */
function policyOf({ comment, about }: Method): string | null {
  const said = about.get('policy.dmarc') ?? about.get('action') ?? /\bp=(\w+)/i.exec(comment)?.[1] ?? ''
  const word = said.toLowerCase().replace(/^o(?=reject)/, '')
  return ['reject', 'quarantine', 'none'].includes(word) ? word : null
}

const signer = ({ about }: Method) =>
  (about.get('header.d') ?? about.get('header.i')?.replace(/^.*@/, '') ?? '').toLowerCase()
const sender = ({ about }: Method) => (about.get('smtp.mailfrom') ?? about.get('smtp.helo') ?? '').replace(/^.*@/, '')

function sameDomain(said: string | undefined, domain: string): boolean {
  return said !== undefined && said.replace(/^.*@/, '').toLowerCase() === domain
}

function methodsOf(field: string): Method[] {
  const parts = splitMethods(field.slice(0, fieldBytes)).slice(1, methodsRead)
  return parts.flatMap((part) => {
    const comment = /\(([^()]*)\)/.exec(part)?.[1] ?? ''
    const pairs = [...withoutComments(part).matchAll(/([a-z0-9.-]+)\s*(?:\/\d+\s*)?=\s*("[^"]*"|[^\s;]+)/gi)].map(
      ([, name, value]) => [name!.toLowerCase(), value!.replace(/^"|"$/g, '')] as const,
    )
    const [first, ...rest] = pairs
    return first ? [{ name: first[0], result: first[1].toLowerCase(), comment, about: new Map(rest) }] : []
  })
}

/** By the semicolons outside of quotes and comments. */
function splitMethods(field: string): string[] {
  const parts: string[] = []
  let start = 0
  let depth = 0
  let quoted = false
  for (let i = 0; i < field.length; i++) {
    const c = field[i]
    if (c === '\\') i += 1
    else if (c === '"' && depth === 0) quoted = !quoted
    else if (quoted) continue
    else if (c === '(') depth += 1
    else if (c === ')') depth = Math.max(0, depth - 1)
    else if (c === ';' && depth === 0) {
      parts.push(field.slice(start, i))
      start = i + 1
    }
  }
  return [...parts, field.slice(start)]
}

/** Nested ones too; what a comment says is no result. */
function withoutComments(text: string): string {
  let out = ''
  let depth = 0
  for (const c of text) {
    if (c === '(') depth += 1
    else if (c === ')' && depth > 0) depth -= 1
    else if (depth === 0) out += c
  }
  return out
}
