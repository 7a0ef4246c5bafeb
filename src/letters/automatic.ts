import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { openIssue } from '../desk/issues.ts'
import { foreignOrder } from '../desk/ownership.ts'
import { listMailboxes, type MailboxLine } from '../mail/mailboxes.ts'
import { silenced } from '../people/suppressions.ts'
import { type AutomaticWords, filledWords, wordsProblem } from './automatic-words.ts'
import { cleanHtml, contentProblem } from './content.ts'
import { enclosuresOf } from './enclosures.ts'
import type { LiquidValues } from './liquid.ts'
import { addressee } from './new-letter.ts'
import { bareSubject } from './subject.ts'
import { type Desk, type Written, writeLetter } from './write.ts'

/** What a program has sent. The words come from a template, or are written out: then Liquid only where `data` is sent. */
export type AutomaticEmail = AutomaticWords &
  Readonly<{
    to?: readonly string[] | undefined
    personId?: number | undefined
    orderId?: string | undefined
    types?: readonly string[] | undefined
    data?: LiquidValues | undefined
    attachmentIds?: readonly number[] | undefined
    mailboxId?: number | undefined
    /** Of requests with the same one, for the same template, only the first sends. */
    onceKey?: string | undefined
  }>

export type AutomaticSent = Written & Readonly<{ issueId: number }>
/** `missing`: variables without a value. `offer`: whom an order belongs to. */
export type NotSent = Readonly<{ problem: string; missing?: readonly string[]; offer?: object | null }>

/** Nobody's: an automatic interaction has no rep, an issue that was born closed no closer. */
export const nobody: Actor = { kind: 'system', repId: null }

/**
 * Sends automatic e-mail: one letter to one person, an issue of its own that is closed at once and in no list until a
 * human answers, all in the caller's transaction. Who gets a problem must let the transaction go.
 */
export async function sendAutomatic(
  tx: Tx,
  desk: Desk,
  actor: Actor,
  input: AutomaticEmail,
): Promise<AutomaticSent | NotSent> {
  const words = await wordsProblem(tx, input)
  if ('problem' in words) return words
  const { template } = words
  const scope = template?.slug ?? ''
  const earlier = await sentBefore(tx, scope, input.onceKey)
  if (earlier) return earlier
  const mailbox = await mailboxFor(tx, input.mailboxId ?? template?.mailboxId ?? undefined)
  if ('problem' in mailbox) return mailbox
  if ((input.to?.length ?? 0) > 1) return { problem: 'Automatic e-mail goes to one address: send one for each.' }
  const addressed = await addressee(tx, { to: input.to, personId: input.personId, text: '' })
  if ('problem' in addressed) return addressed
  const foreign = input.orderId ? await foreignOrder(tx, input.orderId, addressed.personId) : undefined
  if (foreign) return { problem: foreign.problem, offer: foreign.offer }
  const silent = await silenced(
    tx,
    addressed.recipients.to.map(({ address }) => address),
  )
  if (silent) return { problem: `${silent} gets nothing that is sent by itself: lift its suppression first.` }
  const { personId } = addressed
  const filled = await filledWords(tx, input, { template, personId, mailbox })
  if ('problem' in filled) return filled
  const problem = contentProblem(filled) ?? (filled.subject ? undefined : 'The subject is empty: write one.')
  if (problem) return { problem }
  const enclosures = await enclosuresOf(tx, actor, input.attachmentIds)
  if ('problem' in enclosures) return enclosures
  const taken = await takeKey(tx, scope, input.onceKey)
  if (taken) return taken
  const types = input.types ?? template?.types
  const issue = { personId, orderId: input.orderId, types, mailboxId: mailbox.id, subject: bareSubject(filled.subject) }
  const sent = await inClosedIssue(tx, desk, issue, (issueId) => ({
    ...{ kind: 'automatic', issueIds: [issueId], personId, mailbox, recipients: addressed.recipients, enclosures },
    ...{ subject: filled.subject, text: filled.text },
    html: filled.html === undefined ? undefined : cleanHtml(filled.html),
    ...{ answered: undefined, conversation: [], close: false, sendAt: undefined, cancelIfReplied: false },
  }))
  await noteSent(tx, sent, template?.id ?? null)
  if (input.onceKey !== undefined) await keepKey(tx, scope, input.onceKey, sent.letterId)
  return sent
}

type Issue = Omit<Parameters<typeof openIssue>[2], 'origin' | 'listed' | 'closed'>
type DraftFor = (issueId: number) => Parameters<typeof writeLetter>[3]

/** The issue as the ancestor had it: closed in the moment it is opened, by nobody. There is no undo window to wait for. */
export async function inClosedIssue(tx: Tx, desk: Desk, issue: Issue, draft: DraftFor): Promise<AutomaticSent> {
  const { issueId } = await openIssue(tx, nobody, { ...issue, origin: 'automatic', listed: false, closed: true })
  const atOnce = { ...desk, config: { ...desk.config, undoSeconds: 0 } }
  return { ...(await writeLetter(tx, atOnce, nobody, draft(issueId))), issueId }
}

/** Remembers which template a letter came from. */
export async function noteSent(
  tx: Tx,
  { letterId, issueId }: { letterId: number; issueId: number },
  templateId: number | null,
): Promise<void> {
  await tx.insertInto('automaticLetters').values({ letterId, issueId, templateId }).execute()
}

async function mailboxFor(tx: Tx, id: number | undefined): Promise<MailboxLine | { problem: string }> {
  const mailboxes = await listMailboxes(tx)
  const mailbox = id === undefined ? mailboxes[0] : mailboxes.find((each) => each.id === id)
  return mailbox ?? { problem: `There is no mailbox ${id ?? ''}: name one from the settings page.` }
}

async function sentBefore(tx: Tx, scope: string, onceKey: string | undefined): Promise<AutomaticSent | undefined> {
  if (onceKey === undefined) return undefined
  const { rows } = await sql<AutomaticSent>`
    select l.id as letter_id, l.interaction_id, l.message_id, a.issue_id,
      (select max(c.id) from changes c where c.issue_id = a.issue_id and c.kind = 'letter') as change_id
    from automatic_keys k join letters l on l.id = k.letter_id join automatic_letters a on a.letter_id = l.id
    where k.scope = ${scope} and k.once_key = ${onceKey}`.execute(tx)
  return rows[0]
}

/** Of two at the same moment the second waits here for the first, and answers what that did. */
async function takeKey(tx: Tx, scope: string, onceKey: string | undefined): Promise<AutomaticSent | undefined> {
  if (onceKey === undefined) return undefined
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('automaticKeys')
    .values({ scope, onceKey, letterId: null })
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows ? undefined : sentBefore(tx, scope, onceKey)
}

async function keepKey(tx: Tx, scope: string, onceKey: string, letterId: number): Promise<void> {
  await tx
    .updateTable('automaticKeys')
    .set({ letterId })
    .where('scope', '=', scope)
    .where('onceKey', '=', onceKey)
    .execute()
}
