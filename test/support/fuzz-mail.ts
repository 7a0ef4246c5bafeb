import fc from 'fast-check'
import { parse } from '../../inbound/parse.ts'
import type { Parsed } from '../../inbound/parsed.ts'

/** A mail may take so long, in ms, on a busy machine; the reader's own deadline is ten seconds. */
const deadline = 5_000

const odd = fc.constantFrom(
  '',
  ' ',
  '\t',
  ';',
  '"',
  '\\',
  '<',
  '>',
  '@',
  '(',
  ')',
  ',',
  ':',
  '=',
  '\0',
  '\r',
  '\n',
  '\x80',
  '\xff',
  '=?',
  '?=',
  '--',
)
const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  odd,
  fc.constantFrom('a@x.example', '=?utf-8?q?=C3=BC?=', '<a@b>', '=?x?b?////?='),
)
const words = fc.array(word, { maxLength: 8 }).map((list) => list.join(''))
const lineEnd = fc.oneof(
  { weight: 12, arbitrary: fc.constant('\r\n') },
  fc.constantFrom('\n', '\r', '\r\r\n', '\n\r', '\r\n '),
)
const names = [
  'From',
  'To',
  'Cc',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'References',
  'In-Reply-To',
  'Received',
  'Auto-Submitted',
  'Content-Disposition',
  'Content-ID',
  '__proto__',
  'X-A',
  'MIME-Version',
]
const field = fc.tuple(fc.oneof(fc.constantFrom(...names), word), words).map(([name, value]) => `${name}: ${value}`)
const charset = fc.constantFrom(
  'utf-8',
  'utf-7',
  'iso-2022-jp',
  'gb2312',
  'ks_c_5601-1987',
  'x-unknown',
  '"',
  'utf-16',
  'cp850',
  '\0',
)
const encoding = fc.constantFrom('7bit', '8bit', 'base64', 'quoted-printable', 'x-uuencode', 'BASE64 ', '=')
const leafType = fc.constantFrom(
  'text/plain',
  'text/html',
  'text/plain; format=flowed; delsp=yes',
  'text/calendar',
  'application/ms-tnef',
  'application/pkcs7-mime',
  'message/rfc822',
  'message/delivery-status',
  'image/png',
  'text',
  '/',
  '',
)
const html = fc
  .array(
    fc.constantFrom(
      '<p>',
      '</p>',
      '<blockquote>',
      '<!--',
      '-->',
      '<img src=cid:a>',
      '<svg>',
      '<style>',
      '&#x41;',
      '&#99999999;',
      '<',
      'words ',
      '<table><tr><td>',
      '</div>',
    ),
    { maxLength: 20 },
  )
  .map((list) => list.join(''))
const calendar = fc
  .array(
    fc.constantFrom(
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'END:VCALENDAR',
      'DTSTART;TZID=Europe/Vienna:20260329T023000',
      'DTSTART:20269999T999999Z',
      'SUMMARY:x\\,',
      'ORGANIZER;CN=":',
      ' folded',
      ':',
    ),
    { maxLength: 15 },
  )
  .map((list) => list.join('\r\n'))
const quotes = fc
  .array(
    fc.constantFrom(
      '> old',
      '>> older',
      'On 1 Jan 2026, a wrote:',
      '-----Original Message-----',
      'From: a',
      'Sent: b',
      '-- ',
      'new',
      '',
      '-----BEGIN PGP MESSAGE-----',
    ),
    { maxLength: 15 },
  )
  .map((list) => list.join('\r\n'))
const binary = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
/** Beginnings of winmail.dat and of a signed message, with anything behind. */
const container = fc
  .tuple(
    fc.constantFrom('\x78\x9f\x3e\x22\0\0', '\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80'),
    binary,
  )
  .map(([head, rest]) => head + rest)
const content = fc.oneof(
  words,
  html,
  calendar,
  quotes,
  binary,
  container,
  container.map((text) => Buffer.from(text, 'latin1').toString('base64')),
)

const leaf = fc
  .record({ type: leafType, charset, encoding, fields: fc.array(field, { maxLength: 3 }), content, end: lineEnd })
  .map(({ type, charset, encoding, fields, content, end }) =>
    [
      `Content-Type: ${type}; charset=${charset}`,
      `Content-Transfer-Encoding: ${encoding}`,
      ...fields,
      '',
      content,
    ].join(end),
  )

const { part } = fc.letrec<{ part: string; multipart: string }>((tie) => ({
  part: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('multipart')),
  multipart: fc
    .record({
      kind: fc.constantFrom('mixed', 'alternative', 'related', 'signed', 'report', 'encrypted', ''),
      boundary: fc.constantFrom('a', 'b', 'a b', '', '=', '--'),
      parts: fc.array(tie('part'), { maxLength: 4 }),
      end: lineEnd,
      closed: fc.boolean(),
    })
    .map(({ kind, boundary, parts, end, closed }) =>
      [
        `Content-Type: multipart/${kind}; boundary="${boundary}"`,
        '',
        ...parts.flatMap((one) => [`--${boundary}`, one]),
        ...(closed ? [`--${boundary}--`] : []),
      ].join(end),
    ),
}))

const written = fc
  .tuple(fc.array(field, { maxLength: 12 }), part, lineEnd)
  .map(([fields, body, end]) => Buffer.from([...fields, body].join(end), 'latin1'))

type Change = Readonly<{ at: number; kind: 'byte' | 'cut' | 'twice' | 'drop'; byte: number; length: number }>
const change = fc.record<Change>({
  at: fc.nat(5000),
  kind: fc.constantFrom('byte', 'cut', 'twice', 'drop'),
  byte: fc.nat(255),
  length: fc.nat(40),
})

/** Mails as programs write them, and as broken programs and attackers do: built by a grammar, then damaged byte by byte. */
export const anyMail: fc.Arbitrary<Buffer> = fc
  .tuple(written, fc.array(change, { maxLength: 6 }))
  .map(([mail, changes]) => changes.reduce(damage, mail))

function damage(mail: Buffer, { at, kind, byte, length }: Change): Buffer {
  const from = mail.length === 0 ? 0 : at % mail.length
  const [head, middle, tail] = [
    mail.subarray(0, from),
    mail.subarray(from, from + length),
    mail.subarray(from + length),
  ]
  if (kind === 'cut') return head
  if (kind === 'drop') return Buffer.concat([head, tail])
  if (kind === 'twice') return Buffer.concat([head, middle, middle, tail])
  return Buffer.concat([head, Buffer.of(byte), mail.subarray(from + 1)])
}

/** Reads a mail and throws where that fails, takes too long, or gives what the database or a page cannot hold. */
export async function readsWell(raw: Buffer): Promise<void> {
  const start = performance.now()
  const parsed = await parse({ raw, mailFrom: 'a@x.example', receivedAt: new Date('2026-03-01T12:00:00Z') })
  const ms = performance.now() - start
  if (ms > deadline) throw new Error(`reading it took ${Math.round(ms)} ms`)
  check(parsed)
}

function check({ mail, trouble }: Parsed) {
  const said = JSON.stringify({
    ...mail,
    attachments: mail.attachments.map(({ bytes: _bytes, ...rest }) => rest),
    trouble,
  })
  if (said.includes('\\u0000')) throw new Error('a NUL is left')
  if (/\\ud[89a-f][0-9a-f]{2}/i.test(said)) throw new Error('half a character is left')
  if (!mail.messageId) throw new Error('it has no id')
  if (mail.fingerprint.length !== 32) throw new Error('it has no fingerprint')
  for (const { filename, contentType } of mail.attachments)
    if (!filename || /[/\\\p{Cc}]/u.test(filename) || !/^[^\s/]+\/[^\s/]+$/.test(contentType))
      throw new Error(`a file is called ${JSON.stringify(filename)}`)
  for (let i = 1; i < mail.folds.length; i++)
    if (mail.folds[i]! <= mail.folds[i - 1]! || mail.folds[i]! > mail.text.length)
      throw new Error(`its folds are ${mail.folds}`)
}
