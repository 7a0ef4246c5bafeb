import { expect, test } from 'vitest'
import { asksForSilence, automaticReason } from '../../inbound/automatic.ts'
import { readHeaders } from '../../inbound/headers.ts'

const usual = 'From: Ada <ada@customer.example>\r\nTo: support@shop.test\r\n'
const reason = (lines: string, mailFrom: string | null = 'ada@customer.example', from = 'ada@customer.example') =>
  automaticReason(readHeaders(Buffer.from(`${lines}\r\n`)), mailFrom, from)

test('each sign that only programs bear is enough', () => {
  for (const line of [
    'Auto-Submitted: auto-generated',
    'Auto-Submitted: auto-replied (vacation)',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    'Precedence: bulk',
    'Precedence: auto_reply',
    'List-Id: <news.shop.example>',
    'List-Unsubscribe: <https://news.example/out>',
    'X-Autoreply: yes',
    'X-FC-MachineGenerated: true',
    'X-Loop: somebody',
  ])
    expect(reason(usual + line), line).not.toBeNull()
  expect(reason(usual, '')).toBe('sent without a return address')
  expect(reason(usual, null)).toBeNull()
  for (const local of ['mailer-daemon', 'postmaster', 'noreply', 'no-reply', 'do_not_reply', 'nicht-antworten'])
    expect(reason(usual, 'x@y.example', `${local}@shop.example`), local).toBe(`from ${local}`)
})

test('what human mail bears as well proves nothing', () => {
  for (const line of [
    'X-Auto-Response-Suppress: DR, OOF, AutoReply',
    'Auto-Submitted: no',
    'Subject: Out of office hours: when are you open?',
    'Subject: Automatische Antwort?',
    'X-Autoreply: no',
  ])
    expect(reason(usual + line), line).toBeNull()
})

test('a mail that asks for silence is a human’s, and is not answered by a program', () => {
  const headers = readHeaders(Buffer.from('X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n'))
  expect(asksForSilence(headers)).toBe(true)
  expect(asksForSilence(readHeaders(Buffer.from('X-Auto-Response-Suppress: None\r\n')))).toBe(false)
})

test('an absence notice is known by its subject in many languages, when it answers a mail', () => {
  for (const subject of [
    'Out of Office: Your order',
    'Automatic reply: Your order',
    'Abwesenheitsnotiz: Ihre Bestellung',
    'Réponse automatique : votre commande',
    'Respuesta automática: pedido',
    'Fuori sede: ordine',
    'Automatisch antwoord: bestelling',
    'Autosvar: din ordre',
    'Автоматический ответ: заказ',
    '自動応答: ご注文',
    '自动回复：订单',
  ])
    expect(reason(`${usual}Subject: ${subject}\r\nIn-Reply-To: <a@shop.test>`), subject).not.toBeNull()
})

test('mail to a group that is the mailbox was written by somebody', () => {
  const group = 'List-Id: <support.shop.test>\r\nPrecedence: list\r\nList-Unsubscribe: <mailto:x@shop.test>'
  expect(reason(usual + group)).toBeNull()
  expect(reason(`${usual}List-Id: <news.other.example>\r\nList-Post: <mailto:news@other.example>`)).not.toBeNull()
})

test('a contact form that writes as no-reply, with its writer in Reply-To, is a human’s mail', () => {
  const from = 'noreply@shop.example'
  expect(reason(`${usual}Reply-To: Ada <ada@customer.example>`, 'x@shop.example', from)).toBeNull()
  expect(reason(`${usual}Reply-To: no-reply@shop.example`, 'x@shop.example', from)).not.toBeNull()
})
