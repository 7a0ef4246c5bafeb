import { expect, test } from 'vitest'
import { parse } from '../../inbound/parse.ts'

const receivedAt = new Date('2026-03-01T12:00:00Z')
const read = (raw: string | Buffer, mailFrom: string | null = 'a@x.example') =>
  parse({ raw: Buffer.isBuffer(raw) ? raw : Buffer.from(raw.replace(/\r?\n/g, '\r\n')), mailFrom, receivedAt })
const mail = async (raw: string | Buffer) => (await read(raw)).mail

test('two From fields, two addresses or a comment inside one are no identity', async () => {
  const certain = async (from: string) => (await mail(`From: ${from}\n\nx`)).fromCertain
  for (const from of [
    'Ada <ada@x.example>',
    'ada@x.example',
    'ada@x.example (Ada)',
    '"a@y.example" <ada@x.example>',
    'Ü <ü@bücher.example>',
  ])
    expect(await certain(from), from).toBe(true)
  for (const from of [
    'a@x.example\nFrom: b@x.example',
    'a@x.example(y)evil.example',
    '<a@x.example> <b@x.example>',
    'a@x.example, b@x.example',
    '"a@x.example"@y.example',
    '=?utf-8?q?a=40x.example?=@y.example',
    '=?utf-8?q?a=40x.example?=',
    'friends:;',
    '',
  ])
    expect(await certain(from), from).toBe(false)
})

test('a mail without From is its envelope sender’s, and nobody’s from the null sender', async () => {
  const bare = 'Subject: from a script\n\nx'
  expect((await read(bare, 'Ada@x.example')).mail).toMatchObject({
    from: { address: 'Ada@x.example' },
    fromCertain: true,
  })
  expect((await read(bare, '')).mail).toMatchObject({ from: { address: '' }, fromCertain: false })
  expect((await read(bare, 'a@x.example> <b@y.example')).mail.fromCertain).toBe(false)
})

test('ids are read from the raw header whatever stands between them', async () => {
  const parsed = await mail(
    'Message-ID: <Own@x>\nIn-Reply-To: your mail of Monday <a@x> <b\n @x>\nReferences: <r1@a><r2@a>, <r3@a>\n\nx',
  )
  expect(parsed).toMatchObject({ messageId: 'Own@x', inReplyTo: ['a@x', 'b@x'], references: ['r1@a', 'r2@a', 'r3@a'] })
})

test('a mail without an id gets one from its bytes, the same each time', async () => {
  const [one, two] = await Promise.all([mail('Subject: a\n\nx'), mail('Subject: a\n\nx')])
  expect(one.messageId).toMatch(/^[0-9a-f]{64}@missing\.local$/)
  expect(two).toEqual(one)
})

test('a date in the future or none is no date', async () => {
  expect((await mail('Date: Mon, 1 Jan 2035 00:00:00 +0000\n\nx')).date).toBeNull()
  expect((await mail('Date: yesterday, or so\n\nx')).date).toBeNull()
  expect((await mail('Date: Sat, 28 Feb 2026 23:00:00 -0100 (AZOT)\n\nx')).date).toEqual(
    new Date('2026-03-01T00:00:00Z'),
  )
})

test('a wrong, unknown or missing charset still gives readable text', async () => {
  const body = (charset: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`Content-Type: text/plain${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`), bytes])
  const latin = Buffer.from('größer', 'latin1')
  for (const charset of ['', '; charset=utf-8', '; charset=us-ascii', '; charset=x-nonsense', '; charset=iso-8859-1'])
    expect((await mail(body(charset, latin))).text).toBe('größer')
  expect((await mail(body('; charset=us-ascii', Buffer.from('größer')))).text).toBe('größer')
  expect((await mail(body('; charset=gb2312', Buffer.from([0xc4, 0xe3, 0xba, 0xc3])))).text).toBe('你好')
  expect((await mail(body('; charset=iso-2022-jp', Buffer.from('\u001b$B$3$s\u001b(B', 'latin1')))).text).toBe('こん')
})

test('encoded words split inside a character are joined', async () => {
  const parsed = await mail('Subject: =?utf-8?B?w7w=?= =?utf-8?Q?_=C3?=\n =?utf-8?Q?=A4?= =?iso-8859-1?q?=F6?= x\n\n')
  expect(parsed.subject).toBe('ü äö x')
})

test('no NUL, control or half character reaches the desk', async () => {
  const raw =
    'From: =?utf-8?q?a=00b?= <a@x.example>\nSubject: =?utf-8?q?a=00b=0D=0ABcc:_x=E2=80=A8y?=\nMessage-ID: <a\u0000b@x>\n\na\u0000b\u0007c'
  const parsed = await mail(raw)
  expect(parsed).toMatchObject({ subject: 'a b Bcc: x y', from: { name: 'a b' }, text: 'abc' })
  expect(JSON.stringify(parsed)).not.toMatch(/\\u0000/)
})

test('text comes from HTML where there is no other, quotes as quotes', async () => {
  const html =
    '<head><style>p{}</style></head><p>Hello &amp; good&nbsp;day,<br>Ada</p><blockquote><p>old <b>words</b></p></blockquote><script>x()</script>1 < 2'
  const parsed = await mail(`Content-Type: text/html\n\n${html}`)
  expect(parsed.text).toBe('Hello & good day,\nAda\n\n> old words\n\n1 < 2')
  expect(parsed.html).toContain('<blockquote>')
})

test('a mail inside the mail is one attachment', async () => {
  const inner = 'From: inner@x.example\nSubject: inner\nMessage-ID: <inner@x>\n\nInner words.'
  const parsed = await mail(
    `From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nOuter words.\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b--\n`,
  )
  expect(parsed).toMatchObject({ subject: '', from: { address: 'a@x.example' } })
  expect(parsed.text.trim()).toBe('Outer words.')
  expect(parsed.attachments).toMatchObject([{ filename: 'message.eml', contentType: 'message/rfc822' }])
  expect(parsed.attachments[0]!.bytes.toString()).toContain('Inner words.')
})

test('file names lose paths, direction marks and device names', async () => {
  const name = async (filename: string) =>
    (await mail(`Content-Type: application/pdf; name="${filename}"\n\nx`)).attachments[0]!.filename
  expect(await name('../../etc/passwd')).toBe('passwd')
  expect(await name('a\u202egpj.exe')).toBe('agpj.exe')
  expect(await name('CON.txt')).toBe('_CON.txt')
  expect(await name('')).toBe('attachment')
  expect(Buffer.byteLength(await name(`${'ü'.repeat(200)}.pdf`))).toBeLessThanOrEqual(150)
})

test('what a program wrote is told from what a human wrote', async () => {
  const automatic = async (headers: string, mailFrom: string | null = 'a@x.example') =>
    (await read(`${headers}\n\nx`, mailFrom)).mail.automatic
  expect(await automatic('From: a@x.example')).toBeNull()
  expect(await automatic('Auto-Submitted: no')).toBeNull()
  expect(await automatic('X-Auto-Response-Suppress: All')).toBeNull()
  expect(await automatic('Subject: Out of office')).toBeNull()
  for (const headers of [
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'List-Id: <l.x>',
    'X-Autoreply: yes',
    'From: MAILER-DAEMON@x.example',
    'From: No-Reply@x.example',
    'Subject: Automatic reply: x\nIn-Reply-To: <a@x>',
    'Content-Type: multipart/report; boundary=x',
  ])
    expect(await automatic(headers), headers).toEqual(expect.any(String))
  expect(await automatic('From: a@x.example', '')).toEqual(expect.any(String))
})

test('headers named like parts of an object are only headers', async () => {
  const parsed = await mail('__proto__: x\nconstructor: y\ntoString: z\nFrom: a@x.example\n\nx')
  expect(parsed).toMatchObject({ from: { address: 'a@x.example' }, text: 'x' })
})

test('the same mail by two ways has one fingerprint, another text has not', async () => {
  const body = 'Message-ID: <a@x>\nFrom: a@x.example\n\nwords'
  const [plain, forwarded, other] = await Promise.all([
    mail(body),
    mail(`Received: by y\n${body}`),
    mail(`${body} more`),
  ])
  expect(forwarded.fingerprint).toEqual(plain.fingerprint)
  expect(other.fingerprint).not.toEqual(plain.fingerprint)
})

test('the short way for plain mail reads what the long way reads', async () => {
  const bodies: [string, string][] = [
    ['quoted-printable', 'gr=C3=B6=C3=9Fer =\r\nund l=C3=A4nger = x =3D=3d=\r\n'],
    ['base64', `${Buffer.from('größer\r\nund länger').toString('base64')}\r\n`],
    ['8bit', 'größer\r\n.und länger\r\n'],
  ]
  for (const kind of ['plain', 'html'])
    for (const [encoding, body] of bodies) {
      const type = `Content-Transfer-Encoding: ${encoding}\nContent-Type: text/${kind}; charset=utf-8`
      const [short, long] = await Promise.all([mail(`${type}\n\n${body}`), mail(`${type}; x=y\n\n${body}`)])
      expect(short.fingerprint).toEqual(long.fingerprint)
      expect(short.text).toContain('größer')
    }
})
