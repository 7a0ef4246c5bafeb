import type { ReportReason } from '../src/mail/report.ts'
import { phrases } from './bounces-phrases.ts'
import type { Reply } from './bounces-status.ts'
import { isTelling } from './bounces-status.ts'

/** IANA's registry of enhanced status codes, subject and detail without the class (RFC 3463, 3886, 7372, 7505, 8460). */
const byStatus: Readonly<Record<string, ReportReason>> = {
  ...{
    '1.0': 'unknownUser',
    '1.1': 'unknownUser',
    '1.2': 'unknownHost',
    '1.3': 'unknownUser',
    '1.4': 'unknownUser',
    '1.6': 'moved',
  },
  ...{ '1.7': 'sender', '1.8': 'sender', '1.9': 'network', '1.10': 'unknownUser' },
  ...{ '2.0': 'refused', '2.1': 'disabled', '2.2': 'full', '2.3': 'tooBig', '2.4': 'system' },
  ...{ '3.0': 'system', '3.1': 'full', '3.2': 'noMail', '3.3': 'protocol', '3.4': 'tooBig', '3.5': 'system' },
  ...{ '4.0': 'network', '4.1': 'expired', '4.2': 'expired', '4.3': 'network', '4.4': 'unknownHost', '4.5': 'system' },
  ...{ '4.6': 'network', '4.7': 'expired', '5.0': 'protocol', '5.1': 'protocol', '5.2': 'protocol', '5.3': 'rate' },
  ...{ '5.4': 'protocol', '5.5': 'protocol', '5.6': 'authentication', '6.0': 'content', '6.1': 'content' },
  ...{ '6.2': 'content', '6.3': 'content', '6.4': 'content', '6.5': 'content', '6.6': 'content', '6.7': 'content' },
  ...{ '6.8': 'content', '6.9': 'content', '6.10': 'content', '7.0': 'policy', '7.1': 'policy', '7.2': 'policy' },
  ...{ '7.3': 'policy', '7.4': 'policy', '7.5': 'policy', '7.6': 'policy', '7.7': 'policy', '7.8': 'authentication' },
  ...{
    '7.9': 'authentication',
    '7.13': 'disabled',
    '7.14': 'policy',
    '7.15': 'rate',
    '7.16': 'rate',
    '7.17': 'policy',
  },
  ...{ '7.18': 'policy', '7.20': 'authentication', '7.21': 'authentication', '7.22': 'authentication' },
  ...{ '7.23': 'authentication', '7.24': 'authentication', '7.25': 'reverseName', '7.26': 'authentication' },
  ...{ '7.27': 'sender', '7.28': 'rate', '7.29': 'authentication' },
}

/** Where nothing but an SMTP reply is told (RFC 5321 4.2.3, RFC 7504). */
const byCode: Readonly<Record<string, ReportReason>> = {
  ...{ 421: 'network', 450: 'refused', 451: 'system', 452: 'full', 454: 'system' },
  ...{ 500: 'protocol', 501: 'protocol', 502: 'protocol', 503: 'protocol', 504: 'protocol', 521: 'noMail' },
  ...{ 523: 'tooBig', 525: 'disabled', 530: 'authentication', 535: 'authentication', 550: 'refused', 551: 'moved' },
  ...{ 552: 'full', 553: 'refused', 554: 'refused', 555: 'protocol', 556: 'noMail' },
}

/** What PowerMTA, which bulk senders use, writes beside the status: it read the refusal for us. */
const byCategory: Readonly<Record<string, ReportReason>> = {
  ...{
    'bad-mailbox': 'unknownUser',
    'inactive-mailbox': 'disabled',
    'quota-issues': 'full',
    'bad-domain': 'unknownHost',
  },
  ...{
    'message-expired': 'expired',
    'invalid-sender': 'sender',
    'relaying-issues': 'relaying',
    'virus-related': 'virus',
  },
}

export function reasonOfCategory(category = ''): ReportReason | undefined {
  const name = category.trim().toLowerCase()
  return Object.hasOwn(byCategory, name) ? byCategory[name] : undefined
}

/**
 * Why a server refused, by the words that stand nearest to the refusal, then the enhanced status, then the reply code.
 * `texts` come in that order.
 */
export function reasonOf(texts: readonly string[], reply: Reply): ReportReason {
  for (const text of texts) {
    const said = text && wordedReason(squeezed(text), reply)
    if (said) return said
  }
  const { code, status, command } = reply
  return byStatusCode(status) ?? (command === 'CONNECT' && code ? 'blocked' : undefined) ?? byCode[code] ?? 'unknown'
}

/**
 * By known phrases. "User unknown" is also what filters say: without a status that confirms it, or RCPT as what was
 * refused, it proves nothing.
 */
function wordedReason(words: string, { status, command }: Reply): ReportReason | undefined {
  const said = phrases.find(([, pattern]) => pattern.test(words))?.[0]
  const told = byStatusCode(status)
  if (said === 'disabled' && told === 'unknownUser') return told
  if (told && (said === 'refused' || said === 'policy' || said === 'system')) return told
  if (said !== 'unknownUser' || told === 'unknownUser' || !stock.test(words)) return said
  const confirmed = command !== 'DATA' && (command === 'RCPT' || addressed.test(words))
  return confirmed ? said : 'refused'
}

/** Details of the subject "address" beyond the registry are some vendor's words for "no such address". */
function byStatusCode(status: string): ReportReason | undefined {
  if (!isTelling(status)) return undefined
  return byStatus[status.slice(2)] ?? (/^5\.1\.\d\d/.test(status) ? 'unknownUser' : undefined)
}

const stock = /user:? unknown|unknown user|no such user/
/** A refused RCPT is answered with its address in front. */
const addressed = /<@>: user unknown/

/** True for reasons that no later try will change: there is nobody at that address. */
export function isHard(reason: ReportReason): boolean {
  return reason === 'unknownUser' || reason === 'unknownHost' || reason === 'noMail' || reason === 'moved'
}

const longest = 2000

/** One line without addresses, and without the repeated codes of a reply of several lines, which split its phrases. */
function squeezed(text: string): string {
  return text
    .slice(0, longest)
    .replace(/(?:^|\s)[45]\d\d-(?:\s?[45]\.\d\.\d{1,3})?/g, ' ')
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?/g, (found) => (found.startsWith('<') ? '<@>' : '@'))
    .replace(/[\s_]+/g, ' ')
    .toLowerCase()
}
