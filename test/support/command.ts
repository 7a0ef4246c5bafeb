import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { bareEnvironment } from './app.ts'

const root = join(import.meta.dirname, '..', '..')

/** Runs `npm run -s antfarm -- ARGS` without npm; answers its streams and its exit code. */
export function antfarm(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...bareEnvironment(), ...env }, timeout: 60_000 }
    execFile(
      process.execPath,
      ['--import', './src/loader.mjs', 'src/cli.ts', ...args],
      options,
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
      },
    )
  })
}
