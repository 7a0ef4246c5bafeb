import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeMaker, digestsOf, lastFour, makeCode, maskOf, readCode, unsealCode } from '../../src/certificates/codes.ts'

const secrets = { current: 'a'.repeat(40), old: ['b'.repeat(40)] }
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

test('a code is read however it was typed', () => {
  const code = makeCode()
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{5}$/)
  for (const typed of [
    code.toLowerCase(),
    code.replaceAll('-', ''),
    ` ${code.replaceAll('-', ' ')} `,
    code.replaceAll('-', '–'),
  ])
    expect(readCode(typed)).toBe(code)
  for (const no of ['', code.slice(1), `${code}2`, code.replace(/.$/, '0'), '\0'.repeat(17), 'x'.repeat(1e6)])
    expect(readCode(no)).toBeUndefined()
})

test('one wrong symbol, and two neighbours that changed places, are found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 31 }), (at, wrong) => {
      const symbols = [...makeCode().replaceAll('-', '')]
      const other = alphabet[wrong]!
      const replaced = symbols.with(at, other).join('')
      expect(readCode(replaced) === undefined).toBe(symbols[at] !== other)
      if (at === 16) return
      const swapped = symbols
        .with(at, symbols[at + 1]!)
        .with(at + 1, symbols[at]!)
        .join('')
      expect(readCode(swapped) === undefined).toBe(symbols[at] !== symbols[at + 1])
    }),
  )
})

test('no two codes are alike, and the mask is as long as the code', () => {
  const codes = Array.from({ length: 20_000 }, makeCode)
  expect(new Set(codes).size).toBe(codes.length)
  expect(maskOf(lastFour(codes[0]!))).toHaveLength(codes[0]!.length)
  expect(codes[0]).toContain(lastFour(codes[0]!))
})

test('a code is known by every secret, and opens for its own certificate only', () => {
  const code = makeCode()
  const before = digestsOf({ current: secrets.old[0]!, old: [] }, code)[0]
  expect(digestsOf(secrets, code)[1]).toEqual(before)
  const { digest, sealed, last4 } = codeMaker(secrets)(7)
  const kept = unsealCode(secrets, 7, sealed)
  expect(digestsOf(secrets, kept)[0]).toEqual(digest)
  expect(lastFour(kept)).toBe(last4)
  expect(() => unsealCode(secrets, 8, sealed)).toThrow('SECRETS_OLD')
  expect(sealed.toString('latin1')).not.toContain(kept)
})
