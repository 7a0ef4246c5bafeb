import { decodeText } from './charset.ts'

const mostText = 1 << 20
const deepest = 200
/** Groups that hold no words of the text. */
const unsaid =
  /^(?:fonttbl|colortbl|stylesheet|listtable|listoverridetable|info|pict|object|themedata|generator|header[lrf]?|footer[lrf]?|pntext|pntxtb|fldinst|xmlnstbl)$/
const signs: Readonly<Record<string, string>> = {
  ...{ par: '\n', line: '\n', sect: '\n', page: '\n', row: '\n', tab: '\t', cell: '\t' },
  ...{ emdash: '—', endash: '–', bullet: '•', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”' },
  ...{ '~': '\u00a0', _: '-', '{': '{', '}': '}', '\\': '\\', '\n': '\n', '\r': '\n' },
}
/** Code pages of a font's \fcharset. */
const charsets: Readonly<Record<number, number>> = {
  ...{ 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258 },
  ...{ 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250 },
}

/** What a group changes and its end gives back; `page` 0 is the text's usual code page. */
type Group = { silent: boolean; fonts: boolean; page: number; skip: number }
type Reader = {
  group: Group
  readonly outer: Group[]
  /** Code pages by font, and the font that is being described. */
  readonly pages: Map<number, number>
  font: number
  usual: number
  /** Bytes that are still to be left out: they stand for the character before them. */
  left: number
  /** Bytes that wait to be decoded together, and how. */
  waiting: string
  page: number
  readonly out: string[]
  length: number
}

const token = /\\(?:([a-zA-Z]{1,32})(-?\d{1,9})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}]+)|\\/g

/**
 * The words of an RTF text, line by line, without its looks: enough to read a mail that has nothing else. One walk over
 * the input; at most 1 MiB of text. HTML that is wrapped in the RTF (MS-OXRTFEX) is left out, its rendition read.
 */
export function rtfText(rtf: Buffer): string {
  const source = rtf.toString('latin1')
  const group = { silent: false, fonts: false, page: 0, skip: 1 }
  const state = { font: 0, usual: 1252, left: 0, waiting: '', page: 0, length: 0 }
  const reader: Reader = { ...state, group, outer: [], pages: new Map(), out: [] }
  const tokens = new RegExp(token)
  for (let match = tokens.exec(source); match && reader.length < mostText; match = tokens.exec(source)) {
    const [, word, number, hex, symbol, brace, plain] = match
    if (brace) turn(reader, brace)
    else if (hex) take(reader, String.fromCharCode(Number.parseInt(hex, 16)))
    else if (plain) take(reader, plain.replace(/[\r\n\0]+/g, ''))
    else if (symbol === '*') reader.group.silent = true
    else if (symbol) write(reader, signs[symbol] ?? '')
    else if (word === 'bin') tokens.lastIndex += Math.max(0, Number(number ?? 0))
    else if (word) control(reader, word, number === undefined ? undefined : Number(number))
  }
  flush(reader)
  const text = reader.out.join('').slice(0, mostText)
  return text
    .toWellFormed()
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function turn(reader: Reader, brace: string) {
  flush(reader)
  if (brace === '}') reader.group = reader.outer.pop() ?? reader.group
  else if (reader.outer.length < deepest) {
    reader.outer.push(reader.group)
    reader.group = { ...reader.group }
  }
}

/** Bytes of the text in the code page of their font. */
function take(reader: Reader, bytes: string) {
  const { group, usual } = reader
  const said = bytes.slice(reader.left)
  reader.left = Math.max(0, reader.left - bytes.length)
  if (group.silent || !said) return
  const page = group.page || usual
  if (page !== reader.page) flush(reader)
  reader.page = page
  reader.waiting += said
}

function write(reader: Reader, text: string) {
  flush(reader)
  if (!reader.group.silent) say(reader, text)
}

function flush(reader: Reader) {
  if (!reader.waiting) return
  say(reader, decodeText(Buffer.from(reader.waiting, 'latin1'), `cp${reader.page}`))
  reader.waiting = ''
}

function say(reader: Reader, text: string) {
  reader.out.push(text)
  reader.length += text.length
}

function control(reader: Reader, word: string, number: number | undefined) {
  const { group } = reader
  if (word === 'fonttbl') group.fonts = true
  if (unsaid.test(word)) group.silent = true
  if (Object.hasOwn(signs, word)) write(reader, signs[word]!)
  if (number === undefined) return
  if (word === 'ansicpg') reader.usual = number
  else if (word === 'uc') group.skip = Math.min(Math.max(number, 0), 8)
  else if (word === 'f' && group.fonts) reader.font = number
  else if (word === 'f') group.page = reader.pages.get(number) ?? 0
  else if (word === 'fcharset' && group.fonts && charsets[number]) reader.pages.set(reader.font, charsets[number])
  else if (word === 'u') {
    write(reader, String.fromCharCode(number & 0xffff))
    reader.left = group.skip
  }
}
