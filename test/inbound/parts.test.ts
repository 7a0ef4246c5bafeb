import { expect, test } from 'vitest'
import { unflow } from '../../inbound/flowed.ts'
import { parse } from '../../inbound/parse.ts'

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
