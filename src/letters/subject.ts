import { oneLine } from './quote.ts'

/** What mail programs put before the subject of an answer, in the languages we know of; `Re[5]:` too. */
const answered =
  /^(?:(?:re|aw|antw|antwort|sv|vs|ref|rif|res|odp|odg|ynt|hv|bls|tr|atb|vá|va|απ|σχετ|ответ|rv|回复|回覆|答复|答覆|回信|返信|返|답장)(?:\s?\[\d{1,3}\]|\^\d{1,3}|\(\d{1,3}\))?\s?[:：]\s*)+/iu

/** The subject of an answer: that of the mail answered, with one `Re: ` whatever stood before it. */
export function answerSubject(subject: string): string {
  return `Re: ${bareSubject(subject)}`.trimEnd()
}

/** The subject without any marks of an answer, in one line of at most 900 characters. */
export function bareSubject(subject: string): string {
  return oneLine(subject).replace(answered, '').slice(0, 900).trim()
}
