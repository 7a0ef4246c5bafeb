import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Purpose, signId, verifyId } from '../../src/letters/signed-ids.ts'

const secrets = { current: 'a secret of at least thirty-two bytes', old: [] }

test('a signed id comes back, also in upper case', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      fc.constantFrom<Purpose>('i', 't', 'c', 'b', 'u'),
      (id, purpose) => {
        const text = signId(secrets, purpose, id)
        expect(text).toMatch(/^[itcbu][0-9a-z]+\.[0-9a-v]{16}$/)
        expect(verifyId(secrets, text)).toEqual({ purpose, id })
        expect(verifyId(secrets, text.toUpperCase())).toEqual({ purpose, id })
      },
    ),
  )
})

test('an id with any character changed is nobody’s', () => {
  const text = signId(secrets, 'i', 4711)
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === '0' ? '1' : '0'
    expect(verifyId(secrets, text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
  }
})

test('an old secret verifies and no longer signs', () => {
  const text = signId(secrets, 't', 7)
  const rotated = { current: 'another secret of at least 32 bytes', old: [secrets.current] }
  expect(verifyId(rotated, text)).toEqual({ purpose: 't', id: 7 })
  expect(signId(rotated, 't', 7)).not.toBe(text)
  expect(verifyId({ current: rotated.current, old: [] }, text)).toBeUndefined()
})
