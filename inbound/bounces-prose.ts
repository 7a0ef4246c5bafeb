/** A notice in words: what it says to the sender, and what it returns of his mail. */
export type Notice = Readonly<{ words: string; returned: string }>
/** What a notice says of one recipient. */
export type Passage = Readonly<{ address: string; text: string }>

const divider =
  /^[\s|>*=_-]*(?:\d+\.\s*)?(?:(?:this|below|here|following|enclosed|included|attached) is (?:a |the )?copy|below this line|(?:the )?original[ -](?:message|mail|e-mail)|(?:the )?header of the original|message headers? follow|unsent message|returned (?:message|mail)|message text|(?:the )?(?:rejected|undelivered|undeliverable|bounced|failed) (?:message|e-?mail)\s*(?:follows|:|-|$)|copy of (?:the |your )?(?:original )?message|included is|(?:this|below) (?:is|are) the header|message header|begin(?:ning)? (?:of )?(?:the )?(?:original|returned|message)|start of (?:the )?(?:original|returned)|ursprüngliche nachricht|message d.origine)/i
const fieldOfMail =
  /^(?:received|return-path|x-received|dkim-signature|message-id|delivered-to|mime-version|x-originating-ip)\s*:\s/i

/** Cuts a notice before the mail that it returns. */
export function cutNotice(text: string): Notice {
  const lines = text.split('\n')
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    const starts =
      line.length < 100 && divider.test(line) && !/\b(?:was|were|has been|sent|received|could|cannot)\b/i.test(line)
    if (starts || (fieldOfMail.test(line) && fieldsFollow(lines, i)))
      return { words: lines.slice(0, i).join('\n'), returned: lines.slice(starts ? i + 1 : i).join('\n') }
  }
  return { words: text, returned: '' }
}

function fieldsFollow(lines: readonly string[], i: number): boolean {
  return lines.slice(i + 1, i + 12).filter((line) => /^[\w-]{2,40}:\s/.test(line)).length >= 2
}

const address = /(?:<\s*|\b|(?<=["':;,(\s]))([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})/gu
const ofSender =
  /mail from|envelope-from|from:|sender|reply-to|return-path|contact|postmaster@|mailer-daemon@|abuse@|from .{0,80}\bat\b|message-id|help|support|\burl\b|https?:/i
const ofRecipient =
  /rcpt to|recipient|following address|deliver\w* (?:mail |message |your mail )?to|to:|final|target|address:/i

const passageLines = 100

/** Addresses that a notice names as those that failed, each with what is said of it: from its line to the next one's. */
export function passages(words: string, own: ReadonlySet<string>): Passage[] {
  const lines = words.split('\n')
  const starts = new Map<string, { address: string; at: number }>()
  for (const strictly of [true, false]) {
    if (starts.size > 0) break
    for (const [i, line] of lines.entries()) {
      const found = recipientOf(line, strictly)
      const key = found?.toLowerCase()
      if (key && !own.has(key) && !starts.has(key) && starts.size < 50) starts.set(key, { address: found!, at: i })
    }
  }
  const order = [...starts.values()]
  return order.map(({ address: found, at }, n) => ({
    address: found,
    text: lines.slice(at, Math.min(order[n + 1]?.at ?? lines.length, at + passageLines)).join('\n'),
  }))
}

/** Strictly: the line begins with the address, or says that it is a recipient's. */
function recipientOf(line: string, strictly: boolean): string | undefined {
  if (line.length > 2000 || (ofSender.test(line) && !ofRecipient.test(line))) return undefined
  const found = [...line.slice(0, 1000).matchAll(address)].map((match) => match[1]!)
  if (found.length === 0) return undefined
  const begins = /^[\s*>|•-]*(?:[45]\d\d\s)?<?[\w.!#$%&'*+/=?^`{|}~-]+@/u.test(line)
  return !strictly || begins || ofRecipient.test(line) ? found.at(ofSender.test(line) ? -1 : 0) : undefined
}
