import { expect, test } from 'vitest'
import { readCalendar } from '../../inbound/calendar.ts'
import { unflow } from '../../inbound/flowed.ts'
import { parse } from '../../inbound/parse.ts'
import { rtfText } from '../../inbound/rtf-text.ts'
import { unpackRtf } from '../../inbound/rtf-unpack.ts'
import { readTnef } from '../../inbound/tnef.ts'
import { cms, packedRtf, winmail } from './containers.ts'

const receivedAt = new Date('2026-03-01T12:00:00Z')
const read = (raw: string | Buffer) =>
  parse({
    raw: Buffer.isBuffer(raw) ? raw : Buffer.from(raw.replace(/\r?\n/g, '\r\n')),
    mailFrom: 'a@x.example',
    receivedAt,
  })
const mail = async (raw: string | Buffer) => (await read(raw)).mail
const body = (type: string, bytes: Buffer) =>
  Buffer.concat([Buffer.from(`Content-Type: ${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`), bytes])

test('a charset that browsers do not know is read, one that is misnamed too', async () => {
  const text = async (charset: string, bytes: Buffer) =>
    (await mail(body(`text/plain; charset=${charset}`, bytes))).text
  const latin = (words: string) => Buffer.from(words, 'latin1')
  expect(await text('utf-7', latin('Gr+APYA3w-e'))).toBe('Größe')
  expect(await text('unicode-1-1-utf-7', latin('Hi Mom +Jjo-!'))).toBe('Hi Mom ☺!')
  expect(await text('cp850', Buffer.from([0x47, 0x72, 0x94, 0xe1, 0x65]))).toBe('Größe')
  expect(await text('ks_c_5601-1987', Buffer.from([0xb0, 0xa1, 0xb3, 0xaa]))).toBe('가나')
  expect(await text('ks_c_5601', Buffer.from([0x8c, 0x63, 0xb9, 0xe6]))).toBe('똠방')
  expect(await text('gb2312', Buffer.from([0x81, 0x30, 0x81, 0x30, 0xc4, 0xe3]))).toBe('\u0080你')
  expect(await text('x-gbk', Buffer.from([0xc4, 0xe3, 0xba, 0xc3]))).toBe('你好')
  expect(await text('iso-2022-jp-ms', latin('\u001b$B$3$s\u001b(B'))).toBe('こん')
  expect(await text('iso-8859-8-i', Buffer.from([0xf9, 0xec]))).toBe('של')
  expect(await text('cp1251', Buffer.from([0xcf, 0xf0]))).toBe('Пр')
  expect(await text('__proto__', latin('Größe'))).toBe('Größe')
  expect(await text('base64', latin('R3I='))).toBe('R3I=')
})

test('a text cut inside a character stays in its charset', async () => {
  const whole = Buffer.from('Привет, где моя посылка? '.repeat(10))
  const cut = await mail(body('text/plain; charset=utf-8', whole.subarray(0, -3)))
  expect(cut.text).toMatch(/^Привет, где моя посылка/)
})

test('UTF-7 is decoded before anything looks for tags', async () => {
  const parsed = await mail(body('text/html; charset=utf-7', Buffer.from('+ADw-b+AD4-x+ADw-/b+AD4-')))
  expect(parsed.html).toBe('<b>x</b>')
})

test('an unknown transfer encoding leaves the bytes as they are', async () => {
  const parsed = await mail('Content-Type: text/plain\nContent-Transfer-Encoding: x-uue-or-so\n\nplain words')
  expect(parsed.text).toContain('plain words')
})

test('flowed lines are put together, quotes by their depth, signatures never', () => {
  expect(unflow('one \ntwo\nthree', false)).toBe('one two\nthree')
  expect(unflow('gr \nöße \nr', true)).toBe('größer')
  expect(unflow('> old \n> words\nnew', false)).toBe('> old words\nnew')
  expect(unflow('> old \n>> older \nnew', false)).toBe('> old \n>> older \nnew')
  expect(unflow('words \n-- \nAda', false)).toBe('words \n-- \nAda')
  expect(unflow(' > not a quote\n From here', false)).toBe('> not a quote\nFrom here')
  expect(unflow('', false)).toBe('')
})

test('a flowed mail reads the same by the short way and the long way', async () => {
  const words = 'A long line that was \nbroken.\n\n> and a quote that \n> was too\n'
  const short = await mail(`Content-Type: text/plain; charset="utf-8"; format=flowed\n\n${words}`)
  const long = await mail(`Content-Type: text/plain; charset="utf-8"; format=flowed; x=y\n\n${words}`)
  expect(short.text).toBe('A long line that was broken.\n\n> and a quote that was too\n')
  expect(long.text).toBe(short.text)
  const joined = await mail('Content-Type: text/plain; format=flowed; delsp=yes; x=y\n\ngr \nößer\n')
  expect(joined.text).toBe('größer\n')
})

const wrapped = (type: string, bytes: Buffer, words = '') =>
  `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n${words}\n--b\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n--b--\n`

const ics = (lines: string) =>
  Buffer.from(
    `BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
  )

test('an invitation is a file and a summary', async () => {
  const event = ics(
    'UID:u1\r\nSUMMARY:Pick up\\, then\r\n  pay\r\nDTSTART;TZID="Europe/Vienna":20260701T093000\r\nDTEND;TZID=/x.org/2005/Europe/Vienna:20260701T1030\r\nORGANIZER;CN="Ada: Adams":mailto:ada@customer.example\r\nLOCATION:Shop',
  )
  const parsed = await mail(wrapped('text/calendar; method=REQUEST', event, 'See you.'))
  expect(parsed.attachments).toMatchObject([{ contentType: 'text/calendar', filename: 'invitation.ics' }])
  expect(parsed.marks.invitations).toEqual([
    {
      method: 'REQUEST',
      uid: 'u1',
      title: 'Pick up, then pay',
      organiser: 'Ada: Adams <ada@customer.example>',
      start: { local: '2026-07-01T09:30:00', zone: 'Europe/Vienna', at: '2026-07-01T07:30:00.000Z', day: false },
      end: {
        local: '2026-07-01T10:30:00',
        zone: '/x.org/2005/Europe/Vienna',
        at: '2026-07-01T08:30:00.000Z',
        day: false,
      },
      place: 'Shop',
    },
  ])
})

test('a calendar time without a zone that is known keeps its own words', () => {
  const start = (line: string) => readCalendar(ics(line))[0]?.start
  expect(start('DTSTART:20260701T093000Z')).toMatchObject({ at: '2026-07-01T09:30:00.000Z', zone: 'UTC' })
  expect(start('DTSTART;TZID=Our Time:20260701T093000')).toMatchObject({ at: null, zone: 'Our Time' })
  expect(start('DTSTART:20260701T093000')).toMatchObject({ at: null, zone: '', local: '2026-07-01T09:30:00' })
  expect(start('DTSTART;VALUE=DATE:20260701')).toEqual({ local: '2026-07-01', zone: '', at: null, day: true })
  expect(start('DTSTART;TZID=UTC:99999999T999999')).toMatchObject({ at: null })
  expect(start('DTSTART:soon')).toBeNull()
  expect(readCalendar(Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Ends too soon'))).toMatchObject([
    { title: 'Ends too soon' },
  ])
  expect(readCalendar(Buffer.from('no calendar'))).toEqual([])
})

test('a winmail.dat is unpacked and stays', async () => {
  const tnef = winmail({ body: 'Words from Outlook', files: [['Preis liste.pdf', Buffer.from('%PDF')]] })
  const parsed = await mail(wrapped('application/ms-tnef; name=winmail.dat', tnef))
  expect(parsed.text).toBe('Words from Outlook')
  expect(parsed.attachments.map((one) => [one.filename, one.bytes.toString('latin1')])).toEqual([
    ['winmail.dat', tnef.toString('latin1')],
    ['Preis liste.pdf', '%PDF'],
  ])
  expect(parsed.marks).toEqual({ unpacked: 1 })
  const own = await mail(wrapped('application/ms-tnef; name=winmail.dat', tnef, 'The mail’s own words'))
  expect(own.text.trim()).toBe('The mail’s own words')
})

test('words that a winmail.dat has as RTF alone are read', async () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}{\*\generator x;}
\pard Gr\'fc\'dfe \u8364 ?5\par{\f1 \'cf\'f0\'e8}\tab{\pict 00ff}\{ok\}\par }`
  const tnef = winmail({ files: [], rtf: packedRtf([...rtf], rtf.length) })
  const parsed = await mail(wrapped('application/ms-tnef; name=winmail.dat', tnef))
  expect(parsed.text).toBe('Grüße €5\nПри\t{ok}')
  // “{\rtf1\ansi ” refers back to what every dictionary begins with, then ten letters to the one before them.
  const referring = packedRtf([0x0009, ' ', 'a', ((207 + 12) << 4) | 8, '}'], 24)
  expect(unpackRtf(referring)?.toString('latin1')).toBe(String.raw`{\rtf1\ansi aaaaaaaaaaa}`)
  for (const cut of [0, 15, 16, 17, 20]) expect(() => unpackRtf(referring.subarray(0, cut))).not.toThrow()
  const bomb = packedRtf(
    Array.from({ length: 60_000 }, () => 0x000f),
    0xffffffff,
  )
  expect(unpackRtf(bomb)!.length).toBeLessThanOrEqual(4 << 20)
  const begin = performance.now()
  for (const text of ['{'.repeat(1 << 20), '\\u1'.repeat(1 << 18), "\\'e4".repeat(1 << 18), '\\bin99999'.repeat(9)])
    rtfText(Buffer.from(text))
  expect(performance.now() - begin).toBeLessThan(5000)
})

test('a broken winmail.dat is only a file', async () => {
  const whole = winmail({ body: 'x', files: [['a.txt', Buffer.from('a')]] })
  for (let length = 0; length < whole.length; length += 1) readTnef(whole.subarray(0, length))
  const huge = Buffer.from(whole)
  huge.writeUInt32LE(0xffffffff, 6 + 5)
  expect(readTnef(huge)?.files).toEqual([])
  expect(readTnef(Buffer.from('not one'))).toBeUndefined()
  const parsed = await mail(wrapped('application/ms-tnef', Buffer.from('not one'), 'words'))
  expect(parsed.attachments).toHaveLength(1)
  expect(parsed.marks).toEqual({})
})

const entity =
  'Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nSigned words.\r\n--i\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--i--\r\n'

test('what an opaque signature wraps is read, and marked as signed only', async () => {
  for (const bytes of [cms('signed', entity), cms('signed', entity, true)]) {
    const parsed = await mail(
      `Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n`,
    )
    expect(parsed.text.trim()).toBe('Signed words.')
    expect(parsed.attachments.map((one) => one.filename)).toEqual(['smime.p7m', 'a.pdf'])
    expect(parsed.marks).toEqual({ signed: 'smime' })
    expect(parsed.attachments[0]!.bytes).toEqual(bytes)
  }
})

test('encrypted mail is marked, whatever wraps it', async () => {
  const smime = `Content-Type: application/x-pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${cms('enveloped', 'x').toString('base64')}`
  expect((await mail(smime)).marks).toEqual({ encrypted: 'smime' })
  const pgp =
    'Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--\n'
  expect((await mail(pgp)).marks).toEqual({ encrypted: 'pgp' })
  expect((await mail('\n-----BEGIN PGP MESSAGE-----\n\nabc')).marks).toEqual({ encrypted: 'pgp' })
  expect((await mail('\nI wrote -----BEGIN PGP MESSAGE-----\n\nabc')).marks).toEqual({})
})

test('signed mail is marked, its parts are there, its bytes untouched', async () => {
  const signed = (protocol: string) =>
    `Content-Type: multipart/signed; protocol="${protocol}"; boundary=b\n\n--b\nContent-Type: text/plain\n\nWords.\n--b\nContent-Type: ${protocol}; name=sig\n\nabc\n--b--\n`
  for (const [protocol, kind] of [
    ['application/pgp-signature', 'pgp'],
    ['application/pkcs7-signature', 'smime'],
    ['application/x-pkcs7-signature', 'smime'],
  ]) {
    const parsed = await mail(signed(protocol!))
    expect(parsed.marks).toEqual({ signed: kind })
    expect(parsed.text.trim()).toBe('Words.')
  }
  expect((await mail('\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords')).marks).toEqual({ signed: 'pgp' })
})

test('a line end that stands alone is noticed', async () => {
  const marks = async (text: string) => (await parse({ raw: Buffer.from(text), mailFrom: '', receivedAt })).mail.marks
  expect(await marks('A: b\r\n\r\nwords\r\n')).toEqual({})
  expect(await marks('A: b\n\nfrom a file\n')).toEqual({})
  for (const odd of ['a\nb', 'a\rb', '\n.\r\n', '\r\n.\r', '\r.\r\n'])
    expect(await marks(`A: b\r\n\r\n${odd}\r\n`)).toEqual({ bareLineEnds: true })
})
