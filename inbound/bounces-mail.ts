import type { MailReport } from '../src/mail/report.ts'
import { readReport } from './bounces.ts'
import type { Headers } from './headers.ts'
import type { ParsedMail } from './parsed.ts'

type Bytes = Readonly<{ headers: Headers; body: Buffer; mailFrom: string | null }>

/**
 * The mail with what it reports. A human who forwards a bounce asks about it: only what a program wrote is a report.
 */
export function withReport(mail: ParsedMail, { headers, body, mailFrom }: Bytes): ParsedMail {
  const report = mail.automatic === null ? null : readReport(headers, body, mailFrom)
  return report ? { ...mail, report, automatic: kindOf(report) } : mail
}

function kindOf({ kind, recipients, feedback }: MailReport): string {
  if (kind === 'complaint') return feedback === 'opt-out' ? 'a wish for no more mail' : 'a complaint about junk'
  if (kind === 'receipt') return 'a receipt'
  return recipients.some((one) => one.action === 'failed') ? 'a bounce' : 'a notice of delay'
}
