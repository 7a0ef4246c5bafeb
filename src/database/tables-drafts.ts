import type { ColumnType, Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export const draftKinds = ['reply', 'note', 'forward', 'new'] as const
export type DraftKind = (typeof draftKinds)[number]

/** A gift certificate that goes along, as it was typed; never a code. */
export type DraftGift = Readonly<{ amount: string; program: string; until: string }>

/** What stands in the fields of a composer, as it was typed; what is left out was not touched. */
export type DraftFields = Readonly<{
  text: string
  subject?: string | undefined
  to?: string | undefined
  cc?: string | undefined
  bcc?: string | undefined
  /** Uploads of this rep. */
  uploads?: readonly number[] | undefined
  /** Files of the mail that is forwarded. */
  files?: readonly number[] | undefined
  /** Other issues that the letter answers too. */
  also?: readonly number[] | undefined
  /** False: without the mail that it answers. */
  quote?: boolean | undefined
  signature?: boolean | undefined
  gift?: DraftGift | undefined
  mailboxId?: number | undefined
  personId?: number | undefined
  /** The language in which it is written, where the rep said so (BCP 47). */
  language?: string | undefined
  /** Words that are not misspelled in this letter. */
  ignored?: readonly string[] | undefined
}>

/** The tables of migrations/0021-drafts.sql. */
export type DraftTables = {
  drafts: {
    id: Generated<number>
    repId: number
    place: string
    issueId: number | null
    kind: DraftKind
    fields: Json<DraftFields>
    version: Generated<number>
    device: Generated<string>
    createdAt: At
    updatedAt: At
  }
  signatures: { repId: number | null; mailboxId: number | null; text: string }
}

/** What a letter keeps of its draft; `mark` is the browser's own name of what it posted. */
export type LetterDraftColumn = { draft: ColumnType<LetterDraft | null, string | null | undefined, string | null> }
export type LetterDraft = Readonly<{ place: string; kind: DraftKind; mark: string; fields: DraftFields }>
