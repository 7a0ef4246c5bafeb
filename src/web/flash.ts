import type { Flash, Ui } from '../../templates/ui.ts'
import type { Words } from '../../templates/words/en.ts'
import type { Database } from '../database/connection.ts'
import { workText } from './work-text.ts'

type Change = {
  id: number
  kind: string
  at: Date
  after: Record<string, unknown>
  undoneAt: Date | null
  repId: number | null
}

const said = {
  undone: 'good',
  alreadyUndone: 'bad',
  tooLate: 'bad',
  unchanged: 'good',
  noneSelected: 'bad',
  saved: 'good',
  kept: 'good',
  passwordSet: 'good',
  secondOn: 'good',
  secondOff: 'good',
  signedOut: 'good',
  keyRevoked: 'good',
  conflict: 'bad',
  testMail: 'good',
  retried: 'good',
  notRetried: 'bad',
  dismissed: 'good',
  cancelled: 'good',
  released: 'good',
  notReleased: 'bad',
  read: 'good',
  rereading: 'good',
  noSender: 'bad',
  settled: 'bad',
  erased: 'good',
  draftGone: 'good',
  reportAsked: 'good',
} as const satisfies Partial<Record<keyof Words['flash'], Flash['tone']>>
export type Said = keyof typeof said

const freshFor = 2 * 60_000

/**
 * What the page before did, as the address says: `done`, a change of this rep, shown with its Undo while it is fresh;
 * or `said`, one of our sentences; `because` holds a reason in words.
 */
export async function flashOf(db: Database, ui: Ui, query: Record<string, string>): Promise<Flash | undefined> {
  const sentence = query.said && Object.hasOwn(said, query.said) ? (query.said as Said) : undefined
  if (sentence) return { text: ui.words.flash[sentence], tone: said[sentence] }
  const id = Number(query.done)
  if (!Number.isSafeInteger(id) || id <= 0 || id > 2 ** 31) return undefined
  return changeFlash(db, ui, id)
}

/** The sentence and the Undo for a change that this rep has just made. */
export async function changeFlash(db: Database, ui: Ui, id: number): Promise<Flash | undefined> {
  const change = await db
    .selectFrom('changes')
    .select(['id', 'kind', 'at', 'after', 'undoneAt', 'repId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!change || change.repId !== ui.rep?.id || +ui.dates.now - +change.at > freshFor) return undefined
  if (change.undoneAt) return { text: ui.words.flash.undone, tone: 'good' }
  const assigned = await assignedName(db, change.after)
  const state = await letterState(db, change.after)
  if (state === 'undelivered') return { text: ui.words.flash.replyKept, tone: 'bad', changeId: id }
  if (state === 'scheduled' && change.kind === 'letter')
    return { text: ui.words.flash.scheduled, tone: 'good', changeId: id }
  return { text: changeText(ui, change, assigned), tone: 'good', changeId: id, next: nextOf(ui, change) }
}

/** A report that was just saved is not mailed yet: that is set on a page of its own. */
function nextOf(ui: Ui, { kind, after }: Change): Flash['next'] {
  if (kind !== 'saved_report' || after.deleted !== false || typeof after.id !== 'number') return undefined
  return { path: `/saved-reports/${after.id}#by-mail`, label: ui.words.savedReports.sendByMail }
}

async function assignedName(db: Database, after: Record<string, unknown>): Promise<string> {
  if (typeof after.assigneeId !== 'number') return ''
  const rep = await db.selectFrom('reps').select('name').where('id', '=', after.assigneeId).executeTakeFirst()
  return rep?.name ?? ''
}

/** Of the letter that the change wrote. */
async function letterState(db: Database, { letterId }: Record<string, unknown>): Promise<string | undefined> {
  if (typeof letterId !== 'number') return undefined
  const letter = await db.selectFrom('letters').select('state').where('id', '=', letterId).executeTakeFirst()
  return letter?.state
}

function threadingText({ words }: Ui, kind: string, { deed }: Record<string, unknown>): string | undefined {
  const texts: Partial<Record<string, string>> = words.threading.flash
  return texts[kind === 'bundle' ? String(deed) : kind]
}

function customerText({ words }: Ui, kind: string, after: Record<string, unknown>): string | undefined {
  if (kind === 'person.note') return after.hidden ? words.customer.flash.noteGone : words.customer.flash.note
  const consent: Partial<Record<string, string>> = {
    'list.update': words.lists.flash.list,
    'list.unproven': words.lists.flash.unproven,
    'list.member': words.lists.flash.member,
    'suppression.add': words.suppressions.flash.add,
    'suppression.lift': words.suppressions.flash.lift,
    'settings.sender': words.bulkSender.flash,
  }
  if (consent[kind]) return consent[kind]
  const spelling = words.spelling.flash[kind]
  if (spelling) return spelling(String(after.label ?? ''))
  if (kind === 'order.comment') return words.orders.flash
  if (words.surges.flash[kind]) return words.surges.flash[kind]
  if (kind === 'problem.resolve') return words.problems.flash.resolved
  return kind === 'problem.reopen' ? words.problems.flash.reopened : undefined
}

function changeText(ui: Ui, { kind, after }: Change, assigned: string): string {
  const words = ui.words.flash
  if (kind === 'note') return words.note
  if (kind === 'person.matches')
    return ui.words.proposals.done(Number(after.confirmed ?? 0), Number(after.dismissed ?? 0))
  const matching: Partial<Record<string, string>> = ui.words.matching.flash
  if (matching[kind]) return matching[kind]
  const threading = threadingText(ui, kind, after)
  if (threading) return threading
  if (kind === 'mail.release.many') return words.releasedMany(after.mails as number)
  if (kind === 'mail.release' || kind === 'mail.refile') return words.released
  if (kind === 'sender.rule') return words.senderRule(String(after.sender), after.verdict as string | null)
  if (kind === 'signature' || kind === 'mailbox.signature') return ui.words.signatures.saved
  if (kind === 'letter.reschedule') return words.rescheduled
  if (kind === 'letter.bulk') return ui.words.outbox.bulkDone(String(after.deed), Number(after.letters))
  if (kind === 'letter.retry') return words.retried
  if (kind === 'letter.dismiss') return words.dismissed
  if (after.letterId !== undefined) return words.reply
  const work = workText(ui, kind, after, assigned)
  if (work) return work
  const shop = customerText(ui, kind, after)
  if (shop) return shop
  if (kind === 'person.update') return words.person
  if ('closedAt' in after) return after.closedAt ? words.closed : words.reopened
  if ('assigneeId' in after) return after.assigneeId === null ? words.unassigned : words.assigned(assigned)
  if ('types' in after) return words.types
  if ('priority' in after) return words.priority
  return 'subject' in after ? words.subject : words.changed
}
