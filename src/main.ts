import type { Logger } from 'pino'
import { startAuthenticator } from '../inbound/authenticator.ts'
import { startFiling } from '../inbound/filing.ts'
import type { Handoff } from '../inbound/handoff.ts'
import { startImap } from '../inbound/imap.ts'
import { keepForm } from '../inbound/keep-form.ts'
import { startParser } from '../inbound/parser.ts'
import { startRechecks } from '../inbound/recheck.ts'
import { startRefiling } from '../inbound/refile.ts'
import { systemDns } from '../inbound/resolve.ts'
import { type SmtpDoor, startSmtp } from '../inbound/smtp.ts'
import { startSubmission } from '../inbound/submission.ts'
import { createApi } from './api/app.ts'
import { startCampaigns } from './campaigns/send.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { listen } from './database/listen.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import { startSearchFeed } from './desk/search-feed.ts'
import { startWebhooks } from './desk/webhook-worker.ts'
import { startCron } from './jobs/cron.ts'
import type { Worker } from './jobs/queue.ts'
import { startNoticeMails } from './letters/notice-mails.ts'
import { startOutbox } from './letters/outbox.ts'
import { whereLettersGo } from './letters/relays.ts'
import { startSpeller } from './letters/speller.ts'
import { startTraffic } from './letters/traffic.ts'
import { ensureFirstMailbox } from './mail/mailboxes.ts'
import { startReportMails } from './reports/report-mails.ts'
import { makeAdminLink } from './reps/admin-link.ts'
import { claimInstance, loadInstance } from './settings/instance.ts'
import { startLog } from './settings/log.ts'
import { startQuietMemory } from './settings/quiet-memory.ts'
import { checkSecret, loadSecrets } from './settings/secret.ts'
import { startShopWork } from './shop/work.ts'
import { tasks } from './tasks.ts'
import { pictureFinder } from './web/clean-mail.ts'
import { createHealth } from './web/health.ts'
import { startWeb } from './web/serve.ts'

const roles = ['web', 'inbound', 'worker'] as const
type Role = (typeof roles)[number]
type Stop = () => Promise<unknown>
type Desk = Readonly<{
  config: Config
  database: OpenDatabase
  secrets: ReturnType<typeof loadSecrets>
  instance: string
  log: Logger
}>

/** ms; npm hands on a Ctrl-C that the terminal gave us already, where its shell is not between us (bash as sh). */
const sameSignal = 200
const log = startLog()
const stops: Stop[] = []
let door: SmtpDoor | undefined
let handoff: Handoff | undefined

try {
  await start(rolesAsked(process.argv.slice(2)))
} catch (error) {
  const expected = error instanceof ConfigError || (error instanceof Error && !('code' in error))
  process.stderr.write(
    `\nAntfarm does not start: ${expected ? (error as Error).message : String((error as Error).stack)}\n`,
  )
  await stopAll()
  process.exit(1)
}

async function start(asked: readonly Role[]) {
  const config = readConfig()
  log.level = config.logLevel
  stopOnSignals()
  const database = await openDatabase(config)
  stops.push(() => database.stop())
  const desk = { config, database, secrets: loadSecrets(config), instance: loadInstance(config), log }
  await prepare(desk)
  const running: Record<string, () => boolean> = {}
  if (asked.includes('worker')) await startWorkers(desk, running)
  if (asked.includes('inbound')) await startInbound(desk, running)
  if (asked.includes('web')) await startDesk(desk, running)
  await sayHello(desk, asked)
  stoppedLater(startQuietMemory())
}

/** Every role does this, since any of them may be the first to start after an upgrade. */
async function prepare({ config, database, secrets, instance }: Desk) {
  const applied = await database.migrate()
  if (applied.length > 0) log.info({ applied }, 'migrated')
  await checkSecret(database.db, secrets)
  await claimInstance(database.db, instance)
  await ensureFirstMailbox(database.db, config.supportAddress)
}

async function startWorkers({ config, database, secrets, instance }: Desk, running: Record<string, () => boolean>) {
  const { db, readDb, directUrl } = database
  const authenticator = stoppedLater(startAuthenticator(systemDns(config.dnsServers)))
  const filing = startFiling({ db, secrets, log, authenticator, doorBusy: () => door?.busy() ?? false })
  handoff = filing.handoff
  stops.push(() => filing.stop())
  const refiling = stoppedLater(startRefiling({ db, log }))
  stoppedLater(startRechecks({ db, authenticator, log }))
  const traffic = startTraffic(db)
  stops.push(async () => traffic.stop())
  const sending = { db, config, secrets, instance, log, traffic }
  const outbox = stoppedLater(startOutbox(sending))
  const campaigns = stoppedLater(startCampaigns(sending))
  stoppedLater(startSearchFeed({ db, log }))
  stoppedLater(startShopWork({ db, log }))
  stoppedLater(startNoticeMails({ db, config, secrets, instance, log }))
  stoppedLater(startReportMails({ db, readDb, config, secrets, instance, log }))
  const webhooks = stoppedLater(startWebhooks({ db, secrets, log }))
  const cron = await startCron(directUrl, tasks({ db, config, secrets, log }), log)
  stops.push(() => cron.stop())
  const queues: Record<string, Worker> = {
    deliveries: filing,
    refilings: refiling,
    letters: outbox,
    campaigns,
    webhooks,
  }
  const wakeAll = () => {
    for (const queue of Object.values(queues)) queue.wake()
  }
  const listener = listen(directUrl, Object.keys(queues), (channel) => queues[channel]?.wake(), { again: wakeAll })
  stops.push(() => listener.stop())
  running.worker = () => filing.healthy() && outbox.healthy() && campaigns.healthy()
}

async function startInbound({ config, database, secrets, log }: Desk, running: Record<string, () => boolean>) {
  const smtp = await startSmtp({ db: database.db, config, log, ...(handoff && { handoff }) })
  door = smtp
  let listening = true
  running.smtp = () => listening
  stops.push(() => {
    listening = false
    return smtp.stop()
  })
  const { db, directUrl } = database
  if (config.submissionPort !== undefined)
    stoppedLater(
      await startSubmission({ db, secrets, log, config: { ...config, submissionPort: config.submissionPort } }),
    )
  const imap = startImap({ db, directUrl, secrets, log, maxBytes: config.smtpMaxBytes })
  running.imap = () => imap.healthy()
  stops.push(() => imap.stop())
}

/** A thread for reading mails within mails; it starts with the first and ends when idle. */
function messageReader() {
  const parser = startParser()
  stops.push(() => parser.stop())
  return (raw: Buffer) => parser.parse({ raw, mailFrom: null, receivedAt: new Date() })
}

async function startDesk({ config, database, secrets, instance, log }: Desk, running: Record<string, () => boolean>) {
  const { db, readDb, fromPrimary, directUrl } = database
  const speller = stoppedLater(startSpeller())
  const shared = { db, config, secrets, log, readMessage: messageReader(), speller }
  const api = createApi({ ...shared, instance, picturesOf: pictureFinder() })
  const health = createHealth(db, running)
  const web = await startWeb({ ...shared, keepMail: keepForm, readDb, fromPrimary, directUrl, instance, api, health })
  stops.push(() => web.stop())
}

async function sayHello({ config, database }: Desk, asked: readonly Role[]) {
  const token = asked.includes('web') ? await makeAdminLink(database.db) : undefined
  const desk = `${config.publicUrl}${config.basePath}`
  const say = (name: string, text: string) => process.stdout.write(`${name.padEnd(9)}${text}\n`)
  if (database.note) say('Note', database.note)
  if (asked.length < roles.length) return say('Running', asked.join(', '))
  say('Desk', token ? `${desk}welcome/${token}  (makes the first admin; works once, for 24 hours)` : desk)
  say('Mail in', `${config.supportAddress} by SMTP at ${config.smtpHost}:${config.smtpPort}`)
  say('Letters', await whereLettersGo(database.db, config))
  say(
    'Data',
    config.databaseUrl
      ? `PostgreSQL at ${new URL(config.databaseUrl).host}, secret in ${config.dataDir}`
      : config.dataDir,
  )
  say(
    'Next',
    token
      ? 'open the link above, then mail the address: the empty inbox shows how'
      : `mail ${config.supportAddress} and watch it arrive`,
  )
}

function rolesAsked(args: readonly string[]): readonly Role[] {
  const wrong = args.filter((arg) => !roles.some((role) => role === arg))
  if (wrong.length > 0)
    throw new ConfigError(`There is no role ${wrong.join(', ')}: name web, inbound or worker, or none for all three.`)
  return args.length > 0 ? roles.filter((role) => args.includes(role)) : roles
}

/** The first signal lets sessions and claims in hand finish; a second one ends at once. */
function stopOnSignals() {
  let stopping = 0
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping && performance.now() - stopping < sameSignal) return
      if (stopping) process.exit(1)
      stopping = performance.now()
      process.stderr.write('\nFinishing what is in hand; once more to end at once.\n')
      void stopAll().then(() => process.exit(0))
    })
  }
}

/** The part itself, noted to be stopped before those that started earlier. */
function stoppedLater<Part extends { stop: Stop }>(part: Part): Part {
  stops.push(() => part.stop())
  return part
}

async function stopAll() {
  for (const stop of stops.splice(0).reverse()) {
    await stop().catch((error) => log.error({ error: String(error) }, 'a part did not stop cleanly'))
  }
}
