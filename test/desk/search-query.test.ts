import { expect, test } from 'vitest'
import { excerptOf, marksIn, needlesOf } from '../../src/desk/search-excerpt.ts'
import { isEmpty, parseSearch } from '../../src/desk/search-query.ts'
import { processorTime } from '../support/loop.ts'

const texts = (list: readonly { text: string; not: boolean }[]) =>
  list.map(({ text, not }) => (not ? `-${text}` : text))

test('words, phrases and what must not be are told apart', () => {
  const query = parseSearch('kettle "gift card" -broken -"not this" ')
  expect(query.words).toEqual([
    { text: 'kettle', not: false, phrase: false },
    { text: 'gift card', not: false, phrase: true },
    { text: 'broken', not: true, phrase: false },
    { text: 'not this', not: true, phrase: true },
  ])
  expect(query.unknown).toEqual([])
})

test('every operator of the grammar is read, with quotes and with a minus', () => {
  const query = parseSearch(
    'from:ada to:support@shop.test subject:"two words" person:12 issue:#7 order:#K-1 product:tube tag:Billing -type:Spam is:open -is:snoozed has:attachment filename:a.pdf before:2026-02-01 after:2025',
  )
  expect(texts(query.from)).toEqual(['ada'])
  expect(texts(query.to)).toEqual(['support@shop.test'])
  expect(texts(query.subject)).toEqual(['two words'])
  expect(texts(query.person)).toEqual(['12'])
  expect(query.issue).toEqual([{ id: 7, not: false }])
  expect(texts(query.order)).toEqual(['K-1'])
  expect(texts(query.product)).toEqual(['tube'])
  expect(texts(query.type)).toEqual(['Billing', '-Spam'])
  expect(query.is).toEqual([
    { state: 'open', not: false },
    { state: 'snoozed', not: true },
  ])
  expect(query.attachment).toBe(true)
  expect(texts(query.filename)).toEqual(['a.pdf'])
  expect(query.before).toEqual(new Date('2026-02-01T00:00:00Z'))
  expect(query.after).toEqual(new Date('2025-01-01T00:00:00Z'))
  expect(query.words).toEqual([])
})

test('what is not understood is named and never becomes a word', () => {
  const query = parseSearch('form:ada is:purple before:31.12.2025 before:2025-02-31 issue:abc has:wings order: kettle')
  expect(query.unknown).toEqual([
    'form:ada',
    'is:purple',
    'before:31.12.2025',
    'before:2025-02-31',
    'issue:abc',
    'has:wings',
    'order:',
  ])
  expect(texts(query.words)).toEqual(['kettle'])
})

test('addresses of the web and times are words in spite of their colon', () => {
  const query = parseSearch('https://shop.test/a at 12:30')
  expect(query.unknown).toEqual([])
  expect(query.words.map(({ text }) => text)).toEqual(['https://shop.test/a', 'at', '12:30'])
})

test('hostile text is read in bounded time and never fails', () => {
  for (const text of [
    '"',
    '-',
    ':',
    '""',
    'a:'.repeat(5000),
    '"'.repeat(5000),
    '\0\ud800'.repeat(200),
    '-'.repeat(9000),
  ]) {
    const query = parseSearch(text)
    expect(query.words.length).toBeLessThanOrEqual(24)
    expect(JSON.stringify(query).includes('\\u0000')).toBe(false)
    expect(processorTime(() => parseSearch(text))).toBeLessThan(50)
  }
  expect(isEmpty(parseSearch('  '))).toBe(true)
  expect(isEmpty(parseSearch('has:attachment'))).toBe(false)
})

test('marks stand on what was looked for, in any case and script, and on parts of words', () => {
  const marked = (text: string, q: string) =>
    marksIn(text, needlesOf(parseSearch(q))).map(([start, end]) => text.slice(start, end))
  expect(marked('My KETTLE and two kettles', 'kettle')).toEqual(['KETTLE', 'kettle'])
  expect(marked('Une fête, des fêtes', 'fete')).toEqual(['fête', 'fête'])
  expect(marked('order K-4711-22', '711')).toEqual(['711'])
  expect(marked('荷物が割れていました', '割れて')).toEqual(['割れて'])
  expect(marked('is it an island', 'is')).toEqual(['is'])
  expect(marked('kettle', '-kettle')).toEqual([])
})

test('an excerpt begins near the first mark and keeps within its length', () => {
  const text = `${'sand '.repeat(200)}the kettle leaks ${'water '.repeat(200)}`
  const { text: shown, marks } = excerptOf(text, ['kettle'])
  expect(shown.length).toBeLessThanOrEqual(242)
  expect(shown).toMatch(/^…sand .*…$/)
  expect(marks.map(([start, end]) => shown.slice(start, end))).toEqual(['kettle'])
})
