import { setImmediate as breathe } from 'node:timers/promises'
import { maskOf, unsealCode } from '../certificates/codes.ts'
import type { Signer } from '../letters/dkim-sign.ts'
import { domainOf } from '../letters/reply-address.ts'
import type { Secrets } from '../settings/secret.ts'
import { snippetOf } from './history.ts'
import type { CampaignLetter, LetterMaker, Made } from './letter.ts'
import type { Leased, Unrendered } from './queue.ts'
import type { Running } from './running.ts'

/** A recipient whose letter is ready to be sent, with what the history will say of it. */
export type Ready = Leased &
  Readonly<{ messageId: string; from: string; bytes: Buffer; subject: string; snippet: string }>

type Parts = Readonly<{ campaign: Running; maker: LetterMaker; secrets: Secrets; signer: Signer }>

/** Letters made before the loop is given back for a moment. */
const atOnce = 10

/** Makes and signs the letters of leased recipients; those that cannot be made are answered apart, with the reason. */
export async function prepare(
  parts: Parts,
  rows: readonly Leased[],
): Promise<{ ready: Ready[]; refused: Unrendered[] }> {
  const ready: Ready[] = []
  const refused: Unrendered[] = []
  for (const [n, row] of rows.entries()) {
    if (n % atOnce === atOnce - 1) await breathe()
    const made = makeOne(parts, row)
    if ('bytes' in made) ready.push({ ...row, ...made })
    else refused.push({ id: row.id, token: row.token, ...refusalOf(made) })
  }
  const domain = domainOf(parts.campaign.fromAddress)
  const signed = await Promise.all(
    ready.map(async (one) => {
      const lines = await parts.signer.sign(domain, one.bytes)
      return lines ? { ...one, bytes: Buffer.concat([Buffer.from(lines), one.bytes]) } : one
    }),
  )
  return { ready: signed, refused }
}

type Failed = Exclude<Made, CampaignLetter>

/** The code is in the bytes alone: what the history says is made with what stands for it. */
function makeOne(
  { campaign, maker, secrets }: Parts,
  row: Leased,
): (Omit<Ready, keyof Leased> & { messageId: string }) | Failed {
  const { certificateId, codeSealed, last4, messageId, datedAt: date } = row
  const code = certificateId && codeSealed ? unsealCode(secrets, certificateId, codeSealed) : null
  const letter = maker.make({ ...row, code, date, messageId })
  if (!('bytes' in letter)) return letter
  const { bytes, from, subject } = letter
  const shown = campaign.certificate ? maker.make({ ...row, code: last4 && maskOf(last4), date, messageId }) : letter
  return { bytes, from, subject, messageId: letter.messageId, snippet: 'bytes' in shown ? snippetOf(shown) : '' }
}

function refusalOf(made: Failed): Pick<Unrendered, 'state' | 'reason'> {
  if ('missing' in made)
    return { state: 'skipped', reason: `There is no value for ${made.missing.join(', ')}.`.slice(0, 500) }
  return { state: 'failed', reason: made.problem.slice(0, 500) }
}
