import { htmlToText } from '../src/mail/html-text.ts'
import { type Head, headAt } from './quote-heads.ts'
import { type Line, nextLine } from './quote-lines.ts'

/** What the HTML of a mail says of its quotes, to be found again in its text. */
export type HtmlSigns = Readonly<{
  /** Letters and digits that begin a head, whether it is a header block, and how many lines of the HTML it takes. */
  heads: readonly Readonly<{ letters: string; block: boolean }>[]
  /** It has block quotes and none is a program's: they may be a writer's own, as an indent. */
  ownIndents: boolean
}>

const looked = 1 << 20
const mostSigns = 20
const fewestLetters = 10

/** Elements that mail programs put around or above an old mail, by class, id or name (inbound.md C6). */
const intro =
  /(?:gmail_attr|moz-cite-prefix|protonmail_quote|yahoo_quoted|tutanota_quote|zmail_extra|front-blockquote|airmail_on|kmail-quote|mailspring|gmail_extra|edo-message|mb_from_to|quote-header|bloop_original|acli_wrapper|mcntreplyheader|mail_quote_intro|quoteheader|cite_prefix|reply-intro)/i
const block =
  /(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|ms-outlook-mobile-reference-message|isForwardContent|reply_forward|mail-editor-reference-message)|border-top:\s{0,3}(?:solid|1pt|1\.0pt)?\s{0,3}(?:#E1E1E1|#B5C4DF)/i
const byProgram = /\bcite\b|quote|original|reply/i

/** Reads the signs; bounded, and nothing where a mail has no HTML. */
export function htmlSigns(whole: string | null): HtmlSigns {
  if (whole === null) return { heads: [], ownIndents: false }
  const html = whole.slice(0, looked)
  const heads: { letters: string; block: boolean }[] = []
  let [indents, quotes] = [0, 0]
  for (const match of html.matchAll(/<(div|blockquote|span|p|section|table|td)\s([^<>]{1,1000})>|<(blockquote)>/gi)) {
    const [tag, name, attributes = '', bare] = match
    const isQuote = (name ?? bare)!.toLowerCase() === 'blockquote'
    if (isQuote && byProgram.test(attributes)) quotes += 1
    else if (isQuote) indents += 1
    if (heads.length >= mostSigns || !(intro.test(attributes) || block.test(attributes))) continue
    const letters = firstLetters(html.slice(match.index + tag.length, match.index + tag.length + 3000))
    if (letters.length >= fewestLetters) heads.push({ letters, block: block.test(attributes) })
  }
  return { heads, ownIndents: indents > 0 && quotes === 0 && heads.length === 0 }
}

/** The line that stands first below a sign, without what is quoted. */
function firstLetters(html: string): string {
  const line = htmlToText(html)
    .split('\n')
    .find((one) => one.trim() && !one.startsWith('>'))
  return lettersOf(line ?? '').slice(0, 200)
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** The head at this line by the signs of the HTML, where its own words do not tell. */
export function signedHeadAt(lines: readonly Line[], i: number, { heads }: HtmlSigns): Head | undefined {
  const line = lines[i]!
  if (heads.length === 0 || line.blank || line.quoted) return undefined
  const own = lettersOf(line.text)
  const sign =
    own.length > 1 ? heads.find(({ letters }) => letters.startsWith(own) || own.startsWith(letters)) : undefined
  if (!sign) return undefined
  let joined = own
  let end = i + 1
  for (; joined.length < sign.letters.length && end < i + 6 && end < lines.length; end++) {
    joined += lettersOf(lines[end]!.text)
    if (!sign.letters.startsWith(joined) && !joined.startsWith(sign.letters)) return undefined
  }
  if (joined.length < sign.letters.length) return undefined
  const below = headAt(lines, nextLine(lines, end) % lines.length)
  return { end: below?.block ? below.end : end, sure: true, block: sign.block }
}
