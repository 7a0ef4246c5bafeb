import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** False where there is no Chromium, which CI does not forgive. */
export const hasBrowser = Boolean(program) || process.env.CI === 'true'
if (!program) process.stderr.write('No Chromium is installed: the tests in a real browser are skipped.\n')

/** The system's Chromium, without the traffic that it makes of its own accord. */
export function startBrowser(): Promise<Browser> {
  if (!program) throw new Error('No Chromium is installed: apt-get install chromium')
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
