import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { cookieOf, secrets, testDesk } from '../web/desk.ts'
import { bombs } from './bombs.ts'
import { arrive, compose, log, outcome } from './door.ts'

/** A desk whose rep looks at pages while its mail is filed. */
async function openDesk() {
  const desk = await testDesk()
  onTestFinished(() => desk.stop())
  const { db, config } = desk
  const mailbox = await ensureFirstMailbox(db, config.supportAddress)
  const parser = startParser()
  onTestFinished(() => parser.stop())
  await parser.parse({ raw: Buffer.from(compose({})), mailFrom: '', receivedAt: new Date() })
  const cookie = await cookieOf(desk)
  const look = async (path = '/issues') => {
    const start = performance.now()
    const answer = await desk.app.request(path, { headers: { cookie } })
    await answer.text()
    return { status: answer.status, ms: performance.now() - start }
  }
  for (let warm = 0; warm < 3; warm++) await look()
  const fileAll = async () => {
    while ((await fileWaiting({ db, secrets, log, parser })) > 0);
  }
  return { db, look, fileAll, arrive: (raw: string) => arrive(db, mailbox, { raw }) }
}

/** Somebody else may use the machine just then: what is slow counts where it is slow six times. */
const times = 6

test('each bomb is filed or held with a reason, while the loop and the list stay quick', async () => {
  const { db, arrive, fileAll, look } = await openDesk()
  const slow: object[] = []
  for (const [name, bomb] of Object.entries(bombs))
    for (let time = 1; time <= times; time++) {
      const id = await arrive(bomb.raw.replace('\r\n', `\r\nX-Time: ${time}\r\n`))
      const { p99, slowest } = await whileLooking(look, fileAll)
      const row = await outcome(db, id)
      expect([name, row.state]).toEqual([name, bomb.state])
      if (row.state === 'held') expect(row.reason).toMatch(/^Held: .+, since .+\./)
      if (p99 < 100 && slowest < 200) break
      if (time === times) slow.push({ name, p99, slowest })
    }
  expect(slow).toEqual([])
}, 120_000)

/** The loop's delay and the slowest list, in ms, while something is done. */
async function whileLooking(look: () => Promise<{ status: number; ms: number }>, work: () => Promise<void>) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  let busy = true
  let slowest = 0
  delay.enable()
  const looking = (async () => {
    while (busy) {
      const { status, ms } = await look()
      expect(status).toBe(200)
      slowest = Math.max(slowest, ms)
      await sleep(10)
    }
  })()
  await work().finally(() => {
    busy = false
  })
  await looking
  delay.disable()
  return { p99: delay.percentile(99) / 1e6, slowest }
}

test('looking at a bomb holds up nobody else', async () => {
  const { db, arrive, fileAll, look } = await openDesk()
  const names = Object.keys(bombs).filter((name) => /nested (tables|div)|unclosed images|links/.test(name))
  const ids = new Map<number, string>()
  for (const name of names) ids.set(await arrive(bombs[name]!.raw), name)
  await fileAll()
  const rows = await db.selectFrom('emails').select(['id', 'deliveryId']).execute()
  const slow: object[] = []
  for (const { id, deliveryId } of rows)
    for (let time = 1; time <= times; time++) {
      const { p99, slowest } = await whileLooking(look, async () => {
        expect((await look(`/emails/${id}/html`)).status).toBe(200)
        expect((await look(`/emails/${id}/text`)).status).toBe(200)
      })
      if (p99 < 100 && slowest < 200) break
      if (time === times) slow.push({ name: ids.get(deliveryId), p99, slowest })
    }
  expect(slow).toEqual([])
}, 120_000)
