import { expect, test } from 'vitest'
import { parseAddress, splitAddresses } from '../../src/letters/recipients.ts'

test('a field of addresses comes apart at commas, but not inside quotes', () => {
  const typed = '"García, María" <maria@example.test>, bo@example.test; Cy <cy@example.test>,\n'
  expect(splitAddresses(typed)).toEqual([
    '"García, María" <maria@example.test>',
    'bo@example.test',
    'Cy <cy@example.test>',
  ])
  expect(splitAddresses('"')).toEqual(['"'])
})

test.each([
  ['maria@example.test', { name: '', address: 'maria@example.test' }],
  ['"García, María" <maria@example.test>', { name: 'García, María', address: 'maria@example.test' }],
  ['josé@bücher.test', { name: '', address: 'josé@bücher.test' }],
  ['support@localhost', { name: '', address: 'support@localhost' }],
])('%j is an address', (text, address) => {
  expect(parseAddress(text)).toEqual(address)
})

test.each([
  '',
  '@',
  'a@',
  '@b',
  'a b@c.test',
  'a@b@c.test',
  'a@b..test',
  'a@-b.test',
  'a@b.test>',
  '<a@b.test',
  'a\0@b.test',
  'a@b.test\n',
  `${'a'.repeat(65)}@b.test`,
  'a@b.test (x)',
  '"x"@b.test',
])('%j is none', (text) => {
  expect(parseAddress(text.replace(/\n$/, '\nX: y'))).toBeUndefined()
})
