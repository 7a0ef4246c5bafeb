import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { freePort } from './app.ts'

export type Dovecot = Readonly<{
  port: number
  user: string
  password: string
  /** Where its INBOX lies: a maildir. */
  maildir: string
  /** What is in it, as files: every message once. */
  files: () => string[]
  /** Puts messages into the folder by APPEND, as a provider would. */
  append: (mails: readonly (string | Buffer)[], folder?: string) => Promise<void>
  /** A client of somebody else, as a phone that reads the same account. */
  other: <T>(work: (client: ImapFlow) => Promise<T>, folder?: string) => Promise<T>
  /** Ends it at once, connections and all, and brings it back on the same port. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** The folder's UIDs mean something else from now on. */
  bumpUidvalidity: () => Promise<void>
  stop: () => Promise<void>
}>

const program = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'].find((path) =>
  existsSync(path),
)

/** Why there is no Dovecot to test with; undefined where there is one. */
export function dovecotMissing(): string | undefined {
  return program ? undefined : 'Dovecot is not installed'
}

/** `introspect`: asked with a token at its end, who it belongs to; with it XOAUTH2 and OAUTHBEARER are offered. */
export type DovecotOptions = Readonly<{ settings?: string; port?: number; introspect?: string | undefined }>

/** A Dovecot of one's own on a free loopback port, everything it has in a temporary folder; one user, any password but the right one is refused. */
export async function startDovecot({ settings = '', port, introspect }: DovecotOptions = {}): Promise<Dovecot> {
  if (!program) throw new Error('Dovecot is not installed: apt-get install dovecot-imapd')
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-dovecot-'))
  chmodSync(folder, 0o755)
  const [uid, gid] = mailUser()
  const home = join(folder, 'mail')
  for (const name of ['mail', 'mail/Maildir', 'run', 'state']) {
    mkdirSync(join(folder, name))
    if (name.startsWith('mail')) chownSync(join(folder, name), uid, gid)
  }
  const account = { user: 'support', password: 'right-horse', port: port ?? (await freePort()) }
  const conf = join(folder, 'dovecot.conf')
  writeFileSync(
    conf,
    configuration(folder, { ...account, uid, gid, settings: settings + (introspect ? oauth(folder, introspect) : '') }),
  )
  let child = await launch(conf, account.port)
  const end = () => void endTree(child)
  process.once('exit', end)
  const other = <T>(work: (client: ImapFlow) => Promise<T>, path = 'INBOX') => withClient(account, path, work)
  const maildir = join(home, 'Maildir')
  return {
    ...account,
    maildir,
    files: () => ['new', 'cur'].flatMap((sub) => filesOf(join(maildir, sub))),
    append: (mails, path = 'INBOX') => appendAll(account, path, mails),
    other,
    async kill() {
      await endTree(child)
    },
    async start() {
      child = await launch(conf, account.port)
    },
    async bumpUidvalidity() {
      await endTree(child)
      rmSync(join(maildir, 'dovecot-uidlist'), { force: true })
      for (const name of readdirSync(maildir))
        if (/^dovecot\.index|^dovecot-uidvalidity/.test(name)) rmSync(join(maildir, name))
      await sleep(1100) // a UIDVALIDITY is a time in seconds
      child = await launch(conf, account.port)
    },
    async stop() {
      process.off('exit', end)
      await endTree(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
}

/** Dovecot serves mail as nobody where it is started by root, else as who runs the tests. */
function mailUser(): [number, number] {
  const uid = process.getuid?.() ?? 0
  if (uid !== 0) return [uid, process.getgid?.() ?? 0]
  const nobody = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m)
  return [Number(nobody?.[1] ?? 65534), Number(nobody?.[2] ?? 65534)]
}

type Wish = { password: string; port: number; uid: number; gid: number; settings: string }

function configuration(folder: string, { password, port, uid, gid, settings }: Wish): string {
  const me = process.getuid?.() === 0 ? '' : execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
  const users = me && `default_internal_user = ${me}\ndefault_login_user = ${me}\ndefault_internal_group = ${me}\n`
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
first_valid_uid = 1
first_valid_gid = 1
${users}service imap-login {
  ${me ? 'chroot =' : ''}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  ${me ? 'chroot =' : ''}
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail
}
namespace inbox {
  inbox = yes
  mailbox Done {
    auto = create
  }
}
${settings}
`
}

function oauth(folder: string, introspect: string): string {
  const file = join(folder, 'oauth2.conf.ext')
  const settings = [
    `introspection_url = ${introspect}`,
    'introspection_mode = get',
    'username_attribute = email',
    'active_attribute = active',
    'active_value = true',
  ]
  writeFileSync(file, `${settings.join('\n')}\n`)
  return `
auth_mechanisms = plain xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${file}
}
`
}

/** In a process group of its own, so that its children end with it. */
async function launch(conf: string, port: number): Promise<ChildProcess> {
  const child = spawn(program!, ['-F', '-c', conf], { stdio: 'ignore', detached: true })
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(port)) return child
    if (child.exitCode !== null) break
    await sleep(25)
  }
  await endTree(child)
  throw new Error(`Dovecot does not start; it says why in ${join(conf, '..', 'log')}:\n${logOf(conf)}`)
}

function logOf(conf: string): string {
  const log = join(conf, '..', 'log')
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : ''
}

/** True once it greets. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 })
    const end = (ok: boolean) => {
      socket.destroy()
      resolve(ok)
    }
    socket.once('data', () => end(true))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.once('timeout', () => end(false))
  })
}

async function endTree(child: ChildProcess) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    return
  }
  await gone
}

type Account = { port: number; user: string; password: string }

async function withClient<T>(account: Account, path: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: account.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: account.user, pass: account.password },
    logger: false,
    disableAutoIdle: true,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.mailboxOpen(path)
    return await work(client)
  } finally {
    await client.logout().catch(() => undefined)
  }
}

function appendAll(account: Account, path: string, mails: readonly (string | Buffer)[]): Promise<void> {
  return withClient(account, path, async (client) => {
    for (const mail of mails) await client.append(path, Buffer.from(mail))
  })
}
