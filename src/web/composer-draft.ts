import type { Context } from 'hono'
import type { Draft, Mode } from '../../templates/composer-props.ts'
import { type Grantable, grantablePrograms } from '../certificates/grantable.ts'
import type { DraftFields } from '../database/tables-drafts.ts'
import type { Entry } from '../desk/conversation.ts'
import type { IssueLine } from '../desk/issues.ts'
import { type DraftLine, getDraft } from '../letters/drafts.ts'
import { forwardSubject } from '../letters/forward.ts'
import { quoteMail } from '../letters/quote.ts'
import { addressLine, usualRecipients } from '../letters/recipients.ts'
import { mailboxOf } from '../letters/reply.ts'
import { signatureOf } from '../letters/signatures.ts'
import { answerSubject } from '../letters/subject.ts'
import { heldSeconds } from '../letters/write.ts'
import { type AttachmentLine, listUploads } from '../mail/attachments.ts'
import type { Desk, Web } from './desk.ts'
import { sendPresets } from './send-times.ts'

/** What the composer of an issue begins with: the rep's draft, else an answer to all who take part. */
export async function issueDraft(
  c: Context<Web>,
  { db, config }: Desk,
  issueId: number,
): Promise<(issue: IssueLine, entries: readonly Entry[]) => Draft> {
  const repId = c.get('rep').id
  const place = `issue-${issueId}`
  const [kept, to, mailbox, programs] = await Promise.all([
    getDraft(db, repId, place),
    usualRecipients(db, issueId),
    mailboxOf(db, issueId, undefined),
    giftPrograms(c, db),
  ])
  const [signature, uploads] = await Promise.all([
    signatureOf(db, repId, mailbox.id),
    listUploads(db, repId, kept?.fields.uploads ?? []),
  ])
  return (issue, entries) => {
    const mail = newestMail(entries)
    const subject = mail?.subject || issue.subject
    const usual = {
      to: to.to.map(addressLine).join(', '),
      cc: to.cc.map(addressLine).join(', '),
      ...{ subject: answerSubject(subject), forwardSubject: forwardSubject(undefined, subject) },
    }
    return {
      ...composerStart(c, place, signature),
      usual,
      programs,
      mode: usual.to ? 'reply' : 'note',
      text: putBack(c, entries),
      ...{ subject: usual.subject, to: usual.to, cc: usual.cc },
      quote: mail && quoteMail({ ...mail.from, at: sentAt(mail), text: mail.text }),
      seen: Math.max(0, ...entries.map((entry) => entry.actionId)),
      ...filled(kept, { uploads, files: filesOf(entries), also: alsoAnswered(entries) }),
      sending: waiting(entries, repId, config.undoSeconds),
    }
  }
}

/** Where the reader may grant a certificate from. */
export async function giftPrograms(c: Context<Web>, db: Desk['db']): Promise<readonly Grantable[]> {
  return c.get('ui').may('certificates') ? grantablePrograms(db, c.get('rep')) : []
}

/** What every composer begins with, before anything is known of whom it goes to. */
export function composerStart(c: Context<Web>, place: string, signature: string): Draft {
  const empty = { to: '', cc: '', subject: '', forwardSubject: '' }
  return {
    ...{ place, version: 0, mode: 'new', text: '', subject: '', to: '', cc: '', bcc: '', usual: empty },
    ...{ uploads: [], files: [], also: [], mailboxes: [], programs: [], quote: undefined, quoted: true, seen: 0 },
    ...{ signature, signed: true, presets: sendPresets(c) },
    taken: /^[\w-]{1,40}$/.test(c.req.query('taken') ?? '') ? c.req.query('taken') : undefined,
  }
}

type Known = Readonly<{
  uploads: readonly AttachmentLine[]
  files: readonly AttachmentLine[]
  also: readonly { id: number; subject: string; open: boolean }[]
}>

/** A draft's fields over what a composer begins with. */
export function filled(kept: (Pick<DraftLine, 'kind' | 'fields'> & Partial<DraftLine>) | undefined, known: Known) {
  const { also = [], files, ...fields } = kept?.fields ?? ({ text: '' } as DraftFields)
  const on = (list: readonly number[] | undefined, id: number, otherwise: boolean) => list?.includes(id) ?? otherwise
  const lists = {
    uploads: known.uploads,
    files: known.files.map((file) => ({ ...file, ticked: on(files, file.id, !file.inline) })),
    also: known.also.map((one) => ({ ...one, ticked: also.includes(one.id) })),
  }
  if (!kept) return lists
  return {
    ...lists,
    ...(kept.version !== undefined && { version: kept.version, savedAt: kept.updatedAt }),
    mode: kept.kind as Mode,
    text: fields.text,
    ...given({ subject: fields.subject, to: fields.to, cc: fields.cc, bcc: fields.bcc }),
    ...given({ mailboxId: fields.mailboxId, personId: fields.personId }),
    ...given({ gift: fields.gift }),
    ...given({ language: fields.language, ignored: fields.ignored }),
    quoted: fields.quote ?? true,
    signed: fields.signature ?? true,
  }
}

function given<T extends Record<string, unknown>>(values: T) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** The mail that an answer answers, as `mailToAnswer` of letters chooses it. */
function newestMail(entries: readonly Entry[]) {
  const mails = entries.flatMap(({ held, email, interaction }) =>
    email && !held ? [{ ...email, at: interaction.id }] : [],
  )
  const newest = (list: typeof mails) => list.reduce((a, b) => (b.at > a.at ? b : a), list[0]!)
  const human = mails.filter((mail) => mail.automatic === null)
  if (human.length > 0) return newest(human)
  return mails.length > 0 ? newest(mails) : undefined
}

function sentAt({ date, receivedAt }: { date: Date | null; receivedAt: Date }): Date {
  return date && date < receivedAt ? date : receivedAt
}

function filesOf(entries: readonly Entry[]): AttachmentLine[] {
  return entries.flatMap(({ held, email }) => (held ? [] : (email?.attachments ?? []))).slice(-50)
}

/** The other issues of the newest message that a person sent. */
function alsoAnswered(entries: readonly Entry[]) {
  const last = entries.findLast((entry) => !entry.held && entry.interaction.originator === 'customer')
  return (last?.interaction.otherIssues ?? []).slice(0, 20)
}

/** `compose=LETTER`: the words of a letter of this issue that was undone and kept no draft come back. */
function putBack(c: Context<Web>, entries: readonly Entry[]): string {
  const letterId = Number(c.req.query('compose'))
  const letter = entries.find((entry) => entry.letter?.id === letterId)?.letter
  return letter?.state === 'cancelled' ? letter.text : ''
}

/** This rep's letter that can still be taken back; the server holds it a little longer than it says. */
function waiting(entries: readonly Entry[], repId: number, undoSeconds: number): Draft['sending'] {
  const longer = (heldSeconds(undoSeconds) - undoSeconds) * 1000
  const letter = entries.findLast(
    ({ letter, interaction }) =>
      letter?.state === 'queued' && interaction.rep?.id === repId && +letter.dueAt - longer > Date.now(),
  )?.letter
  return letter ? { letterId: letter.id, shownUntil: new Date(+letter.dueAt - longer) } : undefined
}
