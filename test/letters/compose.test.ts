import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { compose, type LetterContent } from '../../src/letters/compose.ts'
import { oneLine, plain, quoteMail } from '../../src/letters/quote.ts'
import { answerSubject } from '../../src/letters/subject.ts'

const ana: LetterContent = {
  from: { name: 'Ameisenhof, Söhne', address: 'support@shop.test' },
  to: [{ name: 'María José García', address: 'maria@example.test' }],
  cc: [],
  replyTo: 'support+i00.aaaaaaaaaaaaaaaa@shop.test',
  subject: 'Re: Größe der Farm — 🐜',
  messageId: 'i01.bbbbbbbbbbbbbbbb@shop.test',
  inReplyTo: 'first@example.test',
  references: ['t01.cccccccccccccccc@shop.test', 'first@example.test'],
  date: new Date('2026-03-04T05:06:07Z'),
  text: 'Hello María,\n\nthe large farm is 40 cm wide: https://shop.test/farm?a=1&b=2.\n.\nA line of one dot is above.',
  quote: quoteMail({
    name: 'María',
    address: 'maria@example.test',
    at: new Date('2026-03-03T00:00:00Z'),
    text: 'Which size?\n> older\n<script>alert(1)</script>',
  }),
  enclosures: [
    { filename: 'Größe “L”.png', contentType: 'image/png', contentId: null, bytes: Buffer.from([0, 13, 10, 255]) },
  ],
  automatic: false,
}

test('the same content gives the same bytes', async () => {
  expect(await compose(ana)).toEqual(await compose(ana))
})

test('a letter parses back to what it was made of', async () => {
  const mail = await simpleParser(await compose(ana))
  expect(mail.from?.value).toEqual([{ name: 'Ameisenhof, Söhne', address: 'support@shop.test' }])
  expect(mail.subject).toBe(ana.subject)
  expect(mail.messageId).toBe('<i01.bbbbbbbbbbbbbbbb@shop.test>')
  expect(mail.inReplyTo).toBe('<first@example.test>')
  expect(mail.references).toEqual(['<t01.cccccccccccccccc@shop.test>', '<first@example.test>'])
  expect(mail.date).toEqual(ana.date)
  expect(mail.text).toContain('\n.\nA line of one dot is above.')
  expect(mail.text).toContain('> Which size?\n>> older\n> <script>')
  expect(mail.attachments.map(({ filename, content }) => [filename, [...content]])).toEqual([
    ['Größe “L”.png', [0, 13, 10, 255]],
  ])
})

test('the HTML part has links and the quote as text, never as markup', async () => {
  const { html } = await simpleParser(await compose(ana))
  expect(html).toContain('<a href="https://shop.test/farm?a=1&amp;b=2">https://shop.test/farm?a=1&amp;b=2</a>.')
  expect(html).toContain('<blockquote type="cite"')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).not.toContain('<script')
})

test('the bytes are 7 bit, in CRLF lines of bounded length, read without a parser of ours', async () => {
  const words = 'Ameisenfarm '.repeat(40)
  const bytes = await compose({ ...ana, subject: words, text: `${'x'.repeat(5000)} 🐜\n${words}` })
  const lines = bytes.toString('latin1').split('\r\n')
  expect(bytes.toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]|[\x80-\xff\0]/)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200)
  expect(bytes.subarray(-2).toString()).toBe('\r\n')
  const [head] = bytes.toString('latin1').split('\r\n\r\n')
  expect(
    head?.match(/^(From|To|Subject|Message-ID|Date|Reply-To|In-Reply-To|References|MIME-Version): /gim),
  ).toHaveLength(9)
  expect(head).not.toMatch(/^bcc:/im)
})

test.each([
  ['subject', { subject: 'Hi\r\nBcc: evil@example.test' }],
  ['name', { to: [{ name: 'Eve\nBcc: evil@example.test', address: 'eve@example.test' }] }],
  ['address', { to: [{ name: '', address: 'eve@example.test\r\nDATA' }] }],
  ['reference', { references: ['a@b>\r\nX-Evil: 1'] }],
  ['file name', { enclosures: [{ ...ana.enclosures[0]!, filename: 'a\r\nX: 1' }] }],
  ['content type', { enclosures: [{ ...ana.enclosures[0]!, contentType: 'a/b\r\nX: 1' }] }],
  ['NUL', { subject: 'a\0b' }],
])('a line break in a header (%s) is refused', async (_, change) => {
  await expect(compose({ ...ana, ...change })).rejects.toThrow('line break')
})

test('commas, quotes and angle brackets in a name make no second recipient', async () => {
  const name = 'Eve" <evil@example.test>, "Bob'
  const mail = await simpleParser(await compose({ ...ana, to: [{ name, address: 'eve@example.test' }] }))
  expect([mail.to].flat().flatMap((list) => list?.value ?? [])).toEqual([{ name, address: 'eve@example.test' }])
})

test('an international domain goes in ASCII; with an international local part it stays as it is (RFC 6531)', async () => {
  const to = [
    { name: '', address: 'maria@bücher.test' },
    { name: '', address: 'josé@bücher.test' },
  ]
  const bytes = await compose({ ...ana, to })
  expect(bytes.toString('utf8')).toContain('To: maria@xn--bcher-kva.test, josé@bücher.test\r\n')
})

test('an automatic letter says so', async () => {
  const mail = await simpleParser(await compose({ ...ana, automatic: true }))
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
})

test('a mail as attachment travels as plain data', async () => {
  const eml = { filename: 'a.eml', contentType: 'message/rfc822', contentId: null, bytes: Buffer.from('A: b\r\n\r\nc') }
  const bytes = await compose({ ...ana, enclosures: [eml] })
  expect(bytes.toString('latin1')).toContain('Content-Type: application/octet-stream; name=a.eml\r\n')
})

test('a long quote is cut at a line and says so', () => {
  const { text } = quoteMail({ name: '', address: 'a@b.test', at: new Date(0), text: 'word word\n'.repeat(9000) })
  expect(text.split('\n')).toHaveLength(401)
  expect(text.endsWith('word word\n[…]')).toBe(true)
})

test.each([
  ['Where is it?', 'Re: Where is it?'],
  ['RE: Re: AW: Where?', 'Re: Where?'],
  ['Re[5]: SV: Where?', 'Re: Where?'],
  ['Antw: 回复： Where?', 'Re: Where?'],
  ['Fwd: Re: Where?', 'Re: Fwd: Re: Where?'],
  ['Reference: 12', 'Re: Reference: 12'],
  ['', 'Re:'],
  ['a\r\nBcc: x', 'Re: a Bcc: x'],
])('the answer to %j has the subject %j', (subject, answer) => {
  expect(answerSubject(subject)).toBe(answer)
})

test('whatever stands in a subject, a name or the text, the letter has the same headers and says the same', async () => {
  const words = fc.string({ unit: 'binary', maxLength: 120 })
  await fc.assert(
    fc.asyncProperty(words, words, words, async (subject, name, text) => {
      const to = [{ name: oneLine(name), address: 'maria@example.test' }]
      const mail = await simpleParser(
        await compose({ ...ana, subject: `Re: ${oneLine(subject)}`, to, text, enclosures: [] }),
      )
      expect([...mail.headers.keys()].sort()).toEqual(fields)
      expect([mail.to].flat()[0]?.value.map((each) => each.address)).toEqual(['maria@example.test'])
      expect(oneLine(mail.subject ?? '')).toBe(oneLine(`Re: ${subject}`))
      expect(mail.text?.startsWith(plain(text))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

const fields = 'content-type date from in-reply-to message-id mime-version references reply-to subject to'.split(' ')
