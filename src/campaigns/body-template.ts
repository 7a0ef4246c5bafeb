import { markdownHtml, markdownText } from '../letters/markdown.ts'

/** Variables that are addresses of pages: in a text made into HTML they become links. */
const addresses = /^\{\{-?\s*(unsubscribe_url|preferences_url|archive_url)\b/
const tag = /\{\{[^}]{0,1000}\}\}|\{%[^%]{0,1000}%\}/g
const tagLine = /^\s*(?:\{%[^%]{0,1000}%\}\s*)+$/

/**
 * The HTML template of a Markdown template: its Liquid stays as it is, so that values are filled in, and escaped, only
 * afterwards. A line that holds tags alone stays a line of tags between paragraphs.
 */
export function htmlOfText(text: string): string {
  const parts: string[] = []
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) parts.push(converted(lines.join('\n'), markdownHtml))
    lines = []
  }
  for (const line of text.split('\n'))
    if (tagLine.test(line)) {
      flush()
      parts.push(line.trim())
    } else lines.push(line)
  flush()
  return `<!doctype html>\n<div style="${look}">\n${parts.join('\n')}\n</div>\n`
}

const look = "font:15px/24px -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1f1d1a"

/** The same template for the text part: links as words with their address. */
export function plainOfText(text: string): string {
  return converted(text, markdownText)
}

/** Tags stand aside as words that Markdown leaves alone while it works; where a link wants an address, as one. */
function converted(text: string, convert: (text: string) => string): string {
  const tags: string[] = []
  const aside = text.replaceAll('\uE000', '').replace(tag, (found, at: number) => {
    tags.push(found)
    const linked = text.slice(Math.max(0, at - 2), at) === '](' || addresses.test(found)
    return linked ? `https://\uE000${tags.length - 1}\uE000` : `\uE000${tags.length - 1}\uE000`
  })
  return convert(aside).replace(/(?:https:\/\/)?\uE000(\d+)\uE000/g, (_, n: string) => tags[Number(n)] ?? '')
}
