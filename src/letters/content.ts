import sanitize from 'sanitize-html'
import { plain } from './quote.ts'

const most = { text: 200_000, html: 1_000_000, subject: 900 }

export type Content = Readonly<{
  text: string
  html?: string | undefined
  subject?: string | undefined
  sendAt?: Date | undefined
  /** How the text is meant: as it stands (the default), or as Markdown-light, which makes the HTML too. */
  format?: 'plain' | 'markdown' | undefined
  /** With the signatures of the rep and the mailbox below. */
  signature?: boolean | undefined
}>

/** What is wrong with what was written, in a sentence that says what to do; undefined when nothing is. */
export function contentProblem({ text, html = '', subject = '', sendAt }: Content): string | undefined {
  if (!plain(text)) return 'The letter is empty: write its text.'
  if (text.length > most.text) return `The text has ${text.length} characters: a letter has at most ${most.text}.`
  if (html.length > most.html) return `The HTML has ${html.length} characters: a letter has at most ${most.html}.`
  if (/[\r\n\0]/.test(subject)) return 'The subject must be one line: take the line break out.'
  if (subject.length > most.subject) return `The subject has ${subject.length} characters: use at most ${most.subject}.`
  if (sendAt && Number.isNaN(+sendAt)) return 'sendAt is not a time: write it like 2030-01-31T09:00:00Z.'
  if (sendAt && +sendAt < Date.now()) return 'The time to send it has passed: choose a later one.'
  if (sendAt && +sendAt > Date.now() + year)
    return 'The time to send it is more than a year away: choose an earlier one.'
  return undefined
}

const year = 366 * 24 * 3600 * 1000

/** HTML as a letter may carry it: no script, no form, nothing that loads by itself but images by https and cid. */
export function cleanHtml(html: string): string {
  return sanitize(html.toWellFormed().replaceAll('\0', ''), {
    allowedTags: [...sanitize.defaults.allowedTags, 'img', 'del', 'ins'],
    allowedAttributes: { a: ['href', 'title'], img: ['src', 'alt', 'width', 'height'], blockquote: ['type', 'cite'] },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https', 'cid'] },
  })
}
