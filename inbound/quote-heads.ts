import { fields } from './quote-fields.ts'
import { type Line, nextLine } from './quote-lines.ts'
import { dividers, forwardLines, toldByHand, verb } from './quote-words.ts'

/**
 * What stands above an old mail, from its first line to one past its last. `sure` ones introduce also what no `>`
 * marks; `block` is a header or a title, as of a forwarded mail, rather than "On … somebody wrote:".
 */
export type Head = Readonly<{ end: number; sure: boolean; block: boolean }>

const longest = 500
/** What no first line of a head is without; most lines of people are. */
const telling = /[\d:：<>_=~*#—–-]/

/** The head that begins at this line, if one does. Reads a bounded number of lines. */
export function headAt(lines: readonly Line[], i: number): Head | undefined {
  const line = lines[i]!
  if (line.blank || line.quoted || !telling.test(line.text)) return undefined
  return blockAt(lines, i) ?? introAt(lines, i)
}

/** A title between dashes or a header block, both together, and an introduction below them. */
function blockAt(lines: readonly Line[], i: number): Head | undefined {
  const header = headerEnd(lines, i)
  if (header) return { end: header, sure: true, block: true }
  const text = lines[i]!.text.trim()
  if (isDashedIntro(text)) return { end: i + 1, sure: true, block: false }
  const titled = isTitle(text)
  if (!titled && !isRule(text)) return undefined
  const next = nextLine(lines, i + 1)
  const below = next < lines.length && next <= i + 3 ? (headerEnd(lines, next) ?? introEnd(lines, next)) : undefined
  return titled || below ? { end: below ?? i + 1, sure: true, block: true } : undefined
}

const introEnd = (lines: readonly Line[], i: number) => {
  const intro = introAt(lines, i)
  return intro?.sure ? intro.end : undefined
}

const isRule = (text: string) =>
  text.length < 120 && /^[-_=*~—–]{3,}$|^[-_=*~]{3,}[^-_=*~\n]{1,60}[-_=*~]{2,}$/.test(text)
const isDashedIntro = (text: string) =>
  text.length < 400 && /^-{2,}.{5,390}-{2,}$/u.test(text) && verb.test(text) && /\d{4}/.test(text)

function isTitle(text: string): boolean {
  if (text.length > 100) return false
  const bare = text.replace(/^[\s\-_=*#~>—–]{1,60}/, '').replace(/[\s\-_=*#~:：—–]{1,60}$/, '')
  const words = bare.toLowerCase().replace(/’/g, "'").replace(/\s+/g, ' ')
  if (/^[\s]*[-_=*#~—–]{2,}/.test(text) && (dividers.has(words) || isReplyAbove(words))) return true
  return /[:：]$/.test(text) && forwardLines.has(words)
}

const isReplyAbove = (words: string) =>
  words.length < 90 &&
  /(?:reply|type|write|respond).{0,30}above this line|above this line to (?:reply|respond)|(?:oberhalb|über) dieser (?:linie|zeile)|au-dessus de cette ligne|por encima de esta línea|sopra questa (?:riga|linea)|boven deze (?:lijn|regel)/.test(
    words,
  )

/** The header field that a line is: its label before the first colon, as mail programs translate it. */
export function fieldOf(text: string) {
  const colon = text.slice(0, 45).search(/[:：]/)
  if (colon < 1) return undefined
  const label = text
    .slice(0, colon)
    .replace(/^[\s>*_|•·-]{0,12}/, '')
    .replace(/[\s*_]{1,6}$/, '')
  return fields.get(label.toLowerCase().replace(/\s+/g, ' '))
}

/** Outlook's block: one past its last field. From and two of date, to and subject; a subject or an address in it. */
function headerEnd(lines: readonly Line[], i: number): number | undefined {
  if (!fieldOf(lines[i]!.text)) return undefined
  const seen = new Set<string>()
  let [end, strays, address] = [i, 0, false]
  for (let n = i; n < lines.length && n < i + 16 && strays < 3; n++) {
    const { text, blank, quoted } = lines[n]!
    if (quoted || (blank && seen.size >= 3)) break
    const field = blank ? undefined : fieldOf(text)
    if (field === 'from' && seen.has(field)) break
    if (field) {
      if (field !== 'other') seen.add(field)
      end = n + 1
    }
    strays = field ? 0 : strays + 1
    address ||= text.includes('@')
  }
  const whole = seen.has('from') && seen.size >= 3 && (seen.has('subject') || address)
  return whole && !isForm(lines, end) ? end : undefined
}

const formLabel =
  /^\W{0,3}(?:your |ihre |votre |su |tu |il tuo |uw )?(?:message|message body|message text|body|comments?|enquiry|inquiry|question|nachricht|mitteilung|kommentar|anfrage|frage|commentaires?|mensaje|comentarios?|consulta|messaggio|commento|richiesta|bericht|opmerking|vraag|mensagem|besked|meddelande|viesti|wiadomość|zpráva|üzenet|mesaj|сообщение|повідомлення|phone|telephone|telefon|téléphone|teléfono|telefono|telefoon|order|order number|bestellnummer|company|firma|name)\W{0,3}[:：]/iu

/** Fields that a contact form goes on with, as no mail program does: then what follows is the customer's message. */
function isForm(lines: readonly Line[], end: number): boolean {
  const next = lines[nextLine(lines, end)]
  return next !== undefined && formLabel.test(next.text)
}

const dated = /\d{4}|\d{1,2}[:.h]\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}(?!\d)|\d{1,2}\s?[月日년월일]/u
const exactlyDated = /(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2}/u
const endsOpen = /[:：]["'\s*_»>)]{0,6}$/u
const addressed = /<\s{0,3}(?:mailto:)?[^<>]{0,120}@[^<>\s]{1,200}\s{0,3}>|\S{1,64}@\S{1,100}\.\S{2,}/u
/** Up to four short words, then a number: "On Mon, 2 Mar", "Am Mo., 2.", "søndag den 3.", also "2 марта". */
const startsDated = /^["'“«*_(]{0,3}(?:[\p{L}’'-]{1,14}[\s.,]{1,3}){0,4}\d{1,4}/u
const startsHan = /^[在於于]?\s{0,2}\d{4}\s{0,2}[年./-]/u
const startsNamed = /^["'“«*_]{0,3}[^<>:]{0,80}<[^<>]{3,200}@[^<>]{3,200}>/u
const nameWroteOn =
  /^\p{Lu}[^:<>.!?]{1,60}\s(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev)\s(?:on|am|le|el|il|em|op|den)\s/u
const dateAndAddress = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s.{0,120}<\s?[^<>\s]{1,200}@[^<>\s]{1,200}\s?>\s?[:：]?$/u
const nameWrote = /^["'“]?(?:\p{Lu}[\p{L}.'’-]{0,30}\s+){1,4}\p{L}{2,12}(?:\s\p{L}{2,12})?\s?[:：]$/u

/** Words that a wrapped introduction begins with; anything else may be the end of a person's sentence. */
const lead =
  /^["'“«*_(]{0,3}(?:on|am|le|el|il|em|op|den|dnia|w dniu|dne|dňa|в|на|at|a|à|la|în|στις|kl|dana|dne|em|no dia|il giorno|el día|vào|pada|\p{L}{2,9}[.,]|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|\p{L}{3,12}(?:day|tag|di|dag))[\s,.]|^["'“«*_(]{0,3}\d/iu

/** "On …, somebody wrote:" over up to six lines; what `>` does not follow must be plain beyond doubt. */
function introAt(lines: readonly Line[], i: number): Head | undefined {
  const first = lines[i]!.text.trim()
  const named = startsNamed.test(first) || nameWroteOn.test(first)
  const likely = named || startsDated.test(first) || startsHan.test(first)
  if (!likely && !endsOpen.test(first) && !quoting.test(first)) return undefined
  const wraps = named || (lead.test(first) && exactlyDated.test(first)) || startsHan.test(first)
  const end = introEndFrom(lines, i, wraps ? 8 : 1)
  if (!end) return undefined
  for (let n = i + 1; n < end.at; n++) if (begins(lines[n]!) && introEndFrom(lines, n, end.at - n)) return undefined
  return { end: end.at, sure: likely && end.verdict === 'sure', block: false }
}

function introEndFrom(lines: readonly Line[], i: number, most: number) {
  let joined = ''
  for (let n = i; n < lines.length && n < i + most; n++) {
    const { text, blank, quoted } = lines[n]!
    if (blank && !continues(lines, n)) return undefined
    if (quoted && n > i && !(openBracket(joined) && text.length < 100)) return undefined
    joined = `${joined} ${text.trim()}`.trim()
    if (joined.length > longest) return undefined
    const verdict = blank ? undefined : judge(joined, lines, n + 1)
    if (verdict) return { at: n + 1, verdict }
  }
  return undefined
}

/** A line inside a seeming introduction that begins a whole one: then what stands above it was a person's. */
function begins({ text }: Line): boolean {
  const line = text.trim()
  const starts = startsDated.test(line) || startsNamed.test(line) || startsHan.test(line) || nameWroteOn.test(line)
  return starts && exactlyDated.test(line) && line.search(verb) > 0
}

/** A blank line inside an introduction: only before an address in brackets. */
const continues = (lines: readonly Line[], i: number) => /^[<(]/.test(lines[nextLine(lines, i)]?.text.trim() ?? '')
const openBracket = (text: string) => text.split('<').length > text.split('>').length

/** Webmail that names its writer and no verb: "Quoting Ada <…>:", "** Reply to message from Ada". */
const quoting =
  /^(?:quoting|zitat von|zitiere|citando a?|citat|citerar|цитирую|\*\* reply to (?:message|note) from)\s/iu

function judge(text: string, lines: readonly Line[], after: number): 'sure' | 'marked' | undefined {
  if (quoting.test(text) && text.length < 200 && followed(lines, after)) return 'marked'
  if (!endsOpen.test(text)) {
    if (!text.endsWith('>') && !verb.test(text.slice(-30))) return undefined
    if (dateAndAddress.test(text)) return 'sure'
    return addressed.test(text) && exactlyDated.test(text) && verb.test(text) && followed(lines, after)
      ? 'marked'
      : undefined
  }
  if (isSentence(text)) return undefined
  const byProgram = verb.test(text) && !toldByHand.test(text)
  if (byProgram && exactlyDated.test(text)) return 'sure'
  if (dateAndAddress.test(text)) return 'sure'
  if (!followed(lines, after)) return undefined
  if (byProgram && (dated.test(text) || addressed.test(text))) return 'marked'
  if (exactlyDated.test(text) && addressed.test(text)) return 'marked'
  return byProgram && nameWrote.test(text) ? 'marked' : undefined
}

/** One sentence ends in it and another begins: a person wrote that. */
const isSentence = (text: string) => /[.!?]\s{1,3}\p{Lu}\p{Ll}*\s\p{Ll}+\s\p{Ll}+/u.test(text)
const followed = (lines: readonly Line[], after: number) => lines[nextLine(lines, after)]?.quoted === true

/**
 * Where the head of a known quote begins, in whatever language: the lines right above it that end in a colon with a
 * date or an address, or are three fields. `at` itself where there is none.
 */
export function strangeHeadAbove(lines: readonly Line[], at: number): number {
  let last = at - 1
  while (last > 0 && last > at - 4 && lines[last]!.blank) last -= 1
  const has = (text: string) => exactlyDated.test(text) || addressed.test(text)
  const one = lines[last]?.text.trim() ?? ''
  const two = `${lines[last - 1]?.text.trim() ?? ''} ${one}`
  if (endsOpen.test(one) && has(one) && one.length < 300) return last
  if (endsOpen.test(one) && last > 0 && !lines[last - 1]!.blank && has(two) && two.length < 300) return last - 1
  let first = last + 1
  while (first > 0 && first > last - 7 && /^[^:：]{1,25}[:：]\s*\S/u.test(lines[first - 1]!.text)) first -= 1
  const block = lines.slice(first, last + 1).map((line) => line.text)
  return block.length >= 3 && has(block.join(' ')) ? first : at
}
