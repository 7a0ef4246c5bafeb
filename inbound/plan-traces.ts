import type { NewSuggestion, Traces } from '../src/desk/threading.ts'
import { addressKey } from '../src/mail/address.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import type { Decided } from './item.ts'
import { offered } from './plan-participants.ts'
import { hunchesOfForward, hunchOfCopied } from './thread-words.ts'

/** What decided mails leave for later ones and for reps. Most leave nothing. */
export function tracesOf(mailboxes: readonly MailboxLine[], decided: readonly Decided[]): Traces {
  const filed = decided.filter(({ fate }) => fate.kind === 'new' || fate.kind === 'attach')
  return {
    refs: filed.flatMap(({ refs, ids }) => [...new Set(refs)].map((key) => ({ emailId: ids.email, key }))),
    aliases: filed.flatMap(({ alias }) => (alias ? [alias] : [])),
    suggestions: filed.flatMap((one) => [
      ...otherIssues(one),
      ...firstWriter(mailboxes, one),
      ...copiedIn(mailboxes, one),
    ]),
    mailboxes: filed.flatMap(otherQueues),
  }
}

function otherIssues({ fate, ids }: Decided): NewSuggestion[] {
  if (fate.kind !== 'new' && fate.kind !== 'attach') return []
  const issueId = fate.kind === 'new' ? ids.issue : fate.issue.id
  const about = { issueId, interactionId: ids.interaction, kind: 'issue', address: '', name: '' } as const
  return fate.hunches
    .filter((hunch) => hunch.issueId !== issueId)
    .map(({ issueId: otherIssueId, ...said }) => ({ ...about, otherIssueId, ...said }))
}

/** A forward proposes who wrote first; only a rep makes them the customer (inbound.md D3). */
function firstWriter(mailboxes: readonly MailboxLine[], { fate, item, ids }: Decided): NewSuggestion[] {
  const { writtenBy } = item.mail.hints
  if (fate.kind !== 'new' || !writtenBy || item.mail.automatic !== null) return []
  const { address, name } = writtenBy
  if (addressKey(address) === addressKey(item.from) || address.length > 254 || isOwnAddress(mailboxes, address))
    return []
  const about = { issueId: ids.issue, interactionId: ids.interaction, kind: 'sender', otherIssueId: null } as const
  return [{ ...about, address, name, level: 'D3', evidence: address, text: hunchesOfForward(item.sender.address) }]
}

/** Whom an answer names that nobody vouches for: a rep decides whether they take part. */
function copiedIn(mailboxes: readonly MailboxLine[], { fate, item, ids }: Decided): NewSuggestion[] {
  if (fate.kind !== 'attach') return []
  const about = {
    issueId: fate.issue.id,
    interactionId: ids.interaction,
    kind: 'participant',
    otherIssueId: null,
  } as const
  const said = { level: 'D7', text: hunchOfCopied(item.sender.address) }
  return offered(mailboxes, item, fate).map((one) => ({ ...about, ...one, ...said, evidence: one.address }))
}

/** An answer may come to another mailbox than its issue: then it stands in that queue as well. */
function otherQueues({ fate, item }: Decided) {
  if (fate.kind !== 'attach') return []
  return [fate, ...fate.also].flatMap(({ issue }) =>
    issue.mailboxId === item.mailbox.id ? [] : [{ issueId: issue.id, mailboxId: item.mailbox.id }],
  )
}
