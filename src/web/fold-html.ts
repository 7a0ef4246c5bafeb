/** Marks that the sanitiser leaves: an element that holds an old mail, and one behind which an old mail goes on. */
export const quoteMark = 'data-quote'
export const restMark = 'data-rest'

/** Class, id or type of the elements that mail programs quote in (inbound.md C6). */
const quoting =
  /\bcite\b|gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|front-blockquote|mail-quote/i
const followed = /divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|isForwardContent/i

/** The mark that an element of a mail gets by what its program named it. */
export function markOf(attribs: Readonly<Record<string, string>>): Record<string, string> {
  const named = `${attribs.class ?? ''} ${attribs.id ?? ''} ${attribs.type ?? ''}`.slice(0, 500)
  if (followed.test(named)) return { [restMark]: '' }
  return quoting.test(named) ? { [quoteMark]: '' } : {}
}

/** How a mail's text was folded: 'closed' where one stretch is, 'open' where answers stand in between, 'no' for none. */
export type Folding = 'closed' | 'open' | 'no'

export function foldingOf(text: string, folds: readonly number[]): Folding {
  if (folds.length === 0) return 'no'
  return folds.length === 2 && (folds[1]! >= text.trimEnd().length || folds[0] === 0) ? 'closed' : 'open'
}

const longest = 512 << 10

/**
 * Puts the quotes of clean HTML behind a … that works without script. Clean means that every element is closed, in
 * order. Where answers stand between quotes all is unfolded until a rep folds it. One pass.
 */
export function foldHtml(html: string, label: string, folding: Folding): string {
  if (folding === 'no' || html.length > longest) return html
  const begin = `<details class="quoted"${folding === 'open' ? ' open' : ''}><summary title="${label}" aria-label="${label}">…</summary>`
  let [out, at, depth, words] = ['', 0, 0, false]
  let fold: { parent: number; rest: boolean } | undefined
  for (const tag of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^<>]*)>/g)) {
    const [whole, slash, name = '', attributes = ''] = tag
    const before = html.slice(at, tag.index)
    words ||= /[\p{L}\p{N}]/u.test(before.replace(/&[#\w]{1,10};/g, ''))
    at = tag.index + whole.length
    out += before
    if (slash) depth -= 1
    const rest = folding === 'closed' && words && attributes.includes(restMark)
    if (!fold && !slash && (rest || attributes.includes(quoteMark))) {
      fold = { parent: depth, rest }
      out += begin
    }
    const ends = fold !== undefined && slash && depth === fold.parent - (fold.rest ? 1 : 0)
    out += ends ? (fold!.rest ? `</details>${whole}` : `${whole}</details>`) : whole
    if (ends) fold = undefined
    if (!slash && !empty.test(name)) depth += 1
  }
  return `${out}${html.slice(at)}${fold ? '</details>' : ''}`
}

const empty = /^(?:br|hr|img|col|wbr)$/
