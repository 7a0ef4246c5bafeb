import { expect, test } from 'vitest'
import { quotedStretches, stretchesOf } from '../../inbound/quoted.ts'
import { visible } from '../bench/quotes-score.ts'
import { answers } from './clients.ts'

const squeeze = (text: string) => text.replace(/\s+/g, '')
/** What is in sight, without the marked lines that stand between answers. */
const own = (text: string, folds: readonly number[]) => squeeze(visible(text, folds).replace(/^>.*$/gm, ''))

test('answers of eight programs to our letters are split where their writers wrote', async () => {
  const all = await answers()
  const wrong: string[] = []
  const lost: string[] = []
  for (const { name, text, wanted, sent, got } of all) {
    const seen = own(text, stretchesOf(text, { sent, got }) ?? quotedStretches(text))
    if (seen !== squeeze(wanted)) wrong.push(name)
    if (wanted.split(/(?<=[.?!])/).some((sentence) => !seen.includes(squeeze(sentence)))) lost.push(name)
  }
  expect(lost).toEqual([])
  expect(1 - wrong.length / all.length).toBeGreaterThanOrEqual(0.98)
})

const letter = `Hello Ada,

thank you for your mail. Your parcel left our house on Monday and the carrier says that it will be with you by Friday.

Which of these may we put in beside it?
A bag of sand
A new glass front

Kind regards
Ana`
const block = 'From: Shop <support@shop.test>\nSent: 2 March 2026 10:00\nTo: Ada\nSubject: Re: Parcel\n\n'
const shown = (text: string, sent = [letter], got: string[] = []) =>
  visible(text, stretchesOf(text, { sent, got }) ?? quotedStretches(text)).trim()

test('a sentence of ours that a customer quotes himself stays', () => {
  const quoted = 'the carrier says that it will be with you by Friday'
  for (const text of [
    `You wrote that ${quoted}. It is Saturday now.`,
    `"${quoted}"\n\nIt is Saturday now, and nothing is here.`,
    `> ${quoted}\n\nIt is Saturday now, and nothing is here.`,
    `Your words:\n\nYour parcel left our house on Monday and the carrier says that it will be with you by Friday.\n\nNo!`,
  ])
    expect(shown(text)).toBe(text)
})

test('answers inside a quote of a short letter stay, whatever its first line or the head above say, too', () => {
  const short = (line: string) => `Hello Ada,\n\nthe same.\n${line}\nRegards\nAna`
  const inside = `Thanks!\n\nOn Mon, Mar 2, 2026 at 10:00 AM Shop <support@shop.test> wrote:\nHello Ada,\n\nHello back.\n\n\nthe same.\n\nIt is not.\n\nthe same.\nRegards\nAna`
  expect(squeeze(shown(inside, [short('the same.')]))).toBe(squeeze('Thanks! Hello back. It is not.'))
  const below = short('sent 2 March 2026: the.')
  expect(squeeze(shown(`Thanks!\n\n${block.replace(' 10:00', '')}${below}\n\nWhen?`, [below]))).toBe(
    squeeze('Thanks! When?'),
  )
})

test('an older letter folds also where a newer one begins with the same words', () => {
  const newer =
    'Hello Ada,\n\nthank you for your mail, we are looking into it and write again tomorrow.\n\nKind regards\nAna'
  const older = `Hello Ada,\n\nyour parcel left our house on Monday by the fast carrier.\n\nThank you for your patience.\n\nKind regards\nAna`
  for (const [quoted, left] of [
    [`${block}${older}`, 'It came!'],
    [`On Mon, Mar 2, 2026 at 10:00 AM Shop <support@shop.test> wrote:\n${older}`, 'It came!'],
    [`${block}${older.replace('carrier.', 'carrier.\n\nNo, it did not.\n')}`, 'It came! No, it did not.'],
  ] as const)
    expect(squeeze(shown(`It came!\n\n${quoted}`, [newer, older]))).toBe(squeeze(left))
})

test('an answer in one word, and one that equals a line of our letter, stay', () => {
  expect(shown(`Yes\n\n${block}${letter}`)).toBe('Yes')
  expect(shown(`${block}${letter}\n\nYes`)).toBe('Yes')
  expect(shown(`A new glass front\n\n${block}${letter}`)).toBe('A new glass front')
  expect(shown(`${block}${letter}\n\nA new glass front`)).toBe('A new glass front')
  const between = letter.replace('A new glass front\n', 'A new glass front\nA new glass front\n')
  expect(shown(`Hi\n\n${block}${between}`)).toMatch(/^Hi\s+A new glass front$/)
})

test('an answer above a line of ours that it equals stays', () => {
  const between = letter.replace('A bag of sand', 'The carrier says that it will be with you\nA bag of sand')
  expect(shown(`${block}${between}`)).toBe('The carrier says that it will be with you')
})

test('an answer at the end of a line of ours stays with that line', () => {
  const text = `See below.\n\n${block}${letter.replace('beside it?', 'beside it? The sand!')}`
  expect(shown(text)).toContain('The sand!')
})

test('an answer that was typed inside the marked quote stays', () => {
  const marked = letter.replace('Kind regards', 'The sand, please!\n\nKind regards').replace(/^/gm, '> ')
  const text = `On 2 Mar 2026 at 10:00, Shop <s@shop.test> wrote:\n\n${marked}`
  expect(shown(`See below.\n\n${text}`)).toContain('The sand, please!')
  expect(shown(text)).toContain('The sand, please!')
})

test('an answer below the signature of our letter stays', () => {
  expect(shown(`${block}${letter}\n\n-- \nAnt Shop\n\nPlease add the sand.`)).toContain('Please add the sand.')
})

test('a quote that lost its marks when it was wrapped anew folds whole', () => {
  const wrapped = letter.replace(/^/gm, '> ').replace(/^(.{50,62}) /gm, '$1\n')
  expect(wrapped).toContain('\nMonday and')
  expect(shown(`The sand.\n\nOn 2 Mar 2026 at 10:00, Shop <s@shop.test> wrote:\n\n${wrapped}\n`)).toBe('The sand.')
})

test('our letter folds below an introduction in a language that nobody foresaw', () => {
  expect(shown(`La sablo.\n\nJe lundo, 2 marto 2026, 10:00, Shop <s@shop.test> skribis:\n\n${letter}`)).toBe(
    'La sablo.',
  )
  const fields = 'De kie: Shop\nSendita: 2 marto 2026 10:00\nAl kiu: Ada\nTemo: Re: Parcel'
  expect(shown(`La sablo.\n\n${fields}\n\n${letter}`)).toBe('La sablo.')
})

test('a mail that only repeats our letter is shown whole', () => {
  for (const text of [letter, `${block}${letter}`]) expect(shown(text)).toBe(text)
})

test('an older mail of the thread below our letter folds with it', () => {
  const older = 'Good morning,\nmy parcel is not here yet and I wait for it since last week.\nAda'
  const nested = 'From: Ada <ada@example.test>\nSent: 1 March 2026\nTo: Shop\nSubject: Parcel\n\n'
  expect(shown(`Sand.\n\n${block}${letter}\n\n${nested}${older}`, [letter], [older])).toBe('Sand.')
  expect(shown(`Sand.\n\n${block}${letter}\n\n${nested}${older}`, [letter])).toBe('Sand.')
  expect(shown(`${block}${letter}\n\n${nested}${older}\n\nSand.`, [letter], [older])).toBe('Sand.')
})

/** ms of this process: others may be at work here. */
const cpu = () => process.cpuUsage().user / 1000

test('texts made to be slow are compared within some milliseconds', () => {
  const hostile = [
    'a '.repeat(40_000),
    'On 1 2016 10:00 '.repeat(5_000),
    'On 1\n'.repeat(20_000),
    '> > > '.repeat(12_000),
    '>\n'.repeat(30_000),
    'From: a\n'.repeat(9_000),
    'On Mon, 2 Mar 2026 at 10:00 <\n\n'.repeat(2_500),
    `On 2 March 2026 ${'<'.repeat(900)}\n`.repeat(70),
    '- - - '.repeat(12_000),
    '--\n'.repeat(20_000),
    'Sent from '.repeat(7_000),
    `${'Sent from my '.repeat(12)}\n`.repeat(600),
    '\n'.repeat(65_000),
    `${letter}\n`.repeat(200),
    '在2016年'.repeat(13_000),
    'a b c d '.repeat(8_000),
  ]
  for (const text of hostile)
    for (const other of [text, letter]) {
      const begin = cpu()
      quotedStretches(text)
      stretchesOf(text, { sent: [other.slice(0, 16_384)], got: [text.slice(0, 16_384)] })
      expect([text.slice(0, 20), cpu() - begin < 300]).toEqual([text.slice(0, 20), true])
    }
})
