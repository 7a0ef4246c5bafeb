import { expect, test } from 'vitest'
import { readReport } from '../../inbound/bounces.ts'
import { headerEnd, readHeaders } from '../../inbound/headers.ts'
import { processorTime } from '../support/loop.ts'

function read(lines: readonly string[], mailFrom: string | null = '') {
  const raw = Buffer.from(lines.join('\r\n'))
  const { end, body } = headerEnd(raw)
  return readReport(readHeaders(raw.subarray(0, end)), raw.subarray(body), mailFrom)
}

const daemon = ['From: MAILER-DAEMON@mx.example', 'To: shop@shop.example', 'Subject: Returned mail: failure notice']
const notice = (...words: string[]) =>
  read([
    ...daemon,
    '',
    ...words,
    '',
    '--- Below this line is a copy of the message.',
    '',
    'Message-ID: <a@shop.example>',
    'To: ada@customer.example',
    '',
    'Hello',
  ])
const first = (report: ReturnType<typeof read>) => report?.recipients[0]

test('the words of many servers tell what failed, for whom, and what it returns', () => {
  const cases: readonly [string[], string, string, boolean][] = [
    [
      [
        '<ada@customer.example>:',
        '192.0.2.1 does not like recipient.',
        'Remote host said: 550 5.1.1 unknown recipient',
      ],
      'unknownUser',
      '5.1.1',
      true,
    ],
    [
      [
        'ada@customer.example',
        '  host mx.customer.example [192.0.2.1]',
        '  SMTP error from remote mail server after RCPT TO:<ada@customer.example>:',
        '  552 5.2.2 over quota',
      ],
      'full',
      '5.2.2',
      false,
    ],
    [['<ada@customer.example>: Host or domain name not found.'], 'unknownHost', '5.0.0', true],
    [
      ['<ada@customer.example>: host mx said: 554 5.7.1 blocked using a blacklist (in reply to RCPT TO command)'],
      'blocked',
      '5.7.1',
      false,
    ],
    [['<ada@customer.example>: 450 4.2.0 greylisted, try again'], 'blocked', '4.2.0', false],
    [
      ['Your message could not be delivered to <ada@customer.example>: delivery time expired'],
      'expired',
      '5.0.0',
      false,
    ],
    [['<ada@customer.example>: 550 5.7.26 the DMARC policy of shop.example'], 'authentication', '5.7.26', false],
  ]
  for (const [words, reason, status, hard] of cases) {
    const report = notice(...words)
    expect(report?.originalIds, words.join()).toEqual(['a@shop.example'])
    expect(first(report), words.join()).toMatchObject({
      address: 'ada@customer.example',
      action: 'failed',
      reason,
      status,
      hard,
    })
  }
})

test('“user unknown” said only of the whole mail is no proof against the address', () => {
  const said = (when: string) =>
    first(notice(`<ada@customer.example>: host mx said: 550 user unknown (in reply to ${when} command)`))
  expect(said('RCPT TO')).toMatchObject({ reason: 'unknownUser', hard: true })
  expect(said('end of DATA')).toMatchObject({ reason: 'refused', hard: false })
})

test('what was refused at RCPT, or under a status of addresses, is the address', () => {
  const said = (words: string) => first(notice(`<ada@customer.example>: host mx said: ${words}`))
  const hard = { reason: 'unknownUser', hard: true }
  expect(said('550 unknown user (error following RCPT command)')).toMatchObject(hard)
  expect(said('550 5.1.0 User unknown')).toMatchObject(hard)
  expect(said('550 5.1.0 Address rejected')).toMatchObject(hard)
  expect(said('550 5.4.1 Recipient address rejected: Access denied')).toMatchObject(hard)
  expect(said('550 ada is not a valid mailbox')).toMatchObject(hard)
  expect(said('550 5.1.0 Sender address rejected')).toMatchObject({ reason: 'sender', hard: false })
  expect(said('550 5.2.1 User unknown')).toMatchObject({ hard: false })
})

const blocks = (...lines: string[]) =>
  read([
    ...daemon,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    'A report.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    ...lines,
    '--b--',
    '',
  ])

test('each recipient has a block of its own, in whatever order its fields come', () => {
  const report = blocks(
    ...[
      'Final-Recipient: rfc822; a@x.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 no mailbox here',
      '',
    ],
    ...['Action: delayed', 'Status: 4.4.1', 'Final-Recipient: rfc822; b@x.example', ''],
    ...['Final-Recipient: rfc822; c@x.example', 'Action: delivered', 'Status: 2.0.0', ''],
  )
  expect(report?.recipients.map(({ address, action, status, hard }) => [address, action, status, hard])).toEqual([
    ['a@x.example', 'failed', '5.1.1', true],
    ['b@x.example', 'delayed', '4.4.1', false],
    ['c@x.example', 'delivered', '2.0.0', false],
  ])
})

test('what the other server said counts more than the status that ours made of it', () => {
  const report = blocks(
    'Final-Recipient: rfc822; a@x.example',
    'Action: failed',
    'Status: 5.0.0',
    'Diagnostic-Code: smtp; 550 5.7.1 relaying denied',
    '',
  )
  expect(first(report)).toMatchObject({ status: '5.7.1', reply: '550', reason: 'relaying' })
})

test('what PowerMTA makes of a refusal counts', () => {
  const report = (category: string) =>
    blocks(
      ...['Final-Recipient: rfc822; a@x.example', 'Action: failed', 'Status: 5.2.1'],
      ...['Diagnostic-Code: smtp; 550 5.2.1 Not here', `X-PowerMTA-BounceCategory: ${category}`, ''],
    )
  expect(first(report('bad-mailbox'))).toMatchObject({ reason: 'unknownUser', hard: true })
  expect(first(report('quota-issues'))).toMatchObject({ reason: 'full', hard: false })
  expect(first(report('constructor'))).toMatchObject({ reason: 'disabled', hard: false })
})

test('an absence notice, a newsletter and a human’s mail are no bounces', () => {
  const from = ['From: Ada <ada@customer.example>', 'To: shop@shop.example']
  expect(read([...from, 'Subject: Away', 'Auto-Submitted: auto-replied', '', 'I am away until May.'])).toBeNull()
  expect(read([...from, 'Subject: Delivery', '', 'My parcel was not delivered.'], 'ada@customer.example')).toBeNull()
  expect(read([...from, 'Subject: 550 reasons to buy', '', 'Buy.'], 'news@customer.example')).toBeNull()
})

test('a reading receipt is a receipt', () => {
  const type = 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b'
  const fields = [
    'Final-Recipient: rfc822; ada@customer.example',
    'Original-Message-ID: <a@shop.example>',
    'Disposition: manual-action/MDN-sent-manually; displayed',
  ]
  const report = read([
    'From: ada@customer.example',
    type,
    '',
    '--b',
    '',
    'Read.',
    '--b',
    'Content-Type: message/disposition-notification',
    '',
    ...fields,
    '',
    '--b--',
    '',
  ])
  expect(report).toMatchObject({ kind: 'receipt', originalIds: ['a@shop.example'] })
})

test('hostile reports are read in bounded time, and leave nothing that the database refuses', () => {
  for (const piece of [
    '\n\n ',
    'user is ',
    'a@b ',
    '550-5.1.1 x\n550 ',
    '--x\nContent-Type: a\n',
    'Final-Recipient: rfc822; a@b.c\nAction: failed\n',
    '>',
    '<a@b.c>: \ud800\n',
    'mailbox \0 is ',
  ]) {
    const hostile = [...daemon, '', piece.repeat((300 << 10) / piece.length)]
    const report = read(hostile)
    expect(
      processorTime(() => read(hostile)),
      JSON.stringify(piece),
    ).toBeLessThan(3000)
    expect(JSON.stringify(report)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
    expect(report?.recipients.length ?? 0).toBeLessThanOrEqual(100)
  }
})
