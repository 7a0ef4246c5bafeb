import { expect, test } from 'vitest'
import { passwordFault } from '../../src/reps/passwords.ts'
import { makeRecoveryCodes, recoveryHash } from '../../src/reps/recovery-codes.ts'
import { processorTime } from '../support/loop.ts'

test('length counts, composition does not', () => {
  expect(passwordFault('kettle')).toBe('short')
  expect(passwordFault('x1'.repeat(65))).toBe('long')
  for (const fine of ['correct horse', 'antfarm-demo', 'das blaue boot', '猫が窓から外を見ている', 'zwölf boxkämpfer'])
    expect(passwordFault(fine), fine).toBeUndefined()
})

test('what is guessed first is not taken', () => {
  const known = [
    'password123',
    'P4ssw0rd!!!!',
    'qwertyuiop',
    '1234567890',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'Welcome2026!',
    'letmein-letmein',
    'adminpassword',
  ]
  for (const one of known) expect(passwordFault(one), one).toBe('known')
  expect(passwordFault('Rosa Rep 1999', ['Rosa Rep', 'rosa@shop.test'])).toBe('known')
  expect(passwordFault('rosalinde.r2', ['Rosa', 'rosalinde.r@shop.test'])).toBe('known')
})

test('judging a hostile password takes no time', () => {
  for (const one of [`${'a'.repeat(127)}b`, 'ab'.repeat(64), '1'.repeat(1_000_000), '@'.repeat(128)])
    expect(processorTime(() => passwordFault(one))).toBeLessThan(200)
})

test('recovery codes differ, and are known again however they are typed', () => {
  const codes = makeRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([2-9a-z]{4}-){3}[2-9a-z]{4}$/)
  expect(recoveryHash(codes[0]!.toUpperCase().replaceAll('-', ''))).toBe(recoveryHash(codes[0]!))
})
