import { plain } from './quote.ts'

/** Markdown-light as reps type it, made into HTML that is already clean. `pictures`: the cid of an upload by its id. */
export type Pictures = ReadonlyMap<number, string>

const gap = 'margin:0 0 12px'
const fence = /^```/
const item = /^\s{0,3}(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/
const quoted = /^\s{0,3}>\s?(.*)$/
const deepest = 4

/**
 * The HTML of a text: paragraphs, line ends, **bold**, *italic*, `code`, links, lists, > quotes and ``` blocks.
 * Everything else is text, angle brackets too. One pass over the lines; a quote may hold quotes down to four.
 */
export function markdownHtml(text: string, pictures: Pictures = new Map(), depth = 0): string {
  const lines = plain(text).split('\n')
  const parts: string[] = []
  for (let at = 0; at < lines.length; ) {
    const [html, next] = block(lines, at, { pictures, depth })
    if (html) parts.push(html)
    at = next
  }
  return parts.join('\n')
}

type Where = Readonly<{ pictures: Pictures; depth: number }>

/** The block that begins at this line, and the line after it. */
function block(lines: readonly string[], at: number, where: Where): [string, number] {
  const line = lines[at]!
  if (!line.trim()) return ['', at + 1]
  if (fence.test(line)) return codeBlock(lines, at)
  if (quoted.test(line) && where.depth < deepest) return quoteBlock(lines, at, where)
  if (item.test(line)) return listBlock(lines, at, where)
  const end = endOf(lines, at, (each) => Boolean(each.trim()) && !startsOther(each, where))
  const inner = lines
    .slice(at, end)
    .map((each) => inline(each, where))
    .join('<br>\n')
  return [`<p style="${gap}">${inner}</p>`, end]
}

function startsOther(line: string, { depth }: Where): boolean {
  return fence.test(line) || item.test(line) || (quoted.test(line) && depth < deepest)
}

/** The first line after `at` that does not belong any more. */
function endOf(lines: readonly string[], at: number, belongs: (line: string) => boolean): number {
  let end = at + 1
  while (end < lines.length && belongs(lines[end]!)) end++
  return end
}

function codeBlock(lines: readonly string[], at: number): [string, number] {
  const end = endOf(lines, at, (line) => !fence.test(line))
  const code = escapeHtml(lines.slice(at + 1, end).join('\n'))
  return [`<pre style="${gap};font:13px/20px ui-monospace,Menlo,Consolas,monospace">${code}</pre>`, end + 1]
}

function quoteBlock(lines: readonly string[], at: number, { pictures, depth }: Where): [string, number] {
  const end = endOf(lines, at, (line) => quoted.test(line))
  const inner = lines.slice(at, end).map((line) => quoted.exec(line)?.[1] ?? '')
  const style = `${gap};padding-left:12px;border-left:2px solid #d8d3ca`
  return [`<blockquote style="${style}">${markdownHtml(inner.join('\n'), pictures, depth + 1)}</blockquote>`, end]
}

function listBlock(lines: readonly string[], at: number, where: Where): [string, number] {
  const first = item.exec(lines[at]!)?.[1]
  const same = (line: string) => item.test(line) && Boolean(item.exec(line)?.[1]) === Boolean(first)
  const end = endOf(lines, at, same)
  const items = lines.slice(at, end).map((line) => `<li>${inline(item.exec(line)?.[2] ?? '', where)}</li>`)
  const [open, close] = first
    ? [`<ol start="${Number(first)}" style="${gap}">`, '</ol>']
    : [`<ul style="${gap}">`, '</ul>']
  return [`${open}${items.join('')}${close}`, end]
}

/** Places in a line that mean something; each is bounded, so that no line takes long. */
const marks =
  /(?<code>`[^`\n]{1,500}`)|(?<picture>!\[[^\]\n]{0,200}\]\(attachment:\d{1,9}\))|(?<link>\[[^\]\n]{1,500}\]\((?:https?:\/\/|mailto:)[^\s()<>"]{1,2000}\))|(?<url>https?:\/\/[^\s<>"'()]{1,2000})|(?<bold>\*\*(?=\S)[^*\n]{1,2000}(?<=\S)\*\*)|(?<italic>(?<![\w*])\*(?=[^\s*])[^*\n]{1,2000}(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])[^_\n]{1,2000}(?<=[^\s_])_(?![\w_]))/g

function inline(line: string, where: Where): string {
  let html = ''
  let from = 0
  for (const match of line.matchAll(marks)) {
    html += textHtml(line.slice(from, match.index)) + marked(match, where)
    from = match.index + match[0].length
  }
  return html + textHtml(line.slice(from))
}

function marked({ 0: whole, groups = {} }: RegExpExecArray, where: Where): string {
  if (groups.code) return `<code>${escapeHtml(whole.slice(1, -1))}</code>`
  if (groups.picture) return picture(whole, where)
  if (groups.link) return link(whole.slice(whole.lastIndexOf('](') + 2, -1), whole.slice(1, whole.lastIndexOf('](')))
  if (groups.url) return bareLink(whole)
  if (groups.bold) return `<strong>${inline(whole.slice(2, -2), where)}</strong>`
  return `<em>${inline(whole.slice(1, -1), where)}</em>`
}

const pictureParts = /^!\[([^\]]*)\]\(attachment:(\d+)\)$/

function picture(whole: string, { pictures }: Where): string {
  const [, alt = '', id = ''] = pictureParts.exec(whole) ?? []
  const cid = pictures.get(Number(id))
  return cid ? `<img src="cid:${escapeHtml(cid)}" alt="${escapeHtml(alt)}">` : escapeHtml(`[${alt}]`)
}

function link(href: string, label: string): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(label)}</a>`
}

/** The full stop after an address belongs to the sentence. */
function bareLink(text: string): string {
  const href = text.replace(/[.,;:!?*_]+$/, '')
  return link(href, href) + escapeHtml(text.slice(href.length))
}

function textHtml(text: string): string {
  return escapeHtml(text).replace(/ {2}/g, ' &nbsp;')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** The same for the text part: links as words with their address, pictures by name, marks as typed. */
export function markdownText(text: string): string {
  return plain(text)
    .replace(/!\[([^\]\n]{0,200})\]\(attachment:\d{1,9}\)/g, '[$1]')
    .replace(/\[([^\]\n]{1,500})\]\(((?:https?:\/\/|mailto:)[^\s()<>"]{1,2000})\)/g, (_, label, href) =>
      label === href ? href : `${label} <${href}>`,
    )
}

/** The uploads that a text shows in place: `![name](attachment:ID)`. */
export function picturesIn(text: string): number[] {
  const found = text.matchAll(/!\[[^\]\n]{0,200}\]\(attachment:(\d{1,9})\)/g)
  return [...new Set([...found].map((match) => Number(match[1])))]
}
