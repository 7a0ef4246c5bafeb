import type { Context } from 'hono'
import type { DraftFields, DraftGift, DraftKind } from '../database/tables-drafts.ts'
import { corrected, correctionsIn } from '../letters/corrections.ts'
import type { Upload } from '../mail/attachments.ts'
import type { Web } from './desk.ts'
import { bodyOf, formOf, idIn, plainLines } from './input.ts'
import { sendTime } from './send-times.ts'

const deeds = ['send', 'close', 'next', 'close-next', 'later', 'note', 'draft'] as const
export type Deed = (typeof deeds)[number]

/** What a composer posted. */
export type Posted = Readonly<{
  deed: Deed
  kind: DraftKind
  fields: DraftFields
  files: readonly File[]
  place: string
  version: number
  device: string
  seen: number | undefined
  mark: string
  /** The findings were shown already: it goes all the same. */
  anyway: boolean
  /** When it should go; 'bad' where that is no time. */
  sendAt: Date | undefined | 'bad'
  cancelIfReplied: boolean
  next: number | undefined
  orderId: string | undefined
  /** Words that were corrected by the form's own fields: the letter is shown once more. */
  corrections: number
}>

/** Everything typed, bounded by the body's limit alone; rooms say what is wrong with it. */
export async function readComposer(c: Context<Web>): Promise<Posted> {
  const form = await formOf(c)
  const all = await bodyOf(c, true)
  const corrections = correctionsIn(form)
  const fields = fieldsOf(form, all)
  const deed = deeds.find((one) => one === form.deed) ?? 'send'
  return {
    deed,
    kind: kindOf(form, deed),
    fields: { ...fields, text: corrected(fields.text, corrections) },
    files: [all.files].flat().filter((file) => file instanceof File && file.size > 0) as File[],
    place: form.place ?? '',
    version: /^\d{1,9}$/.test(form.version ?? '') ? Number(form.version) : 0,
    device: /^[\w-]{1,40}$/.test(form.device ?? '') ? form.device! : '',
    seen: /^\d{1,9}$/.test(form.seen ?? '') ? Number(form.seen) : undefined,
    mark: /^[\w-]{1,40}$/.test(form.mark ?? '') ? form.mark! : '',
    anyway: form.anyway === '1' && corrections.length === 0,
    corrections: corrections.length,
    sendAt: deed === 'later' ? (sendTime(c, form) ?? 'bad') : undefined,
    cancelIfReplied: deed === 'later' && form.cancelIfReplied === 'yes',
    next: idIn(form.next),
    orderId: form.order?.slice(0, 100) || undefined,
  }
}

function kindOf({ mode }: Record<string, string>, deed: Deed): DraftKind {
  const sends = deed !== 'note' && deed !== 'draft'
  if (mode === 'note') return sends && deed !== 'later' ? noteUnlessSent(deed) : 'note'
  if (deed === 'note') return 'note'
  return mode === 'forward' || mode === 'new' ? mode : 'reply'
}

/** Without script both buttons stand there: the one that was pressed counts. */
function noteUnlessSent(deed: Deed): DraftKind {
  return deed === 'send' || deed === 'close' ? 'reply' : 'note'
}

/** A field that was not posted is left out; an unticked box is not posted, so `has` names the boxes that were there. */
export function fieldsOf(form: Record<string, string>, all: Record<string, unknown>): DraftFields {
  const has = (form.has ?? '').split(' ')
  const box = (name: string) => (has.includes(name) ? form[name] === 'yes' : undefined)
  const line = (text: string | undefined) => text?.replace(/[\r\n]+/g, ' ').toWellFormed()
  return {
    text: plainLines(form.text).toWellFormed(),
    subject: line(form.subject),
    to: line(form.to),
    cc: line(form.cc),
    bcc: line(form.bcc),
    uploads: idsIn(all.upload, 100),
    files: idsIn(all.file, 100),
    also: idsIn(all.also, 20),
    quote: box('quote'),
    signature: box('signature'),
    gift: giftOf(form),
    mailboxId: idIn(form.mailbox),
    personId: idIn(form.person),
    language: /^[a-z]{2,3}(-[A-Z]{2})?$/.test(form.language ?? '') ? form.language : undefined,
    ignored: (form.ignored ?? '')
      .split(/\s+/)
      .filter((word) => word !== '' && word.length <= 60)
      .slice(0, 500),
  }
}

/** Without an amount no certificate goes along. */
function giftOf({ giftAmount = '', giftProgram = '', giftUntil = '' }: Record<string, string>): DraftGift | undefined {
  const [amount, program, until] = [giftAmount, giftProgram, giftUntil].map((text) => text.trim().slice(0, 20))
  return amount ? { amount, program: program!, until: until! } : undefined
}

function idsIn(values: unknown, most: number): number[] {
  return [values]
    .flat()
    .slice(0, most)
    .flatMap((id) => idIn(String(id)) ?? [])
}

export async function readFile(file: File): Promise<Upload> {
  const filename = file.name.replace(/[\p{Cc}/\\]/gu, '_')
  return { filename, contentType: file.type, bytes: Buffer.from(await file.arrayBuffer()) }
}
