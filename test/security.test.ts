import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const text = readFileSync(new URL('../SECURITY.md', import.meta.url), 'utf8')

test('every file that SECURITY.md names is there', () => {
  const named = [...text.matchAll(/`((?:src|inbound|templates|test|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(80)
  expect(named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([])
})

test('each of the 253 requirements of ASVS 5.0 levels 1 and 2 is judged once', () => {
  const rows = [...text.matchAll(/^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| ([✓~✗–]) \|(.*)\|$/gm)]
  const judged = rows.flatMap(([, ids]) => ids!.split(', '))
  expect(judged.filter((id, at) => judged.indexOf(id) !== at)).toEqual([])
  expect(judged).toHaveLength(253)
  for (const [row, , mark, why] of rows) if (mark === '~' || mark === '✗') expect(why!.trim(), row).not.toBe('')
})
