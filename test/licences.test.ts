import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
/** Permissive ones, and the MPL, whose files we use unchanged. Plain 'BSD' is what the English word lists say. */
const accepted = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BSD-0-Clause',
  'Apache-2.0',
  'BSD',
  'MPL-1.1',
  'MPL-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'CC-BY-4.0',
  'Python-2.0',
  'PostgreSQL',
  'Zlib',
  'WTFPL',
  'CC-BY-3.0',
]

type Lock = { packages: Record<string, { license?: string; version?: string }> }

test('every dependency has a licence that we accept', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const refused = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({ path, licence: entry.license ?? licenceInstalled(path) }))
    .filter(({ licence }) => !acceptable(licence))
  expect(refused).toEqual([])
})

/** `(MIT OR EUPL-1.1+)` is fine with one side accepted; `AND` needs both. */
function acceptable(licence: string): boolean {
  const bare = licence.replace(/[()]/g, '')
  if (bare.includes(' AND ')) return bare.split(' AND ').every(acceptable)
  return bare.split(' OR ').some((name) => accepted.includes(name.trim()))
}

function licenceInstalled(path: string): string {
  try {
    const { license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as { license?: string }
    return license ?? 'none stated'
  } catch {
    return 'not installed and none stated'
  }
}
