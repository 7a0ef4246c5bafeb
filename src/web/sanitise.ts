import sanitizeHtml from 'sanitize-html'
import { markOf, quoteMark, restMark } from './fold-html.ts'

/** `remote`: the web addresses of pictures that were taken out, each once; `blocked` counts them all. */
export type CleanMail = Readonly<{ html: string; blocked: number; remote: readonly string[] }>

/** Addresses of our own, by Content-ID and by the web address of a picture that a rep asked to see. */
export type Pictures = Readonly<{ cid: ReadonlyMap<string, string>; remote?: ReadonlyMap<string, string> }>

const longest = 1 << 20
const mostLinks = 5000

/**
 * Decoded HTML of a mail without anything that acts or fetches: an allow list of tags, attributes and style properties
 * (the frame's policy is the second wall). Pictures of the mail itself are mapped; remote ones are taken out and
 * counted. 'too big' when cleaning would hold up the desk.
 */
export function cleanMailHtml(html: string, pictures: Pictures): CleanMail | 'too big' {
  if (html.length > longest || countLinks(html) > mostLinks) return 'too big'
  let blocked = 0
  const remote = new Set<string>()
  const clean = sanitizeHtml(html, {
    allowedTags: [...tags],
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'xmp', 'svg', 'math'],
    allowedAttributes: attributes,
    allowedStyles: { '*': styles },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    parseStyleAttributes: true,
    nestingLimit: 200,
    transformTags: {
      a: (tagName, { href, title, style }) => ({
        tagName,
        // A relative link would lead into the desk itself.
        attribs: {
          ...given({ href: /^(https?|mailto|tel):/i.test(href ?? '') ? href : undefined, title, style }),
          target: '_blank',
          rel: 'noopener noreferrer nofollow',
        },
      }),
      img: (_tag, attribs) => picture(attribs),
      blockquote: marked,
      div: marked,
    },
  })
  return { html: clean, blocked, remote: [...remote] }

  function picture({ src = '', alt = '', width, height, style }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
    const away = webAddress(src)
    const own = /^cid:/i.test(src) ? pictures.cid.get(decoded(src.slice(4))) : away && pictures.remote?.get(away)
    const data = /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i.test(src) ? src : undefined
    if (own) return { tagName: 'img', attribs: given({ src: own, alt, width, height, style }) }
    if (data) return { tagName: 'img', attribs: given({ src: data, alt, width, height, style }) }
    blocked += 1
    if (away) remote.add(away)
    return alt ? { tagName: 'span', attribs: {}, text: `[${alt}]` } : { tagName: 'span', attribs: {} }
  }
}

/** Its program's name for a quote is lost with its class; a mark of ours is not. */
function marked(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: { ...attribs, ...markOf(attribs) } }
}

const tags = [
  'a',
  'abbr',
  'address',
  'article',
  'b',
  'big',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'dfn',
  'div',
  'dl',
  'dt',
  'em',
  'figcaption',
  'figure',
  'font',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'i',
  'img',
  'ins',
  'kbd',
  'li',
  'main',
  'mark',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'samp',
  'section',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'tt',
  'u',
  'ul',
  'var',
  'wbr',
]

const attributes: sanitizeHtml.IOptions['allowedAttributes'] = {
  '*': ['style', 'dir', 'lang', 'align', 'valign', 'title'],
  a: ['href', 'target', 'rel'],
  blockquote: [quoteMark, restMark],
  div: [quoteMark, restMark],
  img: ['src', 'alt', 'width', 'height'],
  table: ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor'],
  td: ['width', 'height', 'colspan', 'rowspan', 'bgcolor', 'nowrap'],
  th: ['width', 'height', 'colspan', 'rowspan', 'bgcolor', 'nowrap'],
  tr: ['bgcolor', 'height'],
  col: ['width', 'span'],
  font: ['color', 'size', 'face'],
  ol: ['start', 'type'],
}

/** No url(), no expression, no position: a value is made of plain words, numbers and colours. */
const plainValue = [/^(?!.*(?:url|expression|image|attr|var|env|@)\s*\()[\w\s.,%#()'"/+-]{1,200}$/i]
const styles = Object.fromEntries(
  [
    'color',
    'background',
    'background-color',
    'border',
    'border-top',
    'border-right',
    'border-bottom',
    'border-left',
    'border-collapse',
    'border-color',
    'border-radius',
    'border-spacing',
    'border-style',
    'border-width',
    'direction',
    'display',
    'font',
    'font-family',
    'font-size',
    'font-style',
    'font-weight',
    'height',
    'letter-spacing',
    'line-height',
    'list-style-type',
    'margin',
    'margin-bottom',
    'margin-left',
    'margin-right',
    'margin-top',
    'max-width',
    'min-width',
    'padding',
    'padding-bottom',
    'padding-left',
    'padding-right',
    'padding-top',
    'table-layout',
    'text-align',
    'text-decoration',
    'text-indent',
    'text-transform',
    'vertical-align',
    'white-space',
    'width',
    'word-break',
  ].map((property) => [property, plainValue]),
)

function given(attribs: Record<string, string | undefined>): sanitizeHtml.Attributes {
  return Object.fromEntries(
    Object.entries(attribs).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** A picture's address on the web, as it is remembered; undefined for everything else. */
function webAddress(src: string): string | undefined {
  const text = src.trim()
  const whole = text.startsWith('//') ? `https:${text}` : text
  return whole.length <= 4000 && /^https?:\/\//i.test(whole) ? whole.replaceAll('\u0000', '').toWellFormed() : undefined
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId)
  } catch {
    return contentId
  }
}

function countLinks(html: string): number {
  return html.match(/<(?:a|img)\b/gi)?.length ?? 0
}
