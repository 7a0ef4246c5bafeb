import { expect, test } from 'vitest'
import { quotedStretches } from '../../inbound/quoted.ts'

/** The text with each fold shown as […]. */
function shown(text: string): string {
  const folds = quotedStretches(text)
  let out = ''
  let at = 0
  for (let i = 0; i < folds.length; i += 2) {
    out += `${text.slice(at, folds[i])}[…]`
    at = folds[i + 1]!
  }
  return out + text.slice(at)
}

test('a quote folds with the line that introduces it', () => {
  for (const intro of [
    'On Mon, 2 Mar 2026 at 10:00, Shop <support@shop.test> wrote:',
    'Am Mo., 2. März 2026 um 10:00 Uhr schrieb Shop\n<support@shop.test>:',
    'Le lun. 2 mars 2026 à 10:00, Shop <support@shop.test> a écrit :',
    'El lun, 2 mar 2026 a las 10:00, Shop (<support@shop.test>) escribió:',
    '2026-03-02 10:00 GMT+01:00 Shop <support@shop.test>:',
  ])
    expect(shown(`Thanks!\n\n${intro}\n\n> It is on its way.\n> Shop\n`), intro).toBe('Thanks!\n\n[…]')
})

test('an unmarked old mail folds to the end', () => {
  expect(shown('Thanks!\n\n-----Original Message-----\nFrom: Shop\nIt is on its way.')).toBe('Thanks!\n\n[…]')
  expect(shown('Danke!\n\nVon: Shop\nGesendet: Montag\nAn: Ada\nBetreff: Paket\n\nUnterwegs.')).toBe('Danke!\n\n[…]')
  expect(shown('Thanks!\n\nOn 2 Mar 2026 10:00, Shop wrote:\n\nIt is on its way.\n')).toBe('Thanks!\n\n[…]')
})

test('answers between quoted lines stay visible', () => {
  expect(shown('> Which size?\nForty-two.\n> Which colour?\nBlue.')).toBe('[…]\nForty-two.\n[…]\nBlue.')
})

test('where nothing would remain, nothing is folded', () => {
  for (const text of ['> only a quote', '', '-----Original Message-----\nFrom: a\nx']) expect(shown(text)).toBe(text)
})

test('words that only look like an introduction stay', () => {
  for (const text of [
    'On Monday I wrote:\nplease send it.',
    'From: what I know, it is late.\nThanks',
    'On 2 March I ordered shoes.\nThey never came.',
  ])
    expect(shown(text)).toBe(text)
})

test('a signature and a phone’s words fold at the end', () => {
  expect(shown('Thanks!\n\n-- \nAda Adams\n+44 20 7946 0000')).toBe('Thanks!\n\n[…]')
  expect(shown('Thanks!\n\nSent from my iPhone')).toBe('Thanks!\n\n[…]')
})
