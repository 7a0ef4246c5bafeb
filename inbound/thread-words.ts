import type { Why } from '../src/database/tables.ts'
import type { Hit, Level } from './hits.ts'

const sign: Readonly<Record<Level, string>> = {
  L1: 'it came to the reply address of our letter',
  L2: 'it names our letter as the one it answers',
  L3: 'it names our letter by the id that a mail service on the way gave it',
  L4: 'it names an earlier mail of this conversation',
  L5: 'it answers the same mail, unknown to us, as an earlier one does',
  L6: 'our signed mark stands in its words',
  L7: 'its subject or its Outlook conversation is the same',
}

const names = (hit: Hit) => hit.issues.map((issue) => `#${issue.id}`).join(', ')

/** Every sentence that says where a mail was put and why; written into the row when it is filed. */
export const words = {
  first: () => 'A new issue: this mail answers nothing that we know of.',
  unsubscribe: () => 'It came to the unsubscribe address of a campaign letter: its recipient gets no more of them.',
  answer: (hit: Hit) => `Put here because ${sign[hit.level]}, and its sender takes part in this issue.`,
  reopens: (hit: Hit) => `Reopened this issue because ${sign[hit.level]}, and its sender takes part in it.`,
  answersAll: (ids: readonly number[]) =>
    ` What it answers dealt with ${ids.map((id) => `#${id}`).join(', ')}: it stands in each.`,
  continues: (hit: Hit, id: number, barrier: string) =>
    `A new issue that continues #${id}: ${sign[hit.level]}, but #${id} ${barrier}.`,
  claims: (hit: Hit) =>
    `A new issue: the mail claims to answer #${hit.issues[0].id}, but its sender does not take part in that issue.`,
  unproven: (hit: Hit) =>
    `A new issue: ${sign[hit.level]}, but its sender is not proven, and that sign alone is too weak.`,
  otherPerson: (from: string) =>
    `Held: ${from || 'a sender without a clear address'} answered to this issue’s reply address but does not take part in it.`,
  forged: (hit: Hit) => `Held: ${sign[hit.level]}, but its sender’s domain says that it is not genuine.`,
  automatic: (hit: Hit) => `Put here because ${sign[hit.level]}. A program wrote it, so nothing was reopened.`,
  report: () =>
    'Put here because it came to the return address of our letter. A program wrote it, so nothing was reopened.',
  ownLetter: () => 'Put here because it is a letter of this desk that came back to it. Nothing was reopened.',
  notOurs: () =>
    'Held: it bears the address and the Message-ID of a letter of this desk, but says something else than that letter.',
  closedLong: (days: number) => `was closed more than ${days} days before`,
  closedUnproven: (days: number) => `was closed more than ${days} days before, and the sender is not proven`,
  otherMatter: () => 'is about something else',
} as const

/** Why a rep might put a mail elsewhere, as the rest of "May belong to #12: …". */
export const hunches = {
  stranger: (hit: Hit) => `${sign[hit.level]}, but its sender does not take part there`,
  unproven: (hit: Hit) => `${sign[hit.level]}; its sender is not proven`,
  also: (hit: Hit) => `${sign[hit.level]}; other signs point to where it is now`,
  lateToken: () => 'a copy of this mail came to the reply address of a letter there',
  answered: () => 'a mail there, which came first, names this one as what it answers',
  tag: (id: number) => `its subject names #${id}, and the same sender wrote there`,
  subject: () => 'the same sender wrote about the same subject less than 14 days before',
  outlook: () => 'Outlook counts both as one conversation',
} as const

/** One sign, in words: for the list below "Why here?". */
export function signWords(hit: Hit): string {
  return `${sign[hit.level][0]!.toUpperCase()}${sign[hit.level].slice(1)} (${names(hit)}).`
}

export function why(level: string, evidence: string, text: string): Why {
  return { level, evidence: evidence.slice(0, 300).toWellFormed(), text }
}

/** For mail that a rep let in: said by the same voice. */
export const released = {
  toIssue: (): Why => why('rep', '', 'Put here because a rep let it in.'),
  asNew: (): Why => why('rep', '', 'A new issue: a rep let this mail in.'),
} as const

export const hunchesOfForward = (forwarder: string) =>
  `${forwarder || 'Somebody'} forwarded this mail; it names who wrote it first.`

export const hunchOfCopied = (sender: string) =>
  `${sender || 'somebody'} copied them in, but nobody vouches that it was really them who wrote`
