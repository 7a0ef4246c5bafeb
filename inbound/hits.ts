import { addressKey } from '../src/mail/address.ts'
import { type Bearers, messageKey } from './answered-ids.ts'
import type { Claims } from './claimed.ts'
import type { IssueState, Known } from './evidence.ts'

export type Level = 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6' | 'L7'

/** One sign that a mail belongs to these issues (inbound.md 4.3); a letter may have dealt with several. */
export type Hit = Readonly<{
  level: Level
  evidence: string
  issues: readonly [IssueState, ...IssueState[]]
  /** L5: whether the one who wrote there writes here. */
  sameSender?: boolean
}>

export type Asking = Readonly<{ claims: Claims; mailboxId: number; from: string; automatic: boolean }>

/** Every sign, the strongest first, each level in the order of the header; L5 and L6 only where nothing is stronger. */
export function findHits(mail: Asking, known: Known): Hit[] {
  const strong = [
    ...tokenHit(mail, known),
    ...signedHits(mail, known),
    ...aliasHits(mail, known),
    ...mailHits(mail, known),
  ]
  return strong.length > 0 ? strong : [...ancestorHits(mail, known), ...markerHits(mail, known)]
}

/** Signs that contradict the first: they name other issues, and none goes on with the other. */
export function contradicting([first, ...rest]: readonly Hit[]): Hit[] {
  if (!first) return []
  const family = new Set(first.issues.flatMap(relatives))
  return rest.filter((hit) => hit.issues.flatMap(relatives).every((id) => !family.has(id)))
}

function relatives({ id, continuesId }: IssueState): number[] {
  return continuesId === null ? [id] : [id, continuesId]
}

function tokenHit({ claims: { token }, automatic }: Asking, known: Known): Hit[] {
  if (!token || (token.purpose !== 'i' && token.purpose !== 't' && !(token.purpose === 'b' && automatic))) return []
  return hit('L1', 'reply address', issuesOf(known, token), known)
}

function signedHits({ claims }: Asking, known: Known): Hit[] {
  return claims.signed.flatMap((id) => hit('L2', id.text, issuesOf(known, id), known))
}

function aliasHits({ claims }: Asking, known: Known): Hit[] {
  return claims.foreign.flatMap(({ key, bare, text }) =>
    agreed('L3', text, known.aliases.get(key) ?? known.aliases.get(bare ?? ''), known),
  )
}

function mailHits({ claims, mailboxId }: Asking, known: Known): Hit[] {
  return claims.foreign.flatMap(({ key, text }) =>
    agreed('L4', text, known.mails.get(messageKey(mailboxId, key)), known),
  )
}

/** Two mails name one id that neither of us has; a Thread-Index alone never attaches. */
function ancestorHits({ claims, mailboxId, from }: Asking, known: Known): Hit[] {
  const named = claims.foreign.flatMap(({ key, text }) =>
    (known.naming.get(messageKey(mailboxId, key)) ?? []).map((naming) => ({ ...naming, text })),
  )
  return named.flatMap(({ issueId, from: other, text }) =>
    hit('L5', text, [issueId], known).map((one) => ({
      ...one,
      sameSender: from !== '' && addressKey(from) === addressKey(other),
    })),
  )
}

function markerHits({ claims }: Asking, known: Known): Hit[] {
  return claims.markers.flatMap((id) => hit('L6', id.text, issuesOf(known, id), known))
}

function issuesOf(known: Known, { purpose, id }: { purpose: string; id: number }): readonly number[] {
  return purpose === 't' ? [id] : (known.issuesOfInteraction.get(id) ?? [])
}

/** Two mails that share an id and are in different issues say nothing. */
function agreed(level: Level, evidence: string, bearers: Bearers | undefined, known: Known): Hit[] {
  const found = (bearers ?? []).flatMap((ids) => hit(level, evidence, ids, known))
  const [first, ...others] = found
  if (!first || others.some((other) => idsOf(other) !== idsOf(first))) return []
  return [first]
}

const idsOf = ({ issues }: Hit) => issues.map((issue) => issue.id).join()

function hit(level: Level, evidence: string, ids: readonly number[], known: Known): Hit[] {
  const found = ids.flatMap((id) => known.issues.get(id) ?? [])
  const [first, ...others] = [...new Set(found)].sort((a, b) => a.id - b.id)
  return first ? [{ level, evidence, issues: [first, ...others] }] : []
}
