import { expect, test } from 'vitest'
import { headerEnd, readHeaders } from '../../inbound/headers.ts'
import { readBody } from '../../inbound/parse-body.ts'
import { plainParts } from '../../inbound/plain-parts.ts'

const words = (type: string, text: string) => `Content-Type: ${type}; charset=utf-8\n\n${text}`
const file =
  'Content-Type: image/png; name="a queen.png"\nContent-Disposition: attachment; filename="a queen.png"\nContent-Transfer-Encoding: base64\n\naGVsbG8g\nYW50cw=='

test('plainly built mail is read as the general way reads it', async () => {
  const inner = multipart('alternative', 'b2', [
    words('text/plain', 'Grüße\n-- \nMaria'),
    words('text/html', '<p>Grüße</p>'),
  ])
  for (const mail of [
    multipart('alternative', 'b', [words('text/plain', 'x'), words('text/html', '<b>x</b>')]),
    multipart('mixed', 'b1', [inner, file]),
  ]) {
    const plain = read(mail)
    const general = await readBody(bytes(mail))
    expect(plain?.text?.trim()).toBe(general.text?.replaceAll('\r\n', '\n').trim())
    expect(plain?.html?.trim()).toBe(general.html?.trim())
    expect(plain?.attachments).toEqual(general.attachments)
  }
})

test.each([
  ['the last boundary is missing', multipart('mixed', 'b', [words('text/plain', 'x')]).replace('--b--', '')],
  ['words stand behind the last boundary', `${multipart('mixed', 'b', [words('text/plain', 'x')])}\nsmuggled`],
  ['there are two texts', multipart('mixed', 'b', [words('text/plain', 'x'), words('text/plain', 'y')])],
  ['text follows a file', multipart('mixed', 'b', [file, words('text/plain', 'y')])],
  ['a boundary begins like another', multipart('mixed', 'b', [words('text/plain', 'x\n--bb\ny')])],
  ['pictures belong to the HTML', multipart('related', 'b', [words('text/html', '<img src="cid:a">')])],
  ['a file name is encoded', multipart('mixed', 'b', [file.replaceAll('a queen', '=?utf-8?q?K=C3=B6nigin?=')])],
  [
    'a message is inside',
    multipart('mixed', 'b', ['Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: x\n\ny']),
  ],
  ['a field is long', multipart('mixed', `b`, [file.replace('attachment;', `attachment;${' '.repeat(30_000)}`)])],
])('it is left to the general way where %s', (_, mail) => {
  expect(read(mail)).toBeUndefined()
})

function multipart(kind: string, boundary: string, parts: string[]): string {
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`
}

function bytes(mail: string): Buffer {
  return Buffer.from(mail.replaceAll('\n', '\r\n'))
}

function read(mail: string) {
  const raw = bytes(mail)
  const { end, body } = headerEnd(raw)
  return plainParts(readHeaders(raw.subarray(0, end)), raw.subarray(body))
}
