import type { MailAddress, Why } from '../src/database/tables.ts'
import type { NewMailInteraction, NewMailIssue, NewParticipant, TouchedIssue } from '../src/desk/record.ts'
import type { NewAttachment } from '../src/mail/attachments.ts'
import type { Settlement } from '../src/mail/deliveries.ts'
import type { NewEmail } from '../src/mail/emails.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import { joins } from './decide.ts'
import { type Fate, type Ids, type Item, releasedTo } from './item.ts'
import { parserVersion } from './parsed.ts'
import { snippetOf } from './snippet.ts'

/** Every row that a batch writes. */
export type Plan = Readonly<{
  opened: Map<number, NewMailIssue>
  touched: Map<number, TouchedIssue>
  interactions: NewMailInteraction[]
  participants: NewParticipant[]
  emails: NewEmail[]
  attachments: NewAttachment[]
  settlements: Settlement[]
}>

const participantsOfOneMail = 20
const subjectLength = 500

export type Decided = Readonly<{ item: Item; fate: Fate; ids: Ids; personId: number }>

/** The rows that decided mails become; nothing is asked or written here. */
export function planRows(mailboxes: readonly MailboxLine[], decided: readonly Decided[]): Plan {
  const plan: Plan = {
    opened: new Map(),
    touched: new Map(),
    interactions: [],
    participants: [],
    emails: [],
    attachments: [],
    settlements: [],
  }
  for (const one of decided) {
    addEmail(plan, one)
    if (one.fate.kind === 'unreadable' || one.fate.kind === 'hold') hold(plan, one)
    else fileInto(plan, mailboxes, one)
  }
  return plan
}

/** True for a mail that becomes an interaction, and so needs a person. */
export function isFiled(fate: Fate): boolean {
  return fate.kind === 'new' || fate.kind === 'attach'
}

/** Shown in its issue, and called to a rep’s attention where a human waits for him. */
function hold(plan: Plan, { item, fate }: Decided) {
  const id = item.delivery.id
  if (fate.kind === 'unreadable') {
    const reason = `Held: this mail could not be read whole, since ${fate.trouble}. Its bytes are kept as they came.`
    plan.settlements.push({ id, state: 'held', reason, copyOfId: null })
  } else if (fate.kind === 'hold') {
    plan.settlements.push({ id, state: 'held', reason: fate.why.text, copyOfId: null })
    const human = item.mail.automatic === null
    touch(plan, fate.issue.id, { ...(human && { at: item.at }), hasAttachment: hasFiles(item), needsLook: human })
  }
}

function fileInto(plan: Plan, mailboxes: readonly MailboxLine[], { item, fate, ids, personId }: Decided) {
  if (fate.kind !== 'new' && fate.kind !== 'attach') return
  const { mailbox, at, delivery } = item
  const issueId = fate.kind === 'new' ? ids.issue : fate.issue.id
  if (fate.kind === 'new') open(plan, item, { id: issueId, personId, continuesId: fate.continues?.id ?? null })
  else touchBy(plan, item, issueId, fate.reopen)
  plan.interactions.push({ id: ids.interaction, personId, mailboxId: mailbox.id, issueId, at })
  if (joins(fate)) plan.participants.push(...participants(mailboxes, item, issueId, fate.kind === 'new'))
  plan.settlements.push({ id: delivery.id, state: 'filed', reason: null, copyOfId: null })
}

function open(plan: Plan, item: Item, issue: { id: number; personId: number; continuesId: number | null }) {
  plan.opened.set(issue.id, {
    ...issue,
    mailboxId: item.mailbox.id,
    subject: item.mail.subject.slice(0, subjectLength).toWellFormed(),
    types: item.mailbox.defaultTypes,
    at: item.at,
    snippet: snippet(item),
    hasAttachment: hasFiles(item),
  })
}

/** Automatic mail is shown in its issue and changes nothing that calls a rep. */
function touchBy(plan: Plan, item: Item, issueId: number, reopened: boolean) {
  const human = item.mail.automatic === null
  const news = human ? { at: item.at, snippet: snippet(item) } : {}
  touch(plan, issueId, { ...news, hasAttachment: hasFiles(item), reopened })
}

/** An issue that this very batch opened is written once, with the newest words. */
function touch(plan: Plan, id: number, what: Partial<Omit<TouchedIssue, 'id'>>) {
  const none: TouchedIssue = { id, at: null, snippet: null, hasAttachment: false, reopened: false, needsLook: false }
  const old = plan.touched.get(id) ?? none
  plan.touched.set(id, {
    id,
    at: what.at ?? old.at,
    snippet: what.snippet ?? old.snippet,
    hasAttachment: old.hasAttachment || (what.hasAttachment ?? false),
    reopened: old.reopened || (what.reopened ?? false),
    needsLook: old.needsLook || (what.needsLook ?? false),
  })
}

/** The sender, and of a new issue whom he wrote to besides us; never our own addresses (inbound.md D7). */
function participants(
  mailboxes: readonly MailboxLine[],
  item: Item,
  issueId: number,
  opens: boolean,
): NewParticipant[] {
  const { mail, from } = item
  const others = opens && from && mail.automatic === null ? [...mail.to, ...mail.cc] : []
  return [...(from ? [mail.from] : []), ...others]
    .filter(({ address }) => address.length <= 254 && !isOwnAddress(mailboxes, address))
    .slice(0, participantsOfOneMail)
    .map((address) => ({ ...address, issueId }))
}

function addEmail(plan: Plan, { item, fate, ids }: Decided) {
  const { mail, delivery, mailbox, generation, verified } = item
  const { attachments, references, distinct: _d, fromCertain: _c, ...rest } = mail
  plan.emails.push({
    ...rest,
    id: ids.email,
    deliveryId: delivery.id,
    mailboxId: mailbox.id,
    interactionId: isFiled(fate) ? ids.interaction : null,
    heldForIssueId: fate.kind === 'hold' ? fate.issue.id : null,
    referenceIds: references,
    why: fate.kind === 'unreadable' ? unreadable(fate.trouble) : fate.why,
    ...{ generation, verified, parserVersion, receivedAt: delivery.receivedAt },
  })
  const whole = releasedTo(delivery) && item.parsed.trouble ? [wholeMail(item)] : []
  for (const [position, file] of [...attachments, ...whole].entries())
    plan.attachments.push({ ...file, emailId: ids.email, position })
}

function unreadable(trouble: string): Why {
  return { level: 'none', evidence: '', text: `Held: it could not be read whole, since ${trouble}.` }
}

/** A mail that cannot be read and was let in all the same comes as a file. */
function wholeMail({ delivery }: Item) {
  return {
    filename: 'original.eml',
    contentType: 'message/rfc822',
    contentId: null,
    inline: false,
    bytes: delivery.raw,
  }
}

/** Who the interaction is with; where From identifies nobody, a record of its own with the name at most. */
export function senderOf({ mail, from }: Item): MailAddress {
  return from ? mail.from : { name: mail.from.name, address: '' }
}

const snippet = (item: Item) => snippetOf(item.mail.text, item.mail.folds)
const hasFiles = (item: Item) => item.mail.attachments.some((attachment) => !attachment.inline)
