import type { Verified, Why } from '../src/database/tables.ts'
import { bareSubject } from '../src/letters/subject.ts'
import { type Claims, type IssueState, type Known, messageKey, participantKey } from './evidence.ts'

/** What the rules need to know of a mail and of where it came. */
export type Case = Readonly<{
  claims: Claims
  mailboxId: number
  reopenDays: number
  /** '' where From identifies nobody. */
  from: string
  subject: string
  automatic: boolean
  verified: Verified
  at: Date
}>

/** Where a mail goes. A held answer is shown in its issue and waits for a rep. */
export type Decision =
  | Readonly<{ kind: 'attach'; issue: IssueState; reopen: boolean; why: Why }>
  | Readonly<{ kind: 'hold'; issue: IssueState; why: Why }>
  | Readonly<{ kind: 'new'; continues: IssueState | null; why: Why }>

type Level = 'L1' | 'L2' | 'L4'
type Hit = Readonly<{ level: Level; evidence: string; issue: IssueState }>

const day = 86_400_000
/** How long after its closing somebody else's Message-ID may still reopen an issue, in days (inbound.md 4.4). */
const foreignReopenDays = 30

/**
 * The decision table of inbound.md 4.3-4.4: how strong the evidence is, times who sends it. An id is not a
 * capability: a stranger who knows one gets an issue of his own, a stranger with a reply token waits for a rep.
 */
export function thread(mail: Case, known: Known): Decision {
  const hit = firstHit(mail, known)
  if (!hit) return { kind: 'new', continues: null, why: why('none', '', words.first()) }
  if (hit.level === 'L1' && mail.claims.token?.purpose === 'b') return quietly(hit, words.report())
  const participant = mail.from !== '' && known.participants.has(participantKey(hit.issue.id, mail.from))
  if (!participant) return fromStranger(mail, hit)
  if (mail.verified === 'fail') return fromForger(hit)
  if (mail.automatic) return quietly(hit, words.automatic(hit))
  return fromParticipant(mail, hit)
}

/** First hit wins: the token, our ids, others' ids, each in the order of the header. */
function firstHit({ claims, mailboxId, automatic }: Case, known: Known): Hit | undefined {
  const { token } = claims
  if (token && (token.purpose === 'i' || token.purpose === 't' || (token.purpose === 'b' && automatic))) {
    const issue = issueOf(known, token)
    if (issue) return { level: 'L1', evidence: 'reply address', issue }
  }
  for (const signed of claims.signed) {
    const issue = issueOf(known, signed)
    if (issue) return { level: 'L2', evidence: signed.text, issue }
  }
  for (const { key, text } of claims.foreign) {
    const id = known.issueOfMessage.get(messageKey(mailboxId, key))
    const issue = id ? known.issues.get(id) : undefined
    if (issue) return { level: 'L4', evidence: text, issue }
  }
  return undefined
}

function issueOf(known: Known, { purpose, id }: { purpose: string; id: number }): IssueState | undefined {
  const issueId = purpose === 't' ? id : known.issueOfInteraction.get(id)
  return issueId === undefined ? undefined : known.issues.get(issueId)
}

function fromStranger(mail: Case, hit: Hit): Decision {
  if (hit.level === 'L1')
    return { kind: 'hold', issue: hit.issue, why: why('L1', hit.evidence, words.otherPerson(mail)) }
  return { kind: 'new', continues: null, why: why(hit.level, hit.evidence, words.claims(hit)) }
}

function fromForger(hit: Hit): Decision {
  if (hit.level === 'L4') return { kind: 'new', continues: null, why: why('L4', hit.evidence, words.doubtful(hit)) }
  return { kind: 'hold', issue: hit.issue, why: why(hit.level, hit.evidence, words.forged(hit)) }
}

function fromParticipant(mail: Case, hit: Hit): Decision {
  const { issue, level, evidence } = hit
  if (!issue.closedAt) return { kind: 'attach', issue, reopen: false, why: why(level, evidence, words.answer(hit)) }
  const barrier = reopenBarrier(mail, hit)
  if (barrier) return { kind: 'new', continues: issue, why: why(level, evidence, words.continues(hit, barrier)) }
  return { kind: 'attach', issue, reopen: true, why: why(level, evidence, words.reopens(hit)) }
}

/** Why a human's answer does not reopen its closed issue, in words; undefined when it does. */
function reopenBarrier(mail: Case, { issue, level }: Hit): string | undefined {
  if (issue.origin !== 'human') return undefined
  const days = (mail.at.getTime() - issue.closedAt!.getTime()) / day
  if (days > mail.reopenDays) return `was closed more than ${mail.reopenDays} days before`
  if (level === 'L4' && mail.verified !== 'pass' && days > foreignReopenDays)
    return `was closed more than ${foreignReopenDays} days before, and the sender is not proven`
  return otherMatter(mail.subject, [issue.subject, ...issue.subjects]) ? 'is about something else' : undefined
}

/** True when a subject shares no word with any that the issue had; one without words proves nothing. */
export function otherMatter(subject: string, subjects: readonly string[]): boolean {
  const own = subjectWords(subject)
  const known = subjects.map(subjectWords).filter((words) => words.size > 0)
  if (own.size === 0 || known.length === 0) return false
  return known.every((words) => [...own].every((word) => !words.has(word)))
}

function subjectWords(subject: string): Set<string> {
  const bare = bareSubject(subject.replace(/^\s*(?:fwd?|wg|tr|rv|enc)\s*:\s*/i, '').replace(/\[[^\]]{0,60}\]/g, ' '))
  return new Set(bare.toLowerCase().match(/[\p{L}\p{N}]{2,}|\p{Script=Han}/gu) ?? [])
}

/** Shown in its issue, and nothing else: automatic mail never reopens. */
function quietly(hit: Hit, text: string): Decision {
  return { kind: 'attach', issue: hit.issue, reopen: false, why: why(hit.level, hit.evidence, text) }
}

function why(level: string, evidence: string, text: string): Why {
  return { level, evidence: evidence.slice(0, 300).toWellFormed(), text }
}

const sign: Readonly<Record<Level, string>> = {
  L1: 'it came to the reply address of our letter',
  L2: 'it names our letter as the one it answers',
  L4: 'it names an earlier mail of this conversation',
}

/** Every sentence that says where a mail was put and why; written into the row when it is filed. */
const words = {
  first: () => 'A new issue: this mail answers nothing that we know of.',
  answer: (hit: Hit) => `Put here because ${sign[hit.level]}, and its sender takes part in this issue.`,
  reopens: (hit: Hit) => `Reopened this issue because ${sign[hit.level]}, and its sender takes part in it.`,
  continues: (hit: Hit, barrier: string) =>
    `A new issue that continues #${hit.issue.id}: ${sign[hit.level]}, but #${hit.issue.id} ${barrier}.`,
  claims: (hit: Hit) =>
    `A new issue: the mail claims to answer #${hit.issue.id}, but its sender does not take part in that issue.`,
  doubtful: (hit: Hit) =>
    `A new issue: the mail claims to answer #${hit.issue.id}, but its sender’s domain says that it is not genuine.`,
  otherPerson: (mail: Case) =>
    `Held: ${mail.from || 'a sender without a clear address'} answered to this issue’s reply address but does not take part in it.`,
  forged: (hit: Hit) => `Held: ${sign[hit.level]}, but its sender’s domain says that it is not genuine.`,
  automatic: (hit: Hit) => `Put here because ${sign[hit.level]}. A program wrote it, so nothing was reopened.`,
  report: () =>
    'Put here because it came to the return address of our letter. A program wrote it, so nothing was reopened.',
} as const

/** For mail that a rep let in: said by the same voice. */
export const released = {
  toIssue: (): Why => why('rep', '', 'Put here because a rep let it in.'),
  asNew: (): Why => why('rep', '', 'A new issue: a rep let this mail in.'),
} as const
