import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('what is thrown names the line as it is written, in JSX and in TypeScript, from the first run on', () => {
  expect([run(), run()]).toEqual(['thrown.tsx:15 thrown-types.ts:11', 'thrown.tsx:15 thrown-types.ts:11'])
})

test('what was kept but came to be empty, as by a loss of power, is made anew', async () => {
  run()
  const { cachedPath } = await import(join(root, 'src/loader-cache.mjs'))
  const path = join(root, 'test/support/thrown-types.ts')
  const kept = cachedPath(path, readFileSync(path, 'utf8'))
  writeFileSync(kept, '')
  expect(run()).toBe('thrown.tsx:15 thrown-types.ts:11')
  expect(readFileSync(kept, 'utf8')).toContain('thrownIn')
})

function run(): string {
  const args = ['--import', './src/loader.mjs', 'test/support/thrown.tsx']
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim()
}
