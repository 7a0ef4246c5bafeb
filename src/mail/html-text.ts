const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', reg: '®', trade: '™', euro: '€' },
  ...{ pound: '£', cent: '¢', yen: '¥', sect: '§', deg: '°', hellip: '…', ndash: '–', mdash: '—', bull: '•' },
  ...{ lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', sbquo: '‚', bdquo: '„', times: '×' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è' },
  ...{ agrave: 'à', acirc: 'â', ecirc: 'ê', ccedil: 'ç', ntilde: 'ñ', oslash: 'ø', aring: 'å', aelig: 'æ', shy: '' },
  ...{ zwnj: '', zwj: '', iexcl: '¡', iquest: '¿', middot: '·', ocirc: 'ô', icirc: 'î', iacute: 'í', oacute: 'ó' },
}

const blocks = /^(?:p|div|tr|table|ul|ol|li|h[1-6]|pre|section|article|header|footer|address|center|dl|dt|dd|hr|form)$/
const silent = /^(?:script|style|head|title|template|noscript|svg|math|object|iframe)$/
const inputLimit = 1 << 20

/**
 * The words of an HTML mail as plain text, quoted stretches as `> ` lines. One pass over the first MiB, whatever the
 * nesting; never throws. It is for reading and searching: nothing of it is trusted as HTML.
 */
export function htmlToText(html: string): string {
  const source = html.slice(0, inputLimit)
  const out: string[] = []
  let line = ''
  let quotes = 0
  let lastQuotes = 0
  let gap = false
  let at = 0
  const unclosed = new Set<string>()
  const end = (gapAfter: boolean) => {
    const text = line.replace(/[ \t]+/g, ' ').trim()
    line = ''
    if (!text) {
      gap ||= gapAfter
      return
    }
    if (gap && out.length > 0) out.push('> '.repeat(Math.min(quotes, lastQuotes)).trimEnd())
    out.push('> '.repeat(quotes) + text)
    gap = false
    lastQuotes = quotes
  }
  while (at < source.length) {
    const open = source.indexOf('<', at)
    line += decode(source.slice(at, open < 0 ? source.length : open)).replace(/\s+/g, ' ')
    if (open < 0) break
    const tag = readTag(source, open)
    at = tag.end
    if (tag.name === 'br') end(true)
    else if (tag.name === 'blockquote') {
      end(false)
      quotes = Math.min(9, Math.max(0, quotes + (tag.closing ? -1 : 1)))
    } else if (blocks.test(tag.name)) {
      end(false)
      gap ||= tag.closing && tag.name === 'p'
    } else if (silent.test(tag.name) && !tag.closing) at = skip(source, at, tag.name, unclosed)
    else if (tag.name === '<') line += '<'
    else if (tag.name === 'td' || tag.name === 'th') line += ' '
  }
  end(false)
  return out.join('\n').trim()
}

function readTag(source: string, open: number): { name: string; closing: boolean; end: number } {
  if (source.startsWith('<!--', open)) {
    const close = source.indexOf('-->', open + 4)
    return { name: '', closing: false, end: close < 0 ? source.length : close + 3 }
  }
  const head = /^<(\/?)([a-z][a-z0-9]{0,15})/i.exec(source.slice(open, open + 20))
  if (!head && !/^<[!?/]/.test(source.slice(open, open + 2))) return { name: '<', closing: false, end: open + 1 }
  const close = source.indexOf('>', open)
  return {
    name: head?.[2]?.toLowerCase() ?? '',
    closing: head?.[1] === '/',
    end: close < 0 ? source.length : close + 1,
  }
}

/** Past the words that nobody sees; past the opening tag alone where it is never closed, which is asked only once. */
function skip(source: string, from: number, name: string, unclosed: Set<string>): number {
  if (unclosed.has(name)) return from
  const close = source.slice(from).search(new RegExp(`</${name}`, 'i'))
  if (close < 0) unclosed.add(name)
  return close < 0 ? from : from + close
}

function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (whole, dec, hex, name) => {
    if (name) return entities[name] ?? entities[name.toLowerCase()] ?? whole
    const code = dec ? Number(dec) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
