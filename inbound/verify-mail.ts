import { arc } from 'mailauth/lib/arc/index.js'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js'
import { spf } from 'mailauth/lib/spf/index.js'
import type { Asked, AuthJob } from './auth-job.ts'
import { type Resolve, saysNothing } from './resolve.ts'
import { type Findings, verdictOf } from './verdict.ts'

/**
 * SPF, DKIM, ARC and DMARC of one mail on its bytes (inbound.md C1). `again` when no verdict was to be had because a
 * name server did not answer. Never throws; costs CPU, and so runs in a thread of its own.
 */
export async function verifyMail(job: AuthJob, resolve: Resolve): Promise<Asked> {
  const { watched, troubled } = watching(resolve)
  const found = await findings(job, watched)
  const verdict = verdictOf(found, job.trust, troubled())
  return { ...verdict, again: verdict.authentication?.reason === 'no-answer' }
}

async function findings(job: AuthJob, resolver: never): Promise<Findings> {
  const { raw, clientIp, mailFrom } = job
  const [dkim, spfFound] = await Promise.all([
    dkimVerify(raw, { resolver, sender: mailFrom }),
    clientIp ? checkSpf(job, resolver) : (false as const),
  ])
  // The declarations leave out what the verifier hands to the next ones.
  const {
    arc: chain,
    headerFrom,
    fromFields,
    results: rows = [],
  } = dkim as unknown as Findings['dkim'] & { arc: never }
  // Without a signature there is a row that says so.
  const results = rows.filter((row) => row.signingDomain && row.selector)
  const arcFound = await arc(chain, { resolver })
  const passed = results.filter((row) => row.status.result === 'pass')
  const dmarc = await evaluateDmarc({
    headerFrom,
    fromFields,
    spfDomains: spfFound && spfFound.status.result === 'pass' ? [spfFound.domain] : [],
    dkimDomains: passed.map((row) => ({ domain: row.signingDomain, underSized: row.status.underSized })),
    arcResult: arcFound,
    resolver,
  } as never)
  return {
    dkim: { headerFrom, fromFields, results },
    spf: spfFound,
    clientIp,
    arc: arcFound as unknown as Findings['arc'],
    dmarc: dmarc.response as Findings['dmarc'],
    aligned: dmarc.dkimAligned ?? new Set(),
    noDmarc: dmarc.reason,
  }
}

function checkSpf({ clientIp, helo, mailFrom }: AuthJob, resolver: never) {
  const ip = clientIp ?? ''
  return spf({ sender: mailFrom, ip, helo: helo || `[${ip}]`, mta: 'antfarm', resolver }) as unknown as Promise<
    Exclude<Findings['spf'], false>
  >
}

/** Notes whether any question stayed without an answer: a failure then may be no failure. */
function watching(resolve: Resolve): { watched: never; troubled: () => boolean } {
  let trouble = false
  const watched: Resolve = async (name, type) => {
    try {
      return await resolve(name, type)
    } catch (error) {
      if (!saysNothing(error)) trouble = true
      throw error
    }
  }
  return { watched: watched as never, troubled: () => trouble }
}
