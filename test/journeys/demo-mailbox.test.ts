import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort, startApp } from '../support/app.ts'
import { antfarm } from '../support/command.ts'
import { customers } from '../support/demo/customers.ts'
import { openLetterBox } from '../support/demo/letter-box.ts'
import { mailboxApp } from '../support/demo/mailbox.tsx'
import { demoEnvironment, shop } from '../support/demo/ports.ts'
import { startRelay } from '../support/relay.ts'

type Issue = { id: number; subject: string; status: string }

/** The demo’s parts around a live desk: what `npm run demo` starts, without its data. */
async function demoDesk() {
  const dataDir = mkdtempSync(join(tmpdir(), 'antfarm-demo-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const box = await openLetterBox(join(dataDir, 'box.json'))
  const relay = await startRelay((letter) => {
    for (const to of letter.to) void box.add('got', to, letter.raw)
  })
  onTestFinished(relay.stop)
  const place = { httpPort: await freePort(), smtpPort: await freePort(), mailboxPort: 0, dataDir }
  const environment = { ...demoEnvironment(place, relay.url), UNDO_SECONDS: '0' }
  const app = await startApp(environment)
  onTestFinished(() => void app.stop())
  const { stdout } = await antfarm(environment, 'create-api-key', '--name', 'test', '--role', 'admin')
  const api = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' }
    const answer = await fetch(`${app.base}api/v1${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(answer.status, `${method} ${path}`).toBeLessThan(300)
    return answer.json() as Promise<{ items: Issue[]; actions: unknown[] } & Issue>
  }
  return { box, mailbox: mailboxApp({ box, smtpPort: place.smtpPort }, app.base), api, app }
}

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })
const local = (path: string) => `http://localhost${path}`

test('a newcomer writes as a customer, answers in the desk, answers again: the issue opens again', {
  timeout: 120_000,
}, async () => {
  const { box, mailbox, api, app } = await demoDesk()
  const from = customers.ines.address
  const sent = await mailbox.request(local('/new'), form({ from, subject: 'Where is my farm?', text: 'Order AF-1.' }))
  expect(sent.status).toBe(303)
  const issue = await vi.waitFor(
    async () => {
      const [first] = (await api('GET', '/issues?status=open')).items
      expect(first?.subject).toBe('Where is my farm?')
      return first!
    },
    { timeout: 10_000, interval: 200 },
  )
  await api('POST', `/issues/${issue.id}/replies`, { text: 'It left today.', close: true })
  const letter = await vi.waitFor(
    () => {
      const got = box.items(from).find((item) => item.kind === 'got')
      expect(got).toBeDefined()
      return got!
    },
    { timeout: 10_000, interval: 200 },
  )
  expect((await api('GET', `/issues/${issue.id}`)).status).toBe('closed')
  const page = await (await mailbox.request(local(`/people/${from}`))).text()
  expect(page).toContain('Re: Where is my farm?')
  const answered = await mailbox.request(local(`/items/${letter.id}/answer`), form({ text: 'It arrived broken.' }))
  expect(answered.status).toBe(303)
  await vi.waitFor(async () => expect((await api('GET', `/issues/${issue.id}`)).status).toBe('open'), {
    timeout: 10_000,
    interval: 200,
  })
  expect((await api('GET', `/issues/${issue.id}`)).actions).toHaveLength(3)
  expect((await api('GET', '/issues?status=all')).items).toHaveLength(1)
  expect(await app.stop()).toBe(0)
})

test('the mailbox page runs nothing, is for this machine, and keeps what was typed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-box-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const box = await openLetterBox(join(folder, 'box.json'))
  const html =
    'From: a@shop.test\r\nTo: b@example.test\r\nSubject: <b>x\r\nContent-Type: text/html\r\n\r\n<script>1</script>'
  const { id } = await box.add('got', 'b@example.test', Buffer.from(html))
  const mailbox = mailboxApp({ box, smtpPort: 1 }, 'http://localhost/')
  const page = await mailbox.request(local('/'))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('&lt;b&gt;x')
  expect((await mailbox.request(local(`/items/${id}/html`))).headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*sandbox/,
  )
  expect((await mailbox.request('http://evil.example/')).status).toBe(403)
  const refused = await mailbox.request(
    local('/new'),
    form({ from: 'b@example.test', subject: 'Hi', text: 'My long mail' }),
  )
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/My long mail[\s\S]*did not take it/)
  expect((await openLetterBox(join(folder, 'box.json'))).items()).toHaveLength(1)
  expect(shop.address).toBe('support@antfarm.test')
})
