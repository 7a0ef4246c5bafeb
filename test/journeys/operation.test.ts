import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { connectSmtp } from '../support/smtp-client.ts'

let dataDir: string
let app: App

/** Most tests start the program once more: seconds each time, and many on a busy machine. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'antfarm-operation-'))
  chmodSync(dataDir, 0o755)
  app = await startApp({ DATA_DIR: dataDir })
})

afterAll(async () => {
  await app.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('the start says in five lines where everything is', () => {
  const lines = app.output().trim().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[0]).toMatch(/^Desk {5}http:\/\/localhost:\d+\/welcome\/\S+/)
  expect(lines[1]).toContain('support@localhost')
  expect(lines[2]).toContain('not delivered: no relay')
  expect(lines[3]).toContain(dataDir)
  expect(lines[4]).toMatch(/^Next/)
})

test('health, readiness and metrics answer without a key', async () => {
  const get = (path: string) => fetch(`http://127.0.0.1:${app.httpPort}${path}`)
  expect((await get('/healthz')).status).toBe(200)
  expect(await (await get('/readyz')).json()).toMatchObject({ migrated: true, smtp: true, worker: true })
  expect(await (await get('/metrics')).text()).toMatch(/antfarm_mail_backlog \d+/)
})

test('a second start names the setting of the port that is taken', async () => {
  const second = startApp({ DATA_DIR: dataDir, HTTP_PORT: String(app.httpPort) })
  await expect(second).rejects.toThrow(/HTTP_PORT/)
  await expect(startApp({ DATA_DIR: dataDir, SMTP_PORT: String(app.smtpPort) })).rejects.toThrow(/SMTP_PORT/)
  expect((await fetch(`${app.base}readyz`)).status).toBe(200)
})

test('wrong settings are all named in one error', async () => {
  const start = startApp({ DATA_DIR: dataDir, HTTP_PORT: '99999', SUPPORT_ADDRESS: 'nobody', RELAY_URL: 'http://x' })
  await expect(start).rejects.toThrow(/HTTP_PORT[\s\S]*SUPPORT_ADDRESS[\s\S]*RELAY_URL/)
})

test('a database that does not answer is named with its setting', async () => {
  const start = startApp({ DATA_DIR: dataDir, DATABASE_URL: 'postgres://ant:hidden@127.0.0.1:9/farm' })
  await expect(start).rejects.toThrow(/127\.0\.0\.1:9 does not let us in .*DATABASE_URL/)
  await expect(start).rejects.not.toThrow(/hidden/)
})

test('a node with another secret refuses to start and names the remedy', async () => {
  const start = startApp({ DATA_DIR: dataDir, SECRET: 'another secret that is long enough for it' })
  await expect(start).rejects.toThrow(/SECRETS_OLD/)
})

test('commands work while the program runs, and a key is printed alone', async () => {
  const made = await antfarm({ DATA_DIR: dataDir }, 'create-api-key', '--name', 'robot', '--role', 'admin')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).toMatch(/^af_\S+\n$/)
  const headers = { authorization: `Bearer ${made.stdout.trim()}` }
  expect((await fetch(`${app.base}api/v1/issues`, { headers })).status).toBe(200)
  expect((await antfarm({ DATA_DIR: dataDir }, 'revoke-api-key', 'robot')).code).toBe(0)
  expect((await fetch(`${app.base}api/v1/issues`, { headers })).status).toBe(401)
  expect((await fetch(`${app.base}readyz`)).status).toBe(200)
})

test('the doctor finds a running desk sound but for what is not set, and names the remedy', async () => {
  const ports = { HTTP_PORT: String(app.httpPort), SMTP_PORT: String(app.smtpPort) }
  const { code, stdout } = await antfarm({ DATA_DIR: dataDir, ...ports }, 'doctor')
  const faults = stdout.split('\n').filter((line) => line.startsWith('FAULT'))
  expect(faults).toEqual(['FAULT  a relay is set: set RELAY_URL or add one under Settings, or letters are only kept'])
  expect(code).toBe(1)
})

test('imported mail is filed by the running desk, and a wrong path is named', async () => {
  const file = join(dataDir, 'old.eml')
  writeFileSync(
    file,
    'From: Old <old@example.test>\nSubject: From before\nMessage-ID: <old@example.test>\n\nLong ago.\n',
  )
  expect(await antfarm({ DATA_DIR: dataDir }, 'import-mail', file)).toMatchObject({ code: 0 })
  await untilFiled(app)
  expect((await antfarm({ DATA_DIR: dataDir }, 'import-mail', '/nowhere')).stderr).toContain('/nowhere does not exist')
})

test('a wrong command says what there is', async () => {
  const unknown = await antfarm({ DATA_DIR: dataDir }, 'explode')
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toContain('create-api-key')
  const incomplete = await antfarm({ DATA_DIR: dataDir }, 'create-admin', '--email', 'a@shop.test')
  expect(incomplete.stderr).toContain('--password is missing')
})

test('the first signal lets mail in hand finish, and what was accepted is filed after the next start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-signal-'))
  chmodSync(folder, 0o755)
  const first = await startApp({ DATA_DIR: folder })
  let accepted = 0
  const lanes = Array.from({ length: 4 }, async (_, lane) => {
    const client = await connectSmtp(first.smtpPort)
    for (let n = 0; n < 2000; n++) {
      const mail = `From: <s${lane}@load.test>\r\nMessage-ID: <${lane}.${n}@load.test>\r\nSubject: n ${n}\r\n\r\nhello\r\n`
      const reply = await client.send({ from: `s${lane}@load.test`, to: 'support@localhost' }, mail)
      if (reply.code !== 250) return
      accepted++
    }
  })
  for (let tries = 0; tries < 500 && accepted <= 20; tries++) await sleep(20)
  expect(await first.stop('SIGINT')).toBe(0)
  await Promise.allSettled(lanes)
  expect(accepted).toBeGreaterThan(20)
  expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false)
  const second = await startApp({ DATA_DIR: folder })
  const { stdout: key } = await antfarm({ DATA_DIR: folder }, 'create-api-key', '--name', 'count', '--role', 'admin')
  await untilFiled(second)
  expect(await countIssueMails(second, key.trim())).toBe(accepted)
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a second signal ends at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-signals-'))
  chmodSync(folder, 0o755)
  const stubborn = await startApp({ DATA_DIR: folder })
  const client = await connectSmtp(stubborn.smtpPort)
  await client.command('MAIL FROM:<slow@load.test>')
  process.kill(stubborn.pid, 'SIGTERM')
  await expect.poll(stubborn.output, { timeout: 30_000 }).toContain('Finishing')
  await sleep(300) // what comes at once is the same one, from the terminal and from npm
  process.kill(stubborn.pid, 'SIGTERM')
  expect(await stubborn.ended).toBe(1)
  const last = await startApp({ DATA_DIR: folder }) // attaches to what the killed one left, and tidies up
  await last.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function untilFiled(running: App) {
  for (let tries = 0; tries < 200; tries++) {
    const metrics = await (await fetch(`${running.base}metrics`)).text()
    if (/^antfarm_mail_backlog 0$/m.test(metrics)) return
    await sleep(100)
  }
  throw new Error('the backlog does not get empty')
}

/** Every page of the ledger. */
async function countIssueMails(running: App, key: string): Promise<number> {
  let count = 0
  let cursor = ''
  do {
    const answer = await fetch(`${running.base}api/v1/mail?state=filed&limit=500${cursor}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const page = (await answer.json()) as { items: unknown[]; next: string | null }
    count += page.items.length
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : ''
  } while (cursor)
  return count
}
