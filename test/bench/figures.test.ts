import { expect, test } from 'vitest'
import { type Figure, shown, verdictOf } from './figures.ts'
import { missesOf, type Part, tableOf } from './figures-table.ts'
import { partOf } from './whole.ts'

const machine = { cpu: 'an ant', cores: 2, memoryGiB: 1, node: 'v24.0.0' }
const of = (bench: string, figures: Figure[]): Part => ({
  bench,
  size: 's',
  at: '2026-11-22T00:00:00Z',
  machine,
  figures,
})

test('a figure keeps its limit, misses it, grows too much, or was tried on less', () => {
  const figure = { what: 'list', seen: 50, unit: 'ms' }
  expect(verdictOf(figure)).toBe('')
  expect(verdictOf({ ...figure, atMost: 50 })).toBe('yes')
  expect(verdictOf({ ...figure, atLeast: 51 })).toBe('no')
  expect(verdictOf({ ...figure, atMost: 60, growth: { seen: 1.4, atMost: 1.3 } })).toBe('grows')
  expect(verdictOf({ ...figure, atLeast: 200, amount: true })).toBe('smaller run')
  expect(verdictOf({ ...figure, seen: Number.NaN, atMost: 60 })).toBe('no')
})

test('a miss is not rounded into its limit', () => {
  expect(shown(1.1978)).toBe('1.198')
})

test('the whole table names every miss and every benchmark that has no figures', () => {
  const parts = [
    of('desk', [{ what: 'list', seen: 70, unit: 'ms', atMost: 60 }]),
    { ...of('calm', []), broken: 'did not end: no' },
    { ...of('nodes', []), leftOut: 'no servers' },
  ]
  expect(missesOf(parts)).toEqual(['desk: list 70 ms (<= 60 ms)', 'calm: did not end: no'])
  expect(tableOf(parts).join('\n')).toContain('left out: no servers')
})

test('results that lack what is read are a miss, and say what to do', () => {
  const part = partOf({ bench: 'desk', size: 's', at: '2026-11-22T00:00:00Z', machine, results: {} })
  expect(missesOf([part])).toEqual(['desk: results of another version, say npm run bench -- desk'])
})
