import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { lastFour, makeCode, maskOf } from '../../src/certificates/codes.ts'
import { fillMarks } from '../../src/letters/certificate-marks.ts'
import { compose } from '../../src/letters/compose.ts'

const someone = { name: 'Ada', address: 'ada@customer.test' }

test('a code takes the place of its mark wherever a line breaks, and nothing else moves', async () => {
  const code = makeCode()
  const mark = maskOf(lastFour(code))
  for (let before = 0; before < 90; before++) {
    const bytes = await compose({
      from: { name: 'Shop', address: 'shop@desk.test' },
      to: [someone],
      cc: [],
      replyTo: 'shop@desk.test',
      subject: 'Ein Gutschein für dich',
      messageId: 'one@desk.test',
      references: [],
      date: new Date(0),
      text: `${'é'.repeat(before % 7)}${'a'.repeat(before)}${mark} und noch einmal ${mark}.`,
      enclosures: [],
      automatic: false,
    })
    const sent = fillMarks(bytes, [{ mark, code }])
    expect(sent).toHaveLength(bytes.length)
    expect(fillMarks(bytes, [{ mark, code }])).toEqual(sent)
    const { text, html } = await simpleParser(sent)
    for (const part of [text!, String(html)]) {
      expect(part.split(code)).toHaveLength(3)
      expect(part).not.toContain(mark)
    }
    expect(
      sent
        .toString()
        .split('\r\n')
        .every((line) => line.length <= 78),
    ).toBe(true)
  }
})

test('a letter without certificates stays as it is', () => {
  const bytes = Buffer.from('xxxx-xxxx-xxxx-ABCDx')
  expect(fillMarks(bytes, [])).toBe(bytes)
  expect(fillMarks(bytes, [{ mark: 'xxxx-xxxx-xxxx-ZZZZx', code: makeCode() }])).toEqual(bytes)
})
