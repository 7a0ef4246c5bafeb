/** Input beyond this many characters stays as it is (inbound.md C7). */
const inputLimit = 64 << 10

type Line = Readonly<{ start: number; end: number; text: string }>

/**
 * Where a plain text repeats an older mail: start, end, start, end … as offsets of the string. They are for folding,
 * never for cutting. Answers written between quoted lines stay visible, and where nothing would, nothing is folded.
 * Linear in the length of the text.
 */
export function quotedStretches(text: string): number[] {
  const lines = splitLines(text.slice(0, inputLimit))
  const folded = new Array<boolean>(lines.length).fill(false)
  const tail = tailStart(lines)
  for (let i = 0; i < lines.length; i++) {
    if (i >= tail || isQuoted(lines[i]!)) folded[i] = true
    else if (introducesQuote(lines, i)) for (let j = i; j < introEnd(lines, i); j++) folded[j] = true
  }
  foldSignature(lines, folded)
  fillGaps(lines, folded)
  const anythingLeft = lines.some((line, i) => !folded[i] && line.text.trim())
  return anythingLeft ? ranges(lines, folded, text.length) : []
}

function splitLines(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    lines.push({ start, end, text: text.slice(start, Math.min(end, start + 1000)) })
    start = end + 1
  }
  return lines
}

const isQuoted = (line: Line) => /^\s{0,3}>/.test(line.text)

/** Words that close the line before a quote: "On … wrote:" in the languages of common mail programs. */
const wrote =
  /(?:wrote|writes|schrieb(?: am)?|schreef|a écrit|escribi[oó]|scrisse|ha scritto|escreveu|skrev|skriver|napisał\(?a?\)?|napsal\(?a?\)?|написал\(?а?\)?|написав|пишет|пише|kirjoitti|написа|yazdı|írta|έγραψε|写道|寫道|wrote the following|va escriure|a scris|пишет)\s*(?:<[^<>]{1,200}>)?[^\n]{0,160}[:：]\s*$/iu
const saidOn =
  /^\s{0,3}(?:(?:on|am|op|le|el|il|em|den|dnia|w dniu|dne|в|at|a|ons|tir|man|tor|fre|lør|søn|mån|tis|lör|sön|понеділок|вівторок|середа|четвер|п.ятниця|субота|неділя|пн|вт|ср|чт|пт|сб|вс|нд|în data)[\s,.]+(?:\p{L}[\p{L}.,]{0,20}\s+){0,3}|\p{L}{2,4}[\s,.]+)?\d{1,4}[\s\p{L}./,:-]/iu
/** "Ada <ada@x> schrieb am …:" */
const nameFirst =
  /^[^<>]{1,80}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s*(?:wrote|schrieb|a écrit|escribi[oó]|ha scritto|escreveu|skrev|schreef|napisał)/iu
/** A date and an address, as Gmail once began a quote without a verb. */
const dateAndAddress = /^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s.{0,120}<\s*[^<>\s]{1,200}@[^<>\s]{1,200}>\s*:?\s*$/u

const startsIntro = (text: string) => saidOn.test(text) || nameFirst.test(text)

/** "On …, somebody wrote:" in one line, or folded over up to three. */
function introducesQuote(lines: readonly Line[], i: number): boolean {
  if (!startsIntro(lines[i]!.text)) return false
  const end = introEnd(lines, i)
  if (end === i) return false
  const next = lines.slice(end, end + 4).find((line) => line.text.trim())
  return !next || isQuoted(next)
}

/** One past the last line of an introduction that starts here; the line itself when none does. */
function introEnd(lines: readonly Line[], i: number): number {
  let joined = ''
  for (let n = 0; n < 4 && i + n < lines.length; n++) {
    const text = lines[i + n]!.text
    if (n > 0 && !text.trim()) return i
    joined = `${joined} ${text.trim()}`
    if (joined.length > 600) return i
    if ((wrote.test(joined) && /\d/.test(joined)) || dateAndAddress.test(joined)) return i + n + 1
  }
  return i
}

/** The first line of the old mail that fills the rest of the text unmarked, as Outlook and phones do it. */
function tailStart(lines: readonly Line[]): number {
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!.text.trim()
    if (isQuoted(lines[i]!) || !text) continue
    if (isDivider(text) || isHeaderBlock(lines, i) || isTopPostedIntro(lines, i)) return i
  }
  return lines.length
}

function isDivider(text: string): boolean {
  if (/^-{2,}\s*on\s.{5,200}\swrote\s*-{2,}$/iu.test(text)) return true
  return /^[-_*=\s]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|original-?nachricht|message d.origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig meddelelse|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|původní zpráva|oryginalna wiadomość|исходное сообщение|пересылаемое сообщение|原始邮件|原始郵件|forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado)\s*[-_*=\s]{2,}$/iu.test(
    text,
  )
}

const fromField =
  /^\W{0,3}(?:from|von|de|da|van|fra|från|od|от|від|lähettäjä|发件人|寄件者|差出人|보낸 사람)\s*\*?\s*[:：]/iu
const otherField =
  /^\W{0,3}(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|objet|à|enviado|fecha|para|asunto|assunto|data|inviato|oggetto|a|verzonden|aan|onderwerp|sendt|dato|til|emne|skickat|till|ämne|wysłano|do|temat|отправлено|дата|кому|тема|надіслано|发送时间|收件人|主题|日期|reply-to|lähetetty|aihe)\s*\*?\s*[:：]/iu

/** Outlook's block: a From line and at least two more fields within the next six lines. */
function isHeaderBlock(lines: readonly Line[], i: number): boolean {
  const start = /^[_-]{5,}$/.test(lines[i]!.text.trim()) ? i + 1 : i
  const first = lines[start]?.text
  if (!first || !fromField.test(first)) return false
  const block = lines.slice(start + 1, start + 7).filter((line) => otherField.test(line.text))
  return block.length >= 2
}

/** An introduction whose quote is not marked: the next words are not quoted, and neither is anything behind. */
function isTopPostedIntro(lines: readonly Line[], i: number): boolean {
  if (!startsIntro(lines[i]!.text)) return false
  const end = introEnd(lines, i)
  if (end === i) return false
  return !lines.slice(end, end + 200).some(isQuoted)
}

const signatureLines = 12
const sentFrom =
  /^(?:sent (?:from|via|with|using)|get \[?outlook|envoyé (?:depuis|de|à partir)|von meinem|gesendet (?:von|mit)|diese nachricht wurde|sendt fra|skickat från|lähetetty|enviado (?:desde|do)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|wysłan[eo] z|отправлено (?:с|из)|надіслано з|from my|someone from mobile)\b.{0,160}$/iu

/** A signature below its mark, and what phones add, fold as well: at the end of the visible words only. */
function foldSignature(lines: readonly Line[], folded: boolean[]) {
  const visible = [...lines.keys()].filter((i) => !folded[i] && lines[i]!.text.trim())
  const mark = visible.findIndex((i) => /^--\s*$/.test(lines[i]!.text))
  const end = mark > 0 && visible.length - mark <= signatureLines ? mark : visible.length
  for (const i of visible.slice(end)) folded[i] = true
  for (let n = end - 1; n > 0 && sentFrom.test(lines[visible[n]!]!.text.trim()); n--) folded[visible[n]!] = true
}

/** Blank lines between folded ones, and behind the last at the end, fold with them. */
function fillGaps(lines: readonly Line[], folded: boolean[]) {
  let last = -1
  for (let i = 0; i < lines.length; i++) {
    if (folded[i]) {
      if (last >= 0) for (let j = last + 1; j < i; j++) folded[j] = true
      last = i
    } else if (lines[i]!.text.trim()) last = -1
  }
  if (last >= 0) folded.fill(true, last + 1)
}

function ranges(lines: readonly Line[], folded: readonly boolean[], length: number): number[] {
  const out: number[] = []
  for (let i = 0; i < lines.length; i++) {
    if (!folded[i] || (i > 0 && folded[i - 1])) continue
    let end = i
    while (end + 1 < lines.length && folded[end + 1]) end += 1
    out.push(lines[i]!.start, end === lines.length - 1 ? length : lines[end]!.end)
  }
  return out
}
