import type { Why } from '../src/database/tables.ts'
import type { NewMailInteraction, NewMailIssue, NewParticipant, TouchedIssue } from '../src/desk/record.ts'
import type { Traces } from '../src/desk/threading.ts'
import type { NewAttachment } from '../src/mail/attachments.ts'
import type { Settlement } from '../src/mail/deliveries.ts'
import type { NewEmail } from '../src/mail/emails.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import type { Sender } from '../src/people/identify.ts'
import { opensClosed } from './decide.ts'
import { type Decided, type Fate, type Item, releasedTo } from './item.ts'
import { parserVersion } from './parsed.ts'
import { type Effects, effectsOf } from './plan-effects.ts'
import { participants } from './plan-participants.ts'
import { tracesOf } from './plan-traces.ts'
import { snippetOf } from './snippet.ts'
import type { Target } from './thread.ts'

/** Every row that a batch writes. */
export type Plan = Readonly<{
  opened: Map<number, NewMailIssue>
  touched: Map<number, TouchedIssue>
  interactions: NewMailInteraction[]
  participants: NewParticipant[]
  emails: NewEmail[]
  attachments: NewAttachment[]
  settlements: Settlement[]
  /** Emails whose verdict was not to be had in time. */
  unanswered: number[]
  traces: Traces
  effects: Effects
}>

const subjectLength = 500

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
    unanswered: [],
    traces: tracesOf(mailboxes, decided),
    effects: effectsOf(mailboxes, decided),
  }
  for (const one of decided) {
    addEmail(plan, one)
    if (isFiled(one.fate)) fileInto(plan, mailboxes, one)
    else hold(plan, one)
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
  } else if (fate.kind === 'withheld') {
    plan.settlements.push({ id, state: 'held', reason: fate.why.text, copyOfId: null })
  } else if (fate.kind === 'hold') {
    plan.settlements.push({ id, state: 'held', reason: fate.why.text, copyOfId: null })
    const human = item.mail.automatic === null
    touch(plan, fate.issue.id, { ...(human && { at: item.at }), hasAttachment: hasFiles(item), needsLook: human })
  }
}

function fileInto(plan: Plan, mailboxes: readonly MailboxLine[], { item, fate, ids, personId }: Decided) {
  if (fate.kind !== 'new' && fate.kind !== 'attach') return
  const { mailbox, at, delivery } = item
  const targets: readonly Target[] = fate.kind === 'attach' ? [fate, ...fate.also] : []
  if (fate.kind === 'new') {
    const continuesId = fate.continues?.id ?? null
    open(plan, item, { id: ids.issue, personId, continuesId, automatic: opensClosed(item, fate) })
  }
  for (const { issue, reopen } of targets) touchBy(plan, item, issue.id, reopen)
  const issueIds = fate.kind === 'new' ? [ids.issue] : targets.map(({ issue }) => issue.id)
  plan.interactions.push({ id: ids.interaction, personId, mailboxId: mailbox.id, issueIds, at })
  for (const issueId of issueIds) plan.participants.push(...participants(mailboxes, item, issueId, fate))
  plan.settlements.push({ id: delivery.id, state: 'filed', reason: null, copyOfId: null })
}

type Opening = Pick<NewMailIssue, 'id' | 'personId' | 'continuesId' | 'automatic'>

function open(plan: Plan, item: Item, issue: Opening) {
  plan.opened.set(issue.id, {
    ...issue,
    mailboxId: item.mailbox.id,
    subject: item.mail.subject.slice(0, subjectLength).toWellFormed(),
    types: typesOf(item),
    at: item.at,
    snippet: snippet(item),
    hasAttachment: hasFiles(item),
  })
}

/** Those of the mailbox, and of a contact form what its writer chose of what it offers. */
function typesOf({ mailbox, delivery: { source, flags } }: Item): readonly string[] {
  const chosen = source === 'api' && Array.isArray(flags.types) ? flags.types : []
  return [...mailbox.defaultTypes, ...chosen.filter((type): type is string => typeof type === 'string')]
}

/** Automatic mail is shown in its issue and changes nothing that calls a rep. */
function touchBy(plan: Plan, item: Item, issueId: number, reopened: boolean) {
  const human = item.mail.automatic === null && !item.returned
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

function addEmail(plan: Plan, { item, fate, ids }: Decided) {
  const { mail, delivery, mailbox, generation, verified, authentication } = item
  const { attachments, references, distinct: _d, fromCertain: _c, hints: _h, ...rest } = mail
  plan.emails.push({
    ...rest,
    id: ids.email,
    deliveryId: delivery.id,
    mailboxId: mailbox.id,
    interactionId: isFiled(fate) ? ids.interaction : null,
    heldForIssueId: fate.kind === 'hold' ? fate.issue.id : null,
    referenceIds: references,
    why: fate.kind === 'unreadable' ? unreadable(fate.trouble) : fate.why,
    ...{ generation, verified, authentication, parserVersion, receivedAt: delivery.receivedAt },
  })
  if (item.again) plan.unanswered.push(ids.email)
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
export function senderOf({ sender, from, verified }: Item): Sender {
  return from ? { ...sender, forged: verified === 'fail' } : { name: sender.name, address: '' }
}

const snippet = (item: Item) => snippetOf(item.mail.text, item.mail.folds)
const hasFiles = (item: Item) => item.mail.attachments.some((attachment) => !attachment.inline)
