import type { MailReport, RecipientReport } from '../src/mail/report.ts'
import { addressList } from './addresses.ts'
import { blockAction, blockAddress, type RecipientBlock, recipientBlocks } from './bounces-fields.ts'
import { originalOf } from './bounces-original.ts'
import { type ReportPart, reportParts } from './bounces-parts.ts'
import { cutNotice, type Notice, type Passage, passages } from './bounces-prose.ts'
import { isHard, reasonOf, reasonOfCategory } from './bounces-reasons.ts'
import { snsReport } from './bounces-sns.ts'
import { isTelling, readReply, replyText } from './bounces-status.ts'
import { cleanLine } from './charset.ts'
import { complaining, complaintOf, receiptOf } from './complaints.ts'
import { field, type Headers } from './headers.ts'

/**
 * What a mail reports of another mail, if that is what it is for: bounces and delays as RFC 3464 has them or in the
 * words of servers that never read it, receipts (RFC 8098), complaints (RFC 5965). Null for any other mail; those are
 * told by their header alone, so that they cost nothing. Never throws; linear in the first 256 KiB.
 */
export function readReport(headers: Headers, body: Buffer, mailFrom: string | null): MailReport | null {
  const signs = signsOf(headers, mailFrom)
  if (!signs) return null
  const parts = reportParts(headers, body)
  const special = complaintOf(headers, parts) ?? receiptOf(parts) ?? snsReport(parts)
  return sound(special ?? bounceOf({ headers, parts, signs }))
}

type Read = Readonly<{ headers: Headers; parts: readonly ReportPart[]; signs: Signs }>

function bounceOf({ headers, parts, signs }: Read): MailReport | null {
  const notice = noticeOf(parts)
  const original = originalOf(parts, notice)
  const blocks = parts.filter((part) => /^message\/(?:global-)?delivery-status/.test(part.type))
  const told = (blocks.length > 0 ? blocks : [{ text: notice.words }]).flatMap((part) => recipientBlocks(part.text))
  const recipients = told.length > 0 ? fromBlocks(told, notice) : fromWords({ headers, notice, signs, to: original.to })
  if (recipients.length === 0) return null
  const kind = recipients.every((one) => one.action === 'delivered') ? 'receipt' : 'bounce'
  return { kind, recipients, originalIds: original.ids, feedback: null }
}

const mostRecipients = 100

/** As the database takes it: no controls, no half characters, nothing endless. */
function sound(report: MailReport | null): MailReport | null {
  if (!report) return null
  const text = (value: string, length: number) => cleanLine(value).slice(0, length).toWellFormed()
  const recipients = report.recipients.slice(0, mostRecipients).map((one) => ({
    ...one,
    address: text(one.address, 320),
    status: text(one.status, 20),
    diagnostic: text(one.diagnostic, 500),
  }))
  return { ...report, recipients, originalIds: report.originalIds.map((id) => text(id, 998)) }
}

/** `sure`: only a bounce looks so; `maybe`: its words decide. */
type Signs = 'sure' | 'maybe'

const failing =
  /undeliver|deliver(?:y|ed|ing)?\b.*\b(?:fail|status|problem|error|notification|report|delay)|fail(?:ed|ure)\b.*\b(?:deliver|notice|mail|message)|(?:mail|message)\b.*\b(?:fail|delay|error|return)|returned (?:mail|message)|failure|mail system error|non remis|nondeliverable|non-delivery|could not be (?:sent|delivered)|not (?:be )?delivered|bounce|unzustellbar|zustell|nicht zugestellt|échec|no entregad|mancata consegna|não entregue|не доставлено|エラー|配信|送信できません|not (?:a )?member|errors? from/i
const daemon =
  /^(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|mail\.?delivery\.?(?:system|subsystem)?|bounces?|delivery|smtp)$/i

function signsOf(headers: Headers, mailFrom: string | null): Signs | undefined {
  const type = field(headers, 'content-type')
  if (/^multipart\/report\b/i.test(type) || headers.has('x-failed-recipients')) return 'sure'
  const from = field(headers, 'from')
  const local = /([^\s<>"@]+)@/.exec(from)?.[1] ?? from.replace(/[<>"]/g, '').trim()
  const subject = failing.test(field(headers, 'subject').slice(0, 500))
  const nameless = mailFrom === '' || /^<?>?$/.test(field(headers, 'return-path') || 'x') || /MAILER-DAEMON/i.test(from)
  if (daemon.test(local) || /mailer-daemon/i.test(local)) return subject || nameless ? 'sure' : 'maybe'
  if (complaining(headers)) return 'maybe'
  if (nameless || subject || headers.has('x-amz-sns-message-id') || /^SES-|@sns\./.test(from)) return 'maybe'
  return undefined
}

/** The text before the returned mail. */
function noticeOf(parts: readonly ReportPart[]): Notice {
  const first = parts.filter((part) => /^text\/(?:plain|html)$/.test(part.type))
  const until = parts.findIndex((part) => part.type.startsWith('message/') || part.type === 'text/rfc822-headers')
  const before = first.filter((part) => until < 0 || parts.indexOf(part) < until)
  const plain = before.filter((part) => part.type === 'text/plain' && part.text.trim())
  return cutNotice((plain.length > 0 ? plain : before.length > 0 ? before : first).map((part) => part.text).join('\n'))
}

function fromBlocks(blocks: readonly RecipientBlock[], notice: Notice): RecipientReport[] {
  const told = passages(notice.words, new Set())
  return blocks.slice(0, mostRecipients).map((block) => {
    const address = blockAddress(block)
    const passage = blocks.length === 1 ? notice.words : (told.find((one) => same(one.address, address))?.text ?? '')
    const comment = /\(.{3,200}\)/.exec(block.status ?? '')?.[0] ?? ''
    return judge({
      address,
      action: blockAction(block),
      status: block.status ?? '',
      said: block['diagnostic-code'] || comment,
      category: reasonOfCategory(block['x-powermta-bouncecategory']),
      passage,
    })
  })
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

type Spoken = Readonly<{ headers: Headers; notice: Notice; signs: Signs; to: readonly string[] }>

/** A notice without fields for machines: its sentences, where they speak of a failure. */
function fromWords({ headers, notice, signs, to }: Spoken): RecipientReport[] {
  const { words } = notice
  const late = /\bdelay|warning message only|will be retried|still trying/i.test(
    `${field(headers, 'subject')} ${words.slice(0, 4000)}`,
  )
  const gone = /permanent|gave up|giving up|given up|not going to try|aborted|no further/i.test(words)
  const action = late && !gone ? 'delayed' : 'failed'
  const found = failedOnes(headers, words, to)
  const judged = found.map(({ address, text }) => {
    const whole = found.length === 1 ? `${text}\n${words}\n${field(headers, 'subject')}` : text
    return judge({ address, action, status: '', said: text, passage: whole })
  })
  if (headers.has('x-failed-recipients')) return judged
  const failure = speaksOfFailure(headers, words)
  const proven = judged.some(
    (one) => one.reply || isTelling(one.status) || one.reason !== 'unknown' || (one.address && failure),
  )
  return proven && (signs === 'sure' || failure) ? judged : []
}

function speaksOfFailure(headers: Headers, words: string): boolean {
  const sentence =
    /(?:could not|couldn.t|cannot|can.t|unable to|was not|were not|wasn.t able to|not be|failed to|error\S* .{0,40}|did not) (?:be )?(?:deliver|sent|reach|accept)|cannot be delivered|undeliver|permanent(?:ly)? (?:fail|error)|returned to sender|not (?:a )?member|delivery .{0,40}fail|transcript of session/i
  return sentence.test(words) || (failing.test(field(headers, 'subject')) && /\b[45]\d\d[ -]/.test(words))
}

/** The address in the header first, then those that the words name, last whom the returned mail went to. */
function failedOnes(headers: Headers, words: string, to: readonly string[]): Passage[] {
  const own = new Set(
    ['to', 'from', 'cc'].flatMap((name) => addressList(headers, name)).map(({ address }) => address.toLowerCase()),
  )
  const told = passages(words, own)
  const named = field(headers, 'x-failed-recipients')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one.includes('@'))
  if (named.length > 0)
    return named
      .slice(0, 50)
      .map((address) => ({ address, text: told.find((one) => same(one.address, address))?.text ?? words }))
  if (told.length > 0) return told
  return to.length > 0 ? [{ address: to[0]!, text: words }] : [{ address: '', text: words }]
}

type Said = Readonly<{
  address: string
  action: RecipientReport['action']
  status: string
  said: string
  passage: string
  /** What the reporter itself makes of the refusal. */
  category?: RecipientReport['reason'] | undefined
}>

const passageLength = 16 << 10

/** The server's own words count most, then the status field, then the sentences around it. */
function judge({ address, action, status: claimed, said, category, ...around }: Said): RecipientReport {
  const passage = around.passage.slice(0, passageLength)
  const own = readReply(said)
  const beside = readReply(passage)
  const field = /[245]\.\d{1,3}\.\d{1,3}/.exec(claimed)?.[0] ?? ''
  const status = [own.status, field, beside.status].find(isTelling) ?? ''
  const code = own.code || (isTelling(field) && field[0] !== beside.code[0] ? '' : beside.code)
  const reply = { code, status, command: own.command || beside.command }
  const reason =
    action === 'delivered'
      ? 'unknown'
      : (category ?? reasonOf([replyText(said), said, replyText(passage), passage], reply))
  const known = status || field || own.status || beside.status
  return {
    ...{ address, action, reply: code, reason },
    status: known || zeros({ action, code, text: `${said} ${passage}` }),
    hard: action === 'failed' && isHard(reason) && !/^4/.test(known),
    diagnostic: cleanLine(said || passage)
      .replace(/\s+/g, ' ')
      .slice(0, 500),
  }
}

/** The class alone: by the reply, by what was done, by a word. */
function zeros({ action, code, text }: { action: RecipientReport['action']; code: string; text: string }): string {
  if (code) return `${code[0]}.0.0`
  if (action === 'delivered') return '2.0.0'
  if (action === 'delayed') return '4.0.0'
  return /\btemporar(?:y|ily)\b|\bpersistent\b/i.test(text) ? '4.0.0' : '5.0.0'
}
