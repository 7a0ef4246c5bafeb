import type { MailReport, RecipientReport } from '../src/mail/report.ts'
import type { ReportPart } from './bounces-parts.ts'
import { isHard, reasonOf } from './bounces-reasons.ts'
import { isTelling, readReply } from './bounces-status.ts'
import { cleanLine } from './charset.ts'

/** A bounce, complaint or delivery that a sending service reports as JSON, in a mail of its notification service. */
export function snsReport(parts: readonly ReportPart[]): MailReport | undefined {
  const text = parts.find(({ type }) => type === 'text/plain')?.text.trimStart() ?? ''
  if (!/^\{\s*"(?:notificationType|eventType|Type)"/.test(text)) return undefined
  const message = asRecord(jsonOf(text))
  const inner = typeof message.Message === 'string' ? asRecord(jsonOf(message.Message)) : message
  const id = asRecord(inner.mail).messageId
  const originalIds = typeof id === 'string' ? [cleanLine(id).slice(0, 998)] : []
  switch (String(inner.notificationType ?? inner.eventType)) {
    case 'Bounce':
      return { kind: 'bounce', recipients: bounced(asRecord(inner.bounce)), originalIds, feedback: null }
    case 'Complaint':
      return { kind: 'complaint', recipients: complained(asRecord(inner.complaint)), originalIds, feedback: 'abuse' }
    case 'Delivery':
      return { kind: 'receipt', recipients: delivered(asRecord(inner.delivery)), originalIds, feedback: null }
    default:
      return undefined
  }
}

function bounced(bounce: Record<string, unknown>): RecipientReport[] {
  return list(bounce.bouncedRecipients).map((one) => {
    const diagnostic = text(one.diagnosticCode)
    const reply = readReply(diagnostic)
    const status = isTelling(reply.status) ? reply.status : text(one.status) || reply.status
    const reason = reasonOf([diagnostic], { ...reply, status })
    const soft = text(bounce.bounceType) === 'Transient'
    return {
      ...{ address: text(one.emailAddress), action: 'failed', status: status || (soft ? '4.0.0' : '5.0.0') },
      ...{ reply: reply.code, reason, hard: isHard(reason) && !soft, diagnostic },
    }
  })
}

function complained(complaint: Record<string, unknown>): RecipientReport[] {
  return list(complaint.complainedRecipients).map((one) => arrived(text(one.emailAddress), ''))
}

function delivered(delivery: Record<string, unknown>): RecipientReport[] {
  const recipients = Array.isArray(delivery.recipients) ? delivery.recipients : []
  return recipients.slice(0, most).map((one) => arrived(text(one), text(delivery.smtpResponse)))
}

function arrived(address: string, diagnostic: string): RecipientReport {
  const code = /^2\d\d/.exec(diagnostic)?.[0] ?? ''
  return {
    ...{ address, action: 'delivered', status: readReply(diagnostic).status, reply: code },
    ...{ reason: 'unknown', hard: false, diagnostic },
  }
}

const most = 50

/** The JSON may be followed by a footer, and gateways break its lines anywhere. */
function jsonOf(source: string): unknown {
  const footer = source.search(/\n--\s*\n/)
  const body = (footer < 0 ? source : source.slice(0, footer)).replace(/\n[ \t]?/g, '')
  try {
    return JSON.parse(body.slice(0, body.lastIndexOf('}') + 1))
  } catch {
    return undefined
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

const list = (value: unknown) => (Array.isArray(value) ? value.slice(0, most).map(asRecord) : [])
const text = (value: unknown) => (typeof value === 'string' ? cleanLine(value).slice(0, 500) : '')
