import { type CampaignMail, historiesOf } from '../src/campaigns/answered.ts'
import type { Database } from '../src/database/connection.ts'
import type { Secrets } from '../src/settings/secret.ts'
import type { Claims } from './claimed.ts'
import type { Decided, Filing } from './item.ts'

type Claiming = Filing & Readonly<{ claims: Claims }>

/**
 * Turns the signed ids of campaign recipients into those of their interactions, so that all that follows knows one kind
 * of id. Where an answer comes before the result of the sending, its history is written first (design section 2). Asks
 * nothing where no mail names one.
 */
export async function knowCampaigns<One extends Claiming>(
  db: Database,
  secrets: Secrets,
  filings: readonly One[],
): Promise<One[]> {
  const ids = [...new Set(filings.flatMap(({ claims }) => recipientsIn(claims)))]
  if (ids.length === 0) return [...filings]
  const histories = await historiesOf(db, secrets, ids)
  return filings.map((filing) =>
    recipientsIn(filing.claims).length > 0 ? { ...filing, claims: translated(filing, histories) } : filing,
  )
}

function recipientsIn({ token, signed, markers }: Claims): number[] {
  const all = [...(token ? [token] : []), ...signed, ...markers]
  return all.flatMap(({ purpose, id }) => (purpose === 'c' ? [id] : []))
}

/** Answers and reports come to one address: a report, like any automatic mail, is one by what it is. */
function translated({ claims, parsed }: Claiming, histories: ReadonlyMap<number, number>): Claims {
  const automatic = parsed.mail.automatic !== null
  const known = <Id extends { purpose: string; id: number }>(one: Id): Id[] => {
    if (one.purpose !== 'c') return [one]
    const id = histories.get(one.id)
    return id === undefined ? [] : [{ ...one, purpose: 'i', id }]
  }
  const [token] = claims.token ? known(claims.token) : []
  const returned = token && claims.token?.purpose === 'c' && automatic
  const recipientId = recipientsIn(claims).find((id) => histories.has(id))
  return {
    ...claims,
    token: returned ? { ...token, purpose: 'b' } : token,
    signed: claims.signed.flatMap(known),
    markers: claims.markers.flatMap(known),
    ...(recipientId !== undefined && { recipientId }),
  }
}

/** What came of campaign letters: for their numbers, and for what a report says of the address. */
export function campaignMailOf({ item, ids, fate }: Decided): CampaignMail[] {
  const { claims, mail, delivery, verified } = item
  if (claims.recipientId === undefined || fate.kind !== 'attach' || delivery.source === 'import') return []
  const about = { recipientId: claims.recipientId, emailId: ids.email }
  if (!mail.report) return [{ ...about, kind: mail.automatic === null ? 'reply' : 'automatic', report: null }]
  if (mail.report.kind === 'receipt') return [{ ...about, kind: 'automatic', report: null }]
  if (verified === 'fail' && claims.token?.purpose !== 'b') return []
  return [{ ...about, kind: mail.report.kind, report: mail.report }]
}
