import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { pino } from 'pino'
import { startFiling } from '../../inbound/filing.ts'
import { startSmtp } from '../../inbound/smtp.ts'
import { readConfig } from '../../src/config.ts'
import { connect } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { rawMail } from '../../src/mail/ledger.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { anyMail, readsWell } from '../support/fuzz-mail.ts'
import { answersWell, anyDialogue } from '../support/fuzz-smtp.ts'
import type { Size } from './run.ts'

const cases: Record<Size, { mails: number; dialogues: number }> = {
  s: { mails: 1_000, dialogues: 200 },
  m: { mails: 10_000, dialogues: 1_000 },
  l: { mails: 94_000, dialogues: 8_000 },
}
const chunk = 1_000
const atOnce = 64
/** A run that is cut short has a seed all the same: FUZZ_SEED plays it again. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

/** Mails and SMTP dialogues by chance: nothing crashes, everything is kept byte for byte or refused, all of it ends settled. */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const begin = performance.now()
  const mails = await fuzzMails(cases[size].mails)
  say(`${mails.cases} mails read, slowest ${mails.slowest.toFixed(0)} ms, 0 throws (seed ${seed})`)
  const dialogues = await fuzzDialogues(cases[size].dialogues)
  say(
    `${dialogues.cases} dialogues, ${dialogues.kept} mails kept byte for byte; ${dialogues.filed} filed, ${dialogues.held} held, 0 failed`,
  )
  const seconds = (performance.now() - begin) / 1000
  say(`${mails.cases + dialogues.cases} cases in ${seconds.toFixed(0)} s`)
  return { seed, seconds, mails, dialogues }
}

/** In pieces, each with a seed of its own, so that what fails is shrunk and can be played again alone. */
async function fuzzMails(count: number): Promise<{ cases: number; slowest: number }> {
  let slowest = 0
  for (let done = 0; done < count; done += chunk) {
    const property = fc.asyncProperty(anyMail, async (raw) => {
      const start = performance.now()
      await readsWell(raw)
      slowest = Math.max(slowest, performance.now() - start)
    })
    await fc.assert(property, { numRuns: Math.min(chunk, count - done), seed: seed + done })
  }
  return { cases: count, slowest }
}

async function fuzzDialogues(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-fuzz-'))
  chmodSync(folder, 0o755)
  const cluster = await startEmbedded(folder)
  const { db, stop } = connect(cluster.url, { max: 10 })
  const log = pino({ level: 'silent' })
  await migrate(db)
  const config = readConfig({ SMTP_PORT: '0', SUPPORT_ADDRESS: 'support@shop.test', MAIL_DOMAIN: 'shop.test' })
  await ensureFirstMailbox(db, config.supportAddress)
  const filing = startFiling({ db, secrets: { current: 'a secret that is long enough for a bench', old: [] }, log })
  const door = await startSmtp({ db, config, log })
  try {
    await playAll(count, { port: door.port, kept: (id) => rawMail(db, id) })
    return { cases: count, ...(await settled(db)) }
  } finally {
    await door.stop()
    await filing.stop()
    await stop()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function playAll(count: number, door: Parameters<typeof answersWell>[0]) {
  const numbers = Array.from({ length: count }, (_, i) => i).values()
  const work = async () => {
    for (const i of numbers) {
      const [steps = []] = fc.sample(anyDialogue, { numRuns: 1, seed: seed + i })
      try {
        await answersWell(door, steps)
      } catch (error) {
        throw new Error(`dialogue ${i} of seed ${seed}: ${(error as Error).message}\n${fc.stringify(steps)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** Waits, at most two minutes, until no mail waits; throws where one failed. */
async function settled(db: ReturnType<typeof connect>['db']) {
  const until = Date.now() + 120_000
  for (;;) {
    const rows = await db
      .selectFrom('deliveries')
      .select(['state', db.fn.countAll<string>().as('count')])
      .groupBy('state')
      .execute()
    const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0)
    const counts = { kept: rows.reduce((sum, row) => sum + Number(row.count), 0), filed: of('filed'), held: of('held') }
    if (of('failed') > 0 || (of('kept') > 0 && Date.now() > until))
      throw new Error(`${of('failed')} mails failed, ${of('kept')} wait`)
    if (of('kept') === 0) return counts
    await sleep(200)
  }
}
