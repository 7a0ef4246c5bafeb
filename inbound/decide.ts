import { messageIdKey } from '../src/mail/emails.ts'
import { type IssueState, type Known, messageKey, participantKey } from './evidence.ts'
import { type Fate, type Ids, type Item, releasedTo } from './item.ts'
import { released, thread } from './thread.ts'

/**
 * Decides the mails of a batch one after the other, each as if those before it were filed: what one opens or
 * reopens, the next may answer. `heldFor` names the issue that a released answer waited for.
 */
export function decideBatch(
  items: readonly Item[],
  ids: readonly Ids[],
  known: Known,
  heldFor: ReadonlyMap<number, number>,
): Fate[] {
  return items.map((item, i) => {
    const fate = decide(item, known, heldFor.get(item.delivery.id))
    remember(item, fate, ids[i]!, known)
    return fate
  })
}

function decide(item: Item, known: Known, heldFor: number | undefined): Fate {
  const { mail, parsed, delivery, mailbox, claims, from, at, verified } = item
  const to = releasedTo(delivery)
  const issue = heldFor === undefined ? undefined : known.issues.get(heldFor)
  if (to === 'issue' && issue) {
    const reopen = issue.closedAt !== null && mail.automatic === null
    return { kind: 'attach', issue, reopen, why: released.toIssue() }
  }
  if (to) return { kind: 'new', continues: null, why: released.asNew() }
  if (parsed.trouble) return { kind: 'unreadable', trouble: parsed.trouble }
  const automatic = mail.automatic !== null
  const { reopenDays } = mailbox
  return thread(
    { claims, mailboxId: mailbox.id, reopenDays, from, subject: mail.subject, automatic, verified, at },
    known,
  )
}

function remember(item: Item, fate: Fate, ids: Ids, known: Known) {
  if (fate.kind === 'unreadable' || fate.kind === 'hold') return
  const issue = fate.kind === 'attach' ? fate.issue : newState(item, ids.issue)
  if (fate.kind === 'attach' && fate.reopen) issue.closedAt = null
  known.issues.set(issue.id, issue)
  known.issueOfInteraction.set(ids.interaction, issue.id)
  known.issueOfMessage.set(messageKey(item.mailbox.id, messageIdKey(item.mail.messageId).toString('hex')), issue.id)
  if (item.from && joins(fate)) known.participants.add(participantKey(issue.id, item.from))
}

/** Who opens an issue takes part in it, and whom a rep let in; an answer changes nothing. */
export function joins(fate: Fate): boolean {
  return fate.kind === 'new' || (fate.kind === 'attach' && fate.why.level === 'rep')
}

function newState({ mail }: Item, id: number): IssueState {
  return { id, subject: mail.subject, origin: 'human', subjects: [], closedAt: null }
}
