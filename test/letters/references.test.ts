import { expect, test } from 'vitest'
import { references } from '../../src/letters/references.ts'

test('references begin with the issue and keep the first four and the last six', () => {
  const ids = Array.from({ length: 30 }, (_, at) => `m${at}@example.test`)
  expect(references('t@shop.test', ids)).toEqual(['t@shop.test', ...ids.slice(0, 4), ...ids.slice(-6)])
})

test('the issue is named once, and no id twice', () => {
  expect(references('t@shop.test', ['a@b', 't@shop.test', 'a@b', 'c@d'])).toEqual(['t@shop.test', 'a@b', 'c@d'])
})

test('ids that no header can carry are left out', () => {
  expect(references('t@s', ['a b@c', 'a>\r\nBcc: x', 'ä@b', 'x'.repeat(2000), '', 'abc@missing.local'])).toEqual([
    't@s',
  ])
})
