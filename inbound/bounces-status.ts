/** An SMTP reply that a report repeats: its code, its enhanced status, and what it answered where that is told. */
export type Reply = Readonly<{ code: string; status: string; command: Command | '' }>
export type Command = 'CONNECT' | 'MAIL' | 'RCPT' | 'DATA'

/** RFC 3463: class 2, 4 or 5, a subject below 8, a detail; no part of an IP address or a version. */
const enhanced = /(?<![\d.])([245]\.[0-7]\.\d{1,3})(?![\d.]\d|\d)/g
const replyCode =
  /(?:^|[\s:;[(<>'"=])([45][0-5]\d)(?=$|[\s:,;\-)'"\]])(?!\s*(?:bytes|seconds|minutes|hours|days|kb|mb)\b)/im
const besideReply = /(?:^|[\s:;[(<>'"])[45][0-5]\d[\s-]{1,2}['"(#[]{0,2}([45]\.[0-7]\.\d{1,3})(?![\d.]\d|\d)/im

/** Reads code and status off the words of a server; a status beside its code counts more than one that stands alone. */
export function readReply(text: string): Reply {
  const all = [...text.matchAll(enhanced)].map((match) => match[1]!)
  const beside = besideReply.exec(text)?.[1]
  const status = [beside, all.find(isTelling), all[0]].find((one) => one !== undefined) ?? ''
  return { code: replyCode.exec(text)?.[1] ?? '', status, command: commandOf(text) }
}

/** The words of the first refusal in a longer text: from its code on, to where something else begins. */
export function replyText(text: string): string {
  const match = replyCode.exec(text)
  if (!match) return ''
  const from = text.slice(match.index, match.index + 1000)
  const end = from.slice(5).search(/\n\s*\n|\n\s*>>>|\n\s*<<<|\n\s*[245]\d\d /)
  return end < 0 ? from : from.slice(0, end + 5)
}

/** False for "5.0.0", which says its class and no more. */
export function isTelling(status: string): boolean {
  return /^[245]\.\d+\.\d+$/.test(status) && !/^\d\.0\.0$/.test(status)
}

const commands: readonly (readonly [Command, RegExp])[] = [
  [
    'DATA',
    /in reply to (?:end of )?data|after (?:sending )?(?:end of data|data|text|the message)|for (?:data|text) command|smtp command\s+data|>>> (?:data|\.)|after i sent the message|\[(?:data|eod)\]|(?:to|after) (?:the )?end of (?:message|data)|sent the (?:body|message)/i,
  ],
  ['RCPT', /\brcpt\b|does not like recipient|\[rcpt_to\]/i],
  [
    'MAIL',
    /in reply to mail from|after (?:pipelined )?mail from|for mail command|like our mail|>>> mail|does not like (?:your |the )?sender|\[mail_from\]|smtp command\s+mail/i,
  ],
  [
    'CONNECT',
    /in reply to (?:ehlo|helo)|after (?:initial connection|ehlo|helo|starttls)|server refused to talk|my name was rejected|>>> (?:ehlo|helo)|smtp command\s+(?:ehlo|helo)/i,
  ],
]

/** What the refusal answered; of a transcript the last command before the refusal. */
function commandOf(text: string): Command | '' {
  const refused = text.search(/^[ \t]{0,20}<<<[ \t]{0,5}[45]\d\d/m)
  const before = refused < 0 ? text : text.slice(0, refused)
  const last = [...before.matchAll(/^[ \t]{0,20}>>>[ \t]{0,5}(rcpt|mail|data|ehlo|helo|\.)/gim)]
    .at(-1)?.[1]
    ?.toUpperCase()
  if (last) return last === 'RCPT' || last === 'MAIL' ? last : last === 'DATA' || last === '.' ? 'DATA' : 'CONNECT'
  return commands.find(([, pattern]) => pattern.test(text))?.[0] ?? ''
}
