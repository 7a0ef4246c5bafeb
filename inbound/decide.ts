import { messageIdKey } from '../src/mail/emails.ts'
import { messageKey } from './answered-ids.ts'
import { type IssueState, type Known, namedKeys, participantKey } from './evidence.ts'
import { guess } from './hunches.ts'
import { type Alias, type Fate, type Ids, type Item, releasedTo, type Verdict } from './item.ts'
import { forgedWhy } from './judge.ts'
import { joining } from './plan-participants.ts'
import { thread } from './thread.ts'
import { released } from './thread-words.ts'

/**
 * Decides the mails of a batch one after the other, each as if those before it were filed: what one opens or
 * reopens, the next may answer. `heldFor` names the issue that a released answer waited for.
 */
export function decideBatch(
  items: readonly Item[],
  ids: readonly Ids[],
  known: Known,
  heldFor: ReadonlyMap<number, number>,
): Verdict[] {
  return items.map((item, i) => {
    const fate = decide(item, known, heldFor.get(item.delivery.id))
    const verdict = { fate, refs: unknownKeys(item, known), alias: learnedAlias(item, fate, known) }
    remember(item, verdict, ids[i]!, known)
    return verdict
  })
}

function decide(item: Item, known: Known, heldFor: number | undefined): Fate {
  const { mail, parsed, delivery, mailbox, claims, at, verified } = item
  const to = releasedTo(delivery)
  const issue = heldFor === undefined ? undefined : known.issues.get(heldFor)
  if (to === 'issue' && issue) {
    const reopen = issue.closedAt !== null && mail.automatic === null
    return { kind: 'attach', issue, reopen, also: [], others: 'leave', why: released.toIssue(), hunches: [] }
  }
  if (to) return { kind: 'new', continues: null, why: released.asNew(), hunches: [] }
  if (item.withheld) return { kind: 'withheld', why: item.withheld }
  if (parsed.trouble) return { kind: 'unreadable', trouble: parsed.trouble }
  const automatic = mail.automatic !== null
  const about = { subject: mail.subject, automatic, verified, unproved: isUnproved(item), at }
  const { from, self, returned } = item
  const place = { mailboxId: mailbox.id, reopenDays: mailbox.reopenDays }
  const fate = thread({ claims, from, self, returned, ...place, ...about }, known)
  const forged = fate.kind === 'new' ? forgedWhy(item) : null
  if (forged) return { kind: 'withheld', why: forged }
  if (fate.kind !== 'new' || fate.continues || fate.hunches.length > 0 || fate.why.level === 'unsubscribe') return fate
  return { ...fate, hunches: guess(item, known) }
}

const provable = new Set(['no-policy', 'policy-none', 'part-signed', 'no-answer', 'provider-silent'])

/**
 * Where nothing could be asked (no client's address behind a relay, a trusted forwarder) a participant's address is
 * taken for his; where it could and nobody vouches, anybody who knows one of our ids may have written it.
 */
function isUnproved({ verified, authentication }: Item): boolean {
  return verified === 'none' || (verified === 'unknown' && provable.has(authentication?.reason ?? ''))
}

/** What the mail names and nobody here has: kept, so that others that name the same can be found. */
function unknownKeys({ claims, mailbox }: Item, known: Known): string[] {
  const isKnown = (key: string) => known.mails.has(messageKey(mailbox.id, key)) || known.aliases.has(key)
  return namedKeys(claims).filter((key) => !isKnown(key))
}

/**
 * An answer to the reply address of one letter that names one id, which is not ours and unknown: a service on the way
 * gave our letter that id.
 */
function learnedAlias({ claims, mail }: Item, fate: Fate, known: Known): Alias | undefined {
  if (fate.kind !== 'attach' || fate.why.level !== 'L1' || claims.token?.purpose !== 'i' || mail.automatic !== null)
    return undefined
  const [first] = claims.foreign
  if (!first || mail.inReplyTo.length !== 1 || first.text !== mail.inReplyTo[0]) return undefined
  const isNew = ![...known.mails.keys()].some((name) => name.endsWith(` ${first.key}`)) && !known.aliases.has(first.key)
  return isNew ? { key: first.key, text: first.text, interactionId: claims.token.id } : undefined
}

/** More addresses than of one mail take part, our own among them: those are nobody's `from`. */
const mostRemembered = 40

function remember(item: Item, { fate, refs, alias }: Verdict, ids: Ids, known: Known) {
  if (fate.kind === 'unreadable' || fate.kind === 'hold' || fate.kind === 'withheld') return
  const issues =
    fate.kind === 'attach' ? [fate, ...fate.also].map((target) => target.issue) : [newState(item, fate, ids)]
  if (fate.kind === 'attach') for (const { issue, reopen } of [fate, ...fate.also]) if (reopen) issue.closedAt = null
  const issueIds = issues.map((issue) => issue.id)
  for (const issue of issues) known.issues.set(issue.id, issue)
  known.issuesOfInteraction.set(ids.interaction, issueIds)
  const own = messageKey(item.mailbox.id, messageIdKey(item.mail.messageId).toString('hex'))
  known.mails.set(own, [...(known.mails.get(own) ?? []), issueIds])
  if (alias) known.aliases.set(alias.key, [known.issuesOfInteraction.get(alias.interactionId) ?? issueIds])
  for (const key of refs) {
    const name = messageKey(item.mailbox.id, key)
    known.naming.set(name, [{ issueId: issueIds[0]!, from: item.from }, ...(known.naming.get(name) ?? [])])
  }
  for (const { address } of joining(item, fate).slice(0, mostRemembered))
    for (const issueId of issueIds) known.participants.add(participantKey(issueId, address))
}

/** Longer words to an unsubscribe address may say more than that somebody leaves. */
const farewellLength = 100

/** What a program wrote opens no issue that waits for a rep, unless a rep let it in; nor does a bare unsubscribe mail. */
export function opensClosed({ mail }: Item, fate: Fate): boolean {
  if (fate.kind !== 'new' || fate.why.level === 'rep') return false
  const farewell = fate.why.level === 'unsubscribe' && mail.text.trim().length <= farewellLength
  return farewell || mail.automatic !== null
}

function newState(item: Item, fate: Fate, { issue }: Ids): IssueState {
  const { mail, mailbox, at } = item
  const continuesId = fate.kind === 'new' ? (fate.continues?.id ?? null) : null
  const automatic = opensClosed(item, fate)
  const about = { subject: mail.subject, mailboxId: mailbox.id, origin: automatic ? 'automatic' : 'human' } as const
  return { id: issue, ...about, continuesId, subjects: [], closedAt: automatic ? at : null }
}
