import { Resolver } from 'node:dns/promises'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { importMail } from '../inbound/import.ts'
import { replayErasures } from './campaigns/replay-erasures.ts'
import { type Config, readConfig } from './config.ts'
import { backup } from './database/backup.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import { restore } from './database/restore.ts'
import { mailChecks } from './letters/doctor-mail.ts'
import { systemTxt } from './letters/domain-records.ts'
import { helpdeskFiles, importHelpdesk } from './letters/import-helpdesk.ts'
import { ensureFirstMailbox, listMailboxes, type MailboxLine } from './mail/mailboxes.ts'
import { listErasures } from './people/erasures.ts'
import { importPostalCodes } from './people/postal-codes.ts'
import { createApiKey, revokeApiKey } from './reps/api-keys.ts'
import { createAdmin } from './reps/reps.ts'
import { doctor } from './settings/doctor.ts'
import { claimInstance, loadInstance, takeOver } from './settings/instance.ts'
import { checkSecret, keepSecret, loadSecrets } from './settings/secret.ts'
import { importShop } from './shop/import-path.ts'

type Values = Readonly<Record<string, string | undefined>>
type Flags = Readonly<Record<string, boolean | undefined>>
type Command = Readonly<{
  usage: string
  options: readonly string[]
  flags?: readonly string[]
  run: (
    open: { config: Config; database: OpenDatabase },
    values: Values,
    rest: readonly string[],
    flags: Flags,
  ) => Promise<void>
}>

/** The person gets this sentence and the exit code 1. */
class CommandError extends Error {}

/** Commands that look at a database as they find it. */
const asItIs = ['doctor', 'migrate', 'restore']

const say = (text: string) => process.stdout.write(`${text}\n`)

const commands: Readonly<Record<string, Command>> = {
  migrate: {
    usage: 'migrate',
    options: [],
    run: async ({ database }) => {
      const applied = await database.migrate()
      say(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'Nothing to do: the database is up to date.')
    },
  },
  'create-admin': {
    usage: 'create-admin --email EMAIL --password PASSWORD --name NAME',
    options: ['email', 'password', 'name'],
    run: async ({ database }, values) => {
      const admin = { email: need(values, 'email'), password: need(values, 'password'), name: need(values, 'name') }
      const made = await createAdmin(database.db, admin)
      if ('problem' in made) throw new CommandError(made.problem)
      say(`${admin.name} <${admin.email}> may sign in as an admin.`)
    },
  },
  'create-api-key': {
    usage: 'create-api-key --name NAME [--role admin] [--rep EMAIL]',
    options: ['name', 'role', 'rep'],
    run: async ({ database }, values) => {
      const made = await createApiKey(database.db, {
        name: need(values, 'name'),
        role: values.role ?? 'rep',
        repEmail: values.rep,
      })
      if ('problem' in made) throw new CommandError(made.problem)
      say(made.key)
    },
  },
  'revoke-api-key': {
    usage: 'revoke-api-key NAME',
    options: ['name'],
    run: async ({ database }, values, rest) => {
      const name = rest[0] ?? need(values, 'name')
      const revoked = await revokeApiKey(database.db, name)
      if (!revoked) throw new CommandError(`There is no live API key named ${name}.`)
      say(`${name} opens nothing any more.`)
    },
  },
  'import-mail': {
    usage: 'import-mail PATH [--mailbox ADDRESS]   (.eml, mbox, a folder of .eml, or a maildir)',
    options: ['mailbox'],
    run: async ({ database }, values, rest) => {
      const path = rest[0]
      if (!path) throw new CommandError('Say what to import: import-mail PATH')
      const mailbox = await mailboxOf(database, values.mailbox)
      const imported = await importMail(database.db, path, mailbox)
      say(`${imported.mails} mails kept for ${mailbox.address}; the worker files them.`)
    },
  },
  'import-helpdesk': {
    usage: 'import-helpdesk PATH [--mailbox ADDRESS]   (exports of Zendesk as JSON, of FreeScout as JSON or CSV)',
    options: ['mailbox'],
    run: async ({ database }, values, rest) => {
      if (!rest[0]) throw new CommandError('Say what to import: import-helpdesk PATH')
      const files = await helpdeskFiles(rest[0])
      const done = await importHelpdesk(database.db, files, await mailboxOf(database, values.mailbox))
      if ('problem' in done) throw new CommandError(done.problem)
      say(`New customers: ${done.people}, issues: ${done.issues}, contacts: ${done.entries}. Nothing was sent.`)
      if (done.left > 0) say([`${done.left} records were left out:`, ...done.skipped].join('\n  '))
    },
  },
  'import-postal-codes': {
    usage: 'import-postal-codes FILE   (CSV in UTF-8: a code and its place on each line)',
    options: [],
    run: async ({ database }, _values, rest) => {
      if (!rest[0]) throw new CommandError('Say what to import: import-postal-codes FILE')
      const imported = await importPostalCodes(database.db, await readFile(rest[0], 'utf8'))
      if ('problem' in imported) throw new CommandError(imported.problem)
      say(`${imported.taken} postal codes are known from this file.`)
    },
  },
  'import-shop': {
    usage: 'import-shop PATH [--currency EUR] [--zone Europe/Berlin] [--list SLUG]   (a CSV, or a folder of them)',
    options: ['currency', 'zone', 'list'],
    run: async ({ database }, values, rest) => {
      if (!rest[0]) throw new CommandError('Say what to import: import-shop PATH')
      const sound = await importShop(database.db, rest[0], { ...values, say })
      if (!sound) process.exitCode = 1
    },
  },
  backup: {
    usage: 'backup FILE [--with-secret]   (everything, at one moment, while the desk runs)',
    options: [],
    flags: ['with-secret'],
    run: async ({ config, database }, _values, [file], flags) => {
      if (!file) throw new CommandError('Say where to: backup FILE')
      const secret = flags['with-secret'] ? loadSecrets(config).current : undefined
      const { tables, rows } = await backup(database.directUrl, file, secret ? { secret } : {})
      say(`${file}: ${rows} rows of ${tables} tables, ${Math.ceil(statSync(file).size / 2 ** 20)} MiB.`)
      if (secret) say('The secret is in it: whoever has this file has the desk.')
      else say('The secret is not in it: keep SECRET, or DATA_DIR/secret, in another place.')
    },
  },
  restore: {
    usage: 'restore FILE [--replace]   (into an empty database; nothing is sent until take-over)',
    options: [],
    flags: ['replace'],
    run: async ({ config, database }, _values, [file], flags) => {
      if (!file) throw new CommandError('Say what to restore: restore FILE')
      await restoreDesk(config, database, file, Boolean(flags.replace))
    },
  },
  'take-over': {
    usage: 'take-over',
    options: [],
    run: async ({ config, database }) => {
      await takeOver(database.db, loadInstance(config))
      say('This is the real one now: it sends. Any other desk on a copy of this database stops sending.')
    },
  },
  doctor: {
    usage: 'doctor',
    options: [],
    run: async ({ config, database }) => {
      const resolver = new Resolver({ timeout: 2000, tries: 2 })
      if (config.dnsServers.length > 0) resolver.setServers([...config.dnsServers])
      const dns = { txt: systemTxt(config.dnsServers), mx: (name: string) => resolver.resolveMx(name) }
      const sound = await doctor(config, database.db, { say, more: () => mailChecks(database.db, dns) })
      if (!sound) process.exitCode = 1
    },
  },
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`antfarm: ${(error as Error).message}\n`)
  process.exitCode = 1
}

async function main([name, ...args]: string[]) {
  const command = commands[name ?? '']
  if (!command || !name)
    throw new CommandError(`${name ? `there is no command ${name}` : 'name a command'}. Commands:\n${usages()}`)
  const typed = (names: readonly string[] = [], type: 'string' | 'boolean') =>
    names.map((option) => [option, { type }] as const)
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: Object.fromEntries([...typed(command.options, 'string'), ...typed(command.flags, 'boolean')]),
  })
  const config = readConfig()
  const database = await openDatabase(config, 4, `antfarm ${name}`)
  try {
    if (!asItIs.includes(name)) await prepare(config, database)
    await command.run({ config, database }, values as Values, positionals, values as Flags)
  } finally {
    await database.stop()
  }
}

/** A backup in the place of this desk: brought up to date, those erased since erased again, and nothing sent. */
async function restoreDesk(config: Config, { db, directUrl, migrate }: OpenDatabase, file: string, replace: boolean) {
  const erased = await listErasures(db).catch(() => [])
  const { head, tables } = await restore(directUrl, file, { replace })
  if (head.secret && !config.secret) say(keepSecret(config, head.secret))
  await migrate()
  await takeOver(db, `restored ${new Date().toISOString()}`)
  say(`${tables} tables as they were at ${head.madeAt}.`)
  await checkSecret(db, loadSecrets(config))
  const again = await replayErasures(db, loadSecrets(config), erased)
  if (again > 0) say(`${again} people who were erased since are erased again.`)
  say('Nothing is sent from here until you say: npm run -s antfarm -- take-over')
}

/** A command may be the first thing that ever runs on a data folder. */
async function prepare(config: Config, { db, migrate }: OpenDatabase) {
  await migrate()
  await checkSecret(db, loadSecrets(config))
  await claimInstance(db, loadInstance(config))
  await ensureFirstMailbox(db, config.supportAddress)
}

async function mailboxOf({ db }: OpenDatabase, address: string | undefined): Promise<MailboxLine> {
  const mailboxes = await listMailboxes(db)
  const mailbox = address ? mailboxes.find((each) => each.address === address) : mailboxes[0]
  if (mailbox) return mailbox
  throw new CommandError(`There is no mailbox ${address}: use ${mailboxes.map((each) => each.address).join(', ')}.`)
}

function need(values: Values, name: string): string {
  const value = values[name]?.trim()
  if (!value) throw new CommandError(`--${name} is missing`)
  return value
}

function usages(): string {
  return Object.values(commands)
    .map((command) => `  npm run -s antfarm -- ${command.usage}`)
    .join('\n')
}
