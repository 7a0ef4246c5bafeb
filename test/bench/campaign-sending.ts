import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Audience } from '../../src/campaigns/audience.ts'
import { addCampaign } from '../../src/campaigns/campaigns.ts'
import { letterMaker } from '../../src/campaigns/letter.ts'
import { prepare, type Ready } from '../../src/campaigns/prepare.ts'
import type { Leased } from '../../src/campaigns/queue.ts'
import { runningCampaigns } from '../../src/campaigns/running.ts'
import { takeSnapshot } from '../../src/campaigns/snapshot.ts'
import type { Database } from '../../src/database/connection.ts'
import { activateDkimKey, insertDkimKey, newKey } from '../../src/letters/dkim-keys.ts'
import { startSigner } from '../../src/letters/dkim-sign.ts'
import { aDraft, addUsers, aShop, config, secrets, until, worker } from '../campaigns/desk.ts'
import type { Size } from './run.ts'
import { median } from './statistics.ts'

/** What campaigns.ts shows of snapshots and of sending; the data set and the audiences are its own. */

const rounds = 3
const connections = 10
const letters: Record<Size, number> = { s: 2_000, m: 10_000, l: 20_000 }

type Snapshots = Readonly<{ recipients: number; seconds: number; all: number[] }>

/** A campaign's recipients with a certificate each, three times; the rows of each are dropped again. */
export async function measureSnapshots(
  db: Database,
  audience: Audience,
  say: (line: string) => void,
): Promise<Snapshots> {
  const { id: mailboxId } = await aShop(db, 0)
  await sql`update mailing_lists set accepts_unproven = true where slug = 'news'`.execute(db)
  await sql`insert into mailing_list_members (list_id, address_key, address, shop_user_id, state)
    select l.id, u.email_key, u.email, u.id, 'unproven' from shop_users u, mailing_lists l
    where l.slug = 'news' and u.email_key <> '' on conflict do nothing`.execute(db)
  const certificate = { amountMinor: 500, currency: 'EUR', expiresOn: '2030-12-31' }
  const all: number[] = []
  let recipients = 0
  for (let round = 0; round < rounds; round++) {
    const values = aDraft(mailboxId, { audience, certificate })
    const id = await db.transaction().execute((tx) => addCampaign(tx, values, null))
    await sql`update campaigns set state = 'snapshotting' where id = ${id}`.execute(db)
    const began = performance.now()
    const done = await takeSnapshot(db, secrets, id)
    all.push((performance.now() - began) / 1000)
    if (done !== 'done') throw new Error(JSON.stringify(done))
    recipients = await countOf(db, id)
    say(`  ${recipients} recipients with certificates in ${all.at(-1)!.toFixed(1)} s`)
    await sql`update campaigns set state = 'cancelled' where id = ${id}`.execute(db)
  }
  return { recipients, seconds: median(all), all }
}

async function countOf(db: Database, id: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from campaign_recipients
    where campaign_id = ${id} and state = 'pending'`.execute(db)
  return rows[0]!.n
}

export type Sending = Readonly<{
  letters: number
  bytes: number
  /** Letters a second. */
  bare: number
  ours: number
  share: number
  withRendering: number
  rendering: number
  withDkim: number
  signing: number
}>

/**
 * A campaign to a real SMTP server in another process, its history written, beside pooled nodemailer with the very same
 * prepared bytes; in turns, medians. Rendering is counted apart: what making these letters alone takes is taken off.
 */
export async function measureSending(db: Database, size: Size, say: (line: string) => void): Promise<Sending> {
  const { id: mailboxId } = await aShop(db, 0)
  await addUsers(db, letters[size], 'bench.test')
  const sink = await startDiscard()
  try {
    await sql`insert into relays (name, host, port, tls, connections, standard)
      values ('sink', '127.0.0.1', ${sink.port}, 'none', ${connections + 2}, true)`.execute(db)
    const bare: number[] = []
    const ours: number[] = []
    const whole: number[] = []
    const rendering: number[] = []
    let bytes = 0
    for (let round = 0; round < rounds; round++) {
      const id = await running(db, mailboxId)
      const prepared = await prepareAll(db, id)
      rendering.push(prepared.rate)
      bytes = prepared.letters[0]!.bytes.length
      bare.push(await sendBare(sink.port, prepared.letters))
      whole.push(await sendOurs(db, id))
      ours.push(1 / (1 / whole.at(-1)! - 1 / prepared.rate))
      const [b, o, w] = [bare, ours, whole].map((all) => all.at(-1)!.toFixed(0))
      say(`  ${b} bare, ${o} ours, ${w} with rendering a second`)
    }
    const dkim = await withDkim(db, mailboxId)
    return {
      ...{ letters: letters[size], bytes, bare: median(bare), ours: median(ours), share: median(ours) / median(bare) },
      ...{ withRendering: median(whole), rendering: median(rendering), ...dkim },
    }
  } finally {
    sink.stop()
  }
}

async function startDiscard() {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'campaign-discard.ts')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve) =>
    child.stdout!.once('data', (line: Buffer) => resolve(Number(line.toString()))),
  )
  return { port, stop: () => void child.kill() }
}

/** A campaign whose recipients are chosen; nothing is sent yet. */
async function running(db: Database, mailboxId: number): Promise<number> {
  const text = `Dear {{ person.first_name }},\n\n${'The ants of **spring** are here, and they dig as ants do. '.repeat(60)}\n\nYours`
  const values = aDraft(mailboxId, { text, audience: { country: 'DE' } })
  const id = await db.transaction().execute((tx) => addCampaign(tx, values, null))
  await sql`update campaigns set state = 'snapshotting' where id = ${id}`.execute(db)
  if ((await takeSnapshot(db, secrets, id)) !== 'done') throw new Error('no recipients')
  await sql`vacuum analyze campaign_recipients`.execute(db)
  return id
}

async function prepareAll(db: Database, id: number) {
  const campaign = (await runningCampaigns(db)).find((one) => one.id === id)!
  const maker = letterMaker({ secrets, config: config(undefined) }, campaign)
  if ('problem' in maker) throw new Error(maker.problem)
  const { rows } = await sql<Leased>`select id::float8 as id, '' as token, address, domain, vars, 0 as attempts,
    now() as dated_at, null as message_id, null as certificate_id, null as code_sealed, null as last4
    from campaign_recipients where campaign_id = ${id}`.execute(db)
  const signer = startSigner({ db, secrets })
  const began = performance.now()
  const { ready } = await prepare({ campaign, maker, secrets, signer }, rows)
  const rate = (rows.length / (performance.now() - began)) * 1000
  await signer.stop()
  return { letters: ready, rate }
}

async function sendBare(port: number, ready: readonly Ready[]): Promise<number> {
  const pool = { pool: true, maxConnections: connections, maxMessages: 500 } as const
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...pool })
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let letter = ready[next++]; letter; letter = ready[next++])
        await transport.sendMail({ envelope: { from: letter.from, to: [letter.address] }, raw: letter.bytes })
    }),
  )
  const rate = (ready.length / (performance.now() - began)) * 1000
  transport.close()
  return rate
}

/** Letters a second from the first lease to the last commit, with the rendering. */
async function sendOurs(db: Database, id: number): Promise<number> {
  let begun = 0
  let recorded = 0
  const sending = worker(db, undefined, {
    reached(moment) {
      if (moment === 'leased') begun ||= performance.now()
      if (moment === 'recorded') recorded = performance.now()
    },
  })
  const { counts } = await until(db, id, 'finished')
  await sending.stop()
  if (counts.states.sent !== counts.total) throw new Error(`campaign ${id} ended as ${JSON.stringify(counts)}`)
  return (counts.states.sent / (recorded - begun)) * 1000
}

/** The same with our own signatures, made in a thread. */
async function withDkim(db: Database, mailboxId: number) {
  const made = await newKey('rsa')
  await db.transaction().execute(async (tx) => {
    await activateDkimKey(tx, await insertDkimKey(tx, secrets, { domain: 'shop.test', algorithm: 'rsa', key: made }))
  })
  const id = await running(db, mailboxId)
  const { rate } = await prepareAll(db, id)
  return { withDkim: await sendOurs(db, id), signing: rate }
}

/** Resident memory of a worker in its own process while it sends to very many, in MB. */
export async function measureMemory({ db, url }: { db: Database; url: string }, recipients: number): Promise<number> {
  const { id: mailboxId } = await aShop(db, 0)
  const sink = await startDiscard()
  const id = await running(db, mailboxId)
  const many = sql`insert into campaign_recipients (campaign_id, address_key, address, domain, user_identification_id, vars)
    select ${id}, 'many' || n || '@many.test', 'many' || n || '@many.test', 'many.test',
      (select min(user_identification_id) from campaign_recipients), '{"firstNames": "Bea"}'
    from generate_series(1, ${recipients}::int) n`
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx)
    await many.execute(tx)
  })
  const program = join(import.meta.dirname, 'campaign-worker.ts')
  // As npm start runs it.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', '--import', 'tsx', program, url, `smtp://127.0.0.1:${sink.port}`],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  await new Promise((resolve) => child.stdout!.once('data', resolve))
  child.stdin!.write(JSON.stringify({ moment: '', nth: 0 }))
  let most = 0
  for (let n = 0; n < 40; n++) {
    await sleep(500)
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }
  child.kill('SIGKILL')
  sink.stop()
  await sql`update campaigns set state = 'cancelled' where id = ${id}`.execute(db)
  return Math.round(most)
}
