import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('what is thrown names the line as it is written, in JSX and in TypeScript, from the first run on', () => {
  expect([run(), run()]).toEqual(['thrown.tsx:15 thrown-types.ts:11', 'thrown.tsx:15 thrown-types.ts:11'])
})

function run(): string {
  const args = ['--import', './src/loader.mjs', 'test/support/thrown.tsx']
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim()
}
