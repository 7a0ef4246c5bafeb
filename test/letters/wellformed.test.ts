import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { compose, type Enclosure, type LetterContent } from '../../src/letters/compose.ts'
import { plain } from '../../src/letters/quote.ts'
import { deliver } from '../../src/letters/relay.ts'
import { dovecotMissing, startDovecot } from '../support/dovecot.ts'
import { postfixMissing, startPostfix } from '../support/postfix.ts'

const usual: LetterContent = {
  from: { name: 'Ant Shop', address: 'support@shop.test' },
  to: [{ name: 'María', address: 'maria@example.test' }],
  cc: [],
  replyTo: 'support+i00.aaaaaaaaaaaaaaaa@shop.test',
  subject: 'Re: Your farm',
  messageId: 'plain@shop.test',
  references: ['t01.cccccccccccccccc@shop.test'],
  date: new Date('2026-03-04T05:06:07Z'),
  text: 'Hello María,\n\nit is on its way.',
  enclosures: [],
  automatic: false,
}
const file = (filename: string, bytes: Buffer, contentType = 'application/pdf'): Enclosure => ({
  ...{ filename, contentType, contentId: null, bytes },
})
const picture = { ...file('ant.png', randomBytes(2000), 'image/png'), contentId: 'ant@shop.test' }

/** Everything that letters are made of, each with a Message-ID of its own name. */
const letters: Readonly<Record<string, Partial<LetterContent>>> = {
  plain: {},
  html: { html: '<p>Hello <b>María</b>, “quoted” &amp; more</p><p dir="rtl">שלום</p>' },
  names: {
    enclosures: [
      'Größe “L”; 1=2.pdf',
      '蟻の巣.pdf',
      'ملف.pdf',
      `${'lang '.repeat(40)}.pdf`,
      '../../etc/passwd',
      '.pdf',
    ].map((name) => file(name, randomBytes(300))),
  },
  inline: { html: '<p>See <img src="cid:ant@shop.test" alt="an ant"></p>', enclosures: [picture] },
  long: {
    subject: `${'Größe und Farbe der Ameisenfarm 🐜 '.repeat(12)}Ende`,
    to: Array.from({ length: 40 }, (_, n) => ({
      name: `Kundin “${n}”, Ähm ${'lang '.repeat(10)}`.trim(),
      address: `${'a'.repeat(50)}${n}@${'sub.'.repeat(20)}example.test`,
    })),
    references: Array.from({ length: 11 }, (_, n) => `${'r'.repeat(150)}${n}@example.test`),
  },
  rtl: { subject: 'שאלה על חוות הנמלים', text: 'שלום מריה,\n\nالحشرة وصلت 🐜👩‍👩‍👧\n\u202eabc\u202c' },
  lines: { text: `${'x'.repeat(5000)} 🐜\n${'word '.repeat(3000)}\n\ttab \n trailing   \nFrom here\n>From there` },
  dots: { text: '.\n..\n.two\n\n.\r\nend.\n.' },
  large: { enclosures: [file('large.bin', randomBytes(25 << 20), 'application/octet-stream')] },
}

type Read = Readonly<{
  messageId: string
  from: readonly (readonly string[])[]
  to: readonly (readonly string[])[]
  subject: string
  text: string
  html: string
  files: readonly (readonly string[])[]
}>
const made = new Map<string, { content: LetterContent; bytes: Buffer }>()
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  for (const [name, part] of Object.entries(letters)) {
    const content = { ...usual, messageId: `${name}@shop.test`, ...part }
    made.set(name, { content, bytes: await compose(content) })
  }
})

async function byMailparser(bytes: Buffer): Promise<Read> {
  const mail = await simpleParser(bytes, { skipTextToHtml: true, skipImageLinks: true })
  const people = (list: typeof mail.to) =>
    [list ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => [name, address ?? '']))
  return {
    messageId: mail.messageId ?? '',
    from: people(mail.from),
    to: people(mail.to),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    files: mail.attachments.map(({ filename, content }) => [filename ?? '', sha(content)]),
  }
}

async function byPostalMime(bytes: Buffer): Promise<Read> {
  const mail = await PostalMime.parse(bytes)
  const people = (list: readonly { name?: string; address?: string | undefined }[]) =>
    list.map(({ name = '', address = '' }) => [name, address])
  return {
    messageId: mail.messageId ?? '',
    from: people(mail.from ? [mail.from] : []),
    to: people(mail.to ?? []),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    files: mail.attachments.map(({ filename, content }) => [filename ?? '', sha(Buffer.from(content as ArrayBuffer))]),
  }
}

const python = (() => {
  try {
    return execFileSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 8))'], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
})()
const noPython = python === 'True' ? undefined : 'Python 3.8 is not installed'

/** All at once: starting it is what takes long. A defect of any part is a fault. */
function byPython(): Map<string, Read> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-letters-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const paths = [...made].map(([name, { bytes }]) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  })
  const said = execFileSync('python3', [join(import.meta.dirname, 'parse.py'), ...paths], { encoding: 'utf8' })
  const read = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Read & { defects: string[] })
  expect(read.flatMap(({ defects }) => defects)).toEqual([])
  return new Map(read.map((one, i) => [[...made.keys()][i]!, one]))
}

/** What every parser must find in the bytes, whoever wrote it. */
function same(read: Read, { content }: { content: LetterContent }) {
  // Python keeps the fold between two encoded words of a name as a blank, which RFC 2047 6.2 forbids.
  const people = (list: readonly (readonly string[])[]) =>
    list.map(([name = '', address]) => [name.replace(/\s+/g, ''), address])
  const wanted = (list: LetterContent['to']) => people(list.map(({ name, address }) => [name, address]))
  const lines = (text: string) => text.replace(/\r\n?/g, '\n').trimEnd().split('\n')
  const words = lines(plain(content.text))
  expect(read.messageId).toBe(`<${content.messageId}>`)
  expect(people(read.from)).toEqual(wanted([content.from]))
  expect(people(read.to)).toEqual(wanted(content.to))
  expect(read.subject).toBe(content.subject)
  const got = lines(read.text)
  const at = got.findIndex((line, n) => line !== words[n])
  expect([got.length, got[at]?.slice(0, 200)]).toEqual([words.length, at < 0 ? undefined : words[at]?.slice(0, 200)])
  expect(at).toBe(-1)
  if (content.html?.includes('María')) expect(read.html).toContain('Hello <b>María</b>, “quoted” &amp; more')
  expect(read.files).toEqual(content.enclosures.map(({ filename, bytes }) => [filename, sha(bytes)]))
}

test.each(Object.keys(letters))('a letter (%s) reads the same in mailparser and in postal-mime', async (name) => {
  const letter = made.get(name)!
  same(await byMailparser(letter.bytes), letter)
  same(await byPostalMime(letter.bytes), letter)
})

test.skipIf(noPython)(
  `Python’s email package reads them the same, without a defect${noPython ? ` (${noPython})` : ''}`,
  () => {
    const read = byPython()
    for (const [name, letter] of made) same(read.get(name)!, letter)
  },
)

test('every line is 7 bit and at most 998 octets long, and ends in CRLF (RFC 5322 2.1.1)', () => {
  for (const [name, { bytes }] of made) {
    const text = bytes.toString('latin1')
    expect(/[^\t\r\n\x20-\x7e]/.test(text), name).toBe(false)
    expect(/[^\r]\n|\r[^\n]/.test(text), name).toBe(false)
    expect(
      text.split('\r\n').some((line) => line.length > 998),
      name,
    ).toBe(false)
  }
})

const missing = postfixMissing() ?? dovecotMissing()
if (missing && process.env.CI === 'true') throw new Error(`${missing}: the real servers cannot be tested`)

test.skipIf(missing)(
  `a real Postfix takes them all, and a real Dovecot shows them as they were written${missing ? ` (${missing})` : ''}`,
  { timeout: 90_000 },
  async () => {
    const [postfix, dovecot] = [await startPostfix(), await startDovecot()]
    onTestFinished(async () => {
      postfix.stop()
      await dovecot.stop()
    })
    const sent = [...made].filter(([name]) => name !== 'large') // Postfix takes 10 MB unless told otherwise
    for (const [, { content, bytes }] of sent) {
      const outcome = await deliver(postfix.url, { from: content.from.address, to: ['maria@example.test'], bytes })
      expect(outcome).toMatchObject({ kind: 'sent' })
    }
    await vi.waitFor(() => expect(postfix.delivered()).toHaveLength(sent.length), { timeout: 60_000, interval: 200 })
    await dovecot.append([...postfix.delivered(), made.get('large')!.bytes])
    const shown = await dovecot.other(async (client) => {
      const all = await client.fetchAll('1:*', { envelope: true, bodyStructure: true, source: { maxLength: 64 << 20 } })
      return new Map(all.map((one) => [one.envelope!.messageId, one]))
    })
    for (const letter of made.values()) {
      const one = shown.get(`<${letter.content.messageId}>`)!
      expect(one.envelope!.subject).toBe(letter.content.subject)
      expect(one.envelope!.to).toHaveLength(letter.content.to.length)
      const parts = JSON.stringify(one.bodyStructure)
      expect((parts.match(/"disposition":"(attachment|inline)"/g) ?? []).length).toBe(letter.content.enclosures.length)
      same(await byPostalMime(one.source!), letter)
    }
  },
)
