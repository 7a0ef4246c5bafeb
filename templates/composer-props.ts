import type { Grantable } from '../src/certificates/grantable.ts'
import type { DraftGift } from '../src/database/tables-drafts.ts'
import type { Finding } from '../src/letters/finding.ts'
import type { AttachmentLine } from '../src/mail/attachments.ts'
import type { Quote } from './letters/letter.tsx'

export type Mode = 'reply' | 'note' | 'forward' | 'new'
export type SendPreset = 'hour' | 'afternoon' | 'tomorrow' | 'monday'

/** What stands in the composer: nothing, a draft, what was typed before an error, or a letter that was undone. */
export type Draft = Readonly<{
  /** Where the draft belongs: "issue-12" or "new-…". */
  place: string
  /** Of the draft on the server; 0: there is none. */
  version: number
  savedAt?: Date | undefined
  mode: Mode
  text: string
  subject: string
  /** Addresses as they are typed: `a@b, Name <c@d>`. */
  to: string
  cc: string
  bcc: string
  /** Who is written to where nothing was changed: the person of the issue, and who else takes part. */
  usual: Readonly<{ to: string; cc: string; subject: string; forwardSubject: string }>
  /** Files that are uploaded already. */
  uploads: readonly AttachmentLine[]
  /** Files of the conversation, which a forward may take along. */
  files: readonly (AttachmentLine & { ticked: boolean })[]
  quote: Quote | undefined
  quoted: boolean
  signature: string
  signed: boolean
  /** The newest action that this rep has seen: a reply is refused when something newer came. */
  seen: number
  problem?: string | undefined
  findings?: readonly Finding[] | undefined
  /** It came back from the server with what was just typed. */
  again?: boolean | undefined
  /** Other issues of the message that is answered, which the letter may answer too. */
  also: readonly { id: number; subject: string; open: boolean; ticked: boolean }[]
  /** A letter that waits for its time; until then it can be taken back. */
  sending?: { letterId: number; shownUntil: Date } | undefined
  /** The mark of the draft that the server has taken: the browser may forget it. */
  taken?: string | undefined
  presets: readonly { id: SendPreset; at: Date }[]
  mailboxes: readonly { id: number; address: string }[]
  mailboxId?: number | undefined
  personId?: number | undefined
  orderId?: string | undefined
  /** Programs that a gift certificate may come from; empty where none may go along. */
  programs: readonly Grantable[]
  /** What was typed of one that goes along. */
  gift?: DraftGift | undefined
  /** The language that the rep chose for its spelling, and words that are right in it. */
  language?: string | undefined
  ignored?: readonly string[] | undefined
}>

/** Whose composer it is: an issue's, or a letter's that makes one. */
export type Target = Readonly<{ issueId: number | undefined; personName: string; action: string }>
