import { deskWords } from './en-desk.ts'
import { issueWords } from './en-issue.ts'
import { mailWords } from './en-mail.ts'
import { pagesWords } from './en-pages.ts'
import { partsWords } from './en-parts.ts'

/** Every sentence of the interface in English. Another language is a file with the same shape. */
export const en = { ...deskWords, ...issueWords, ...mailWords, ...pagesWords, ...partsWords }

export type Words = typeof en
