import type { Verified, Why } from '../src/database/tables.ts'
import { type IssueState, type Known, participantKey } from './evidence.ts'
import { type Asking, contradicting, findHits, type Hit } from './hits.ts'
import { otherMatter } from './subjects.ts'
import { hunches, signWords, why, words } from './thread-words.ts'

/** What the rules need to know of a mail and of where it came; `from` is '' where From identifies nobody. */
export type Case = Asking &
  Readonly<{
    reopenDays: number
    /** From is one of our own addresses. */
    self: boolean
    /** It is one of our letters, come back as we sent it. */
    returned: boolean
    subject: string
    verified: Verified
    /** Its sender's domain could have vouched for it, and did not: anybody may have written it. */
    unproved: boolean
    at: Date
  }>

/** Where else a mail may belong: never acted on without a rep. */
export type Hunch = Readonly<{ issueId: number; level: string; evidence: string; text: string }>
export type Target = Readonly<{ issue: IssueState; reopen: boolean }>

/** Where a mail goes. A held answer is shown in its issue and waits for a rep. */
export type Decision =
  | (Target &
      Readonly<{
        kind: 'attach'
        /** The other issues that it answers as well. */
        also: readonly Target[]
        /** Whom it names in To and Cc: takes part from now on, is proposed to a rep, or neither. */
        others: 'join' | 'offer' | 'leave'
        why: Why
        hunches: readonly Hunch[]
      }>)
  | Readonly<{ kind: 'hold'; issue: IssueState; why: Why }>
  | Readonly<{ kind: 'new'; continues: IssueState | null; why: Why; hunches: readonly Hunch[] }>

const day = 86_400_000
/** How long after its closing somebody else's Message-ID may still reopen an issue, in days (inbound.md 4.4). */
const foreignReopenDays = 30

/**
 * The decision table of inbound.md 4.3-4.4: how strong the evidence is, times who sends it. An id is not a
 * capability: a stranger who knows one gets an issue of his own, a stranger with a reply token waits for a rep.
 */
export function thread(mail: Case, known: Known): Decision {
  const hits = findHits(mail, known)
  const decision = decide(mail, hits, known)
  if (hits.length < 2) return decision
  return { ...decision, why: { ...decision.why, all: hits.slice(0, 10).map(sign) } }
}

function decide(mail: Case, hits: readonly Hit[], known: Known): Decision {
  const [hit] = hits
  const back = mail.self && mail.claims.own ? ownIssue(known, mail.claims.own) : undefined
  if (back && mail.returned) return quietly([back], why('own', '', words.ownLetter()))
  if (back) return { kind: 'hold', issue: back, why: why('own', '', words.notOurs()) }
  if (asksToLeave(mail)) return opened(why('unsubscribe', '', words.unsubscribe()))
  if (!hit) return opened(why('none', '', words.first()))
  if (hit.level === 'L1' && mail.claims.token?.purpose === 'b')
    return quietly(hit.issues, why('L1', hit.evidence, words.report()))
  const theirs = hit.issues.filter(
    ({ id }) => mail.from !== '' && known.participants.has(participantKey(id, mail.from)),
  )
  if (theirs.length === 0) return fromStranger(mail, hit)
  if (mail.verified === 'fail') return fromForger(hit)
  if (hit.level === 'L5' || hit.level === 'L6') return onWeakSign(mail, hit, theirs)
  if (mail.automatic) return quietly(theirs, why(hit.level, hit.evidence, words.automatic(hit)))
  return fromParticipant(mail, hit, { issues: theirs, strays: contradicting(hits) })
}

/** It came to the unsubscribe address of a campaign letter; what a program writes there counts for nothing. */
export function asksToLeave({ claims, automatic }: Pick<Case, 'claims' | 'automatic'>): boolean {
  return claims.token?.purpose === 'u' && !automatic
}

function ownIssue(known: Known, { id }: { id: number }): IssueState | undefined {
  const issueId = known.issuesOfInteraction.get(id)?.[0]
  return issueId === undefined ? undefined : known.issues.get(issueId)
}

function fromStranger(mail: Case, hit: Hit): Decision {
  if (hit.level === 'L1')
    return { kind: 'hold', issue: hit.issues[0], why: why('L1', hit.evidence, words.otherPerson(mail.from)) }
  // Only who got our letter knows its id: their absence notice may come from another address of theirs.
  if (mail.automatic && (hit.level === 'L2' || hit.level === 'L3'))
    return quietly(hit.issues, why(hit.level, hit.evidence, words.automatic(hit)))
  if (hit.level === 'L5' || hit.level === 'L6') return opened(why('none', '', words.first()))
  return opened(why(hit.level, hit.evidence, words.claims(hit)), [hunch(hit, hunches.stranger(hit))])
}

/** Held where it claims to belong, whoever made the id that it names: a rep who knows the issue sees best what it is. */
function fromForger(hit: Hit): Decision {
  if (hit.level === 'L5' || hit.level === 'L6') return opened(why('none', '', words.first()))
  return { kind: 'hold', issue: hit.issues[0], why: why(hit.level, hit.evidence, words.forged(hit)) }
}

/** A shared unknown ancestor or a mark in the words: enough for the same, proven sender; a hunch for everybody else. */
function onWeakSign(mail: Case, hit: Hit, issues: readonly IssueState[]): Decision {
  const proven = mail.verified === 'pass' && (hit.level === 'L6' || hit.sameSender === true)
  if (!proven) return opened(why(hit.level, hit.evidence, words.unproven(hit)), [hunch(hit, hunches.unproven(hit))])
  if (mail.automatic) return quietly(issues, why(hit.level, hit.evidence, words.automatic(hit)))
  return fromParticipant(mail, hit, { issues, strays: [] })
}

type Answered = Readonly<{ issues: readonly IssueState[]; strays: readonly Hit[] }>

/** Into each issue that was answered, as far as it is open or may reopen; else a new one that continues the first. */
function fromParticipant(mail: Case, hit: Hit, { issues, strays }: Answered): Decision {
  const weak = !['L1', 'L2'].includes(hit.level) || strays.length > 0
  const barred = issues.map((issue) => ({ issue, barrier: reopenBarrier(mail, issue, weak) }))
  const [first, ...also] = barred.flatMap(({ issue, barrier }): Target[] =>
    barrier ? [] : [{ issue, reopen: issue.closedAt !== null }],
  )
  const elsewhere = strays.map((stray) => hunch(stray, hunches.also(stray)))
  if (!first) {
    const { issue, barrier } = barred[0]!
    const reason = why(hit.level, hit.evidence, words.continues(hit, issue.id, barrier!))
    return { kind: 'new', continues: issue, why: reason, hunches: elsewhere }
  }
  const text = first.reopen ? words.reopens(hit) : words.answer(hit)
  const all = also.length > 0 ? words.answersAll([first, ...also].map(({ issue }) => issue.id)) : ''
  const others = mail.verified === 'pass' ? 'join' : weak ? 'leave' : mail.unproved ? 'offer' : 'join'
  return { kind: 'attach', ...first, also, others, why: why(hit.level, hit.evidence, text + all), hunches: elsewhere }
}

/** Why a human's answer does not reopen its closed issue, in words; undefined when it does, or nothing is closed. */
function reopenBarrier(mail: Case, issue: IssueState, weak: boolean): string | undefined {
  if (!issue.closedAt || issue.origin !== 'human') return undefined
  const days = (mail.at.getTime() - issue.closedAt.getTime()) / day
  if (days > mail.reopenDays) return words.closedLong(mail.reopenDays)
  if (weak && mail.verified !== 'pass' && days > foreignReopenDays) return words.closedUnproven(foreignReopenDays)
  return otherMatter(mail.subject, [issue.subject, ...issue.subjects]) ? words.otherMatter() : undefined
}

/** Shown in its issues, and nothing else: automatic mail never reopens. */
function quietly(issues: readonly IssueState[], reason: Why): Decision {
  const [first, ...also] = issues.map((issue) => ({ issue, reopen: false }))
  return { kind: 'attach', ...first!, also, others: 'leave', why: reason, hunches: [] }
}

function opened(reason: Why, others: readonly Hunch[] = []): Decision {
  return { kind: 'new', continues: null, why: reason, hunches: others }
}

function hunch(hit: Hit, text: string): Hunch {
  return { issueId: hit.issues[0].id, level: hit.level, evidence: hit.evidence.slice(0, 300).toWellFormed(), text }
}

function sign(hit: Hit): Omit<Why, 'all'> {
  return why(hit.level, hit.evidence, signWords(hit))
}
