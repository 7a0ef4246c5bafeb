import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './app.ts'

export type Postfix = Readonly<{ url: string; delivered: () => Buffer[]; log: () => string; stop: () => void }>

const programs = '/usr/lib/postfix/sbin'

/** Why there is no Postfix to test with; undefined where there is one. It needs root to start. */
export function postfixMissing(): string | undefined {
  if (!existsSync('/usr/sbin/postfix') || !existsSync(join(programs, 'master'))) return 'Postfix is not installed'
  return process.getuid?.() === 0 ? undefined : 'Postfix starts as root only'
}

/** A Postfix of one's own on a free loopback port, with its queue in a temporary folder; takes mail for example.test. */
export async function startPostfix(): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'antfarm-postfix-'))
  execFileSync('chmod', ['755', folder])
  const port = await freePort()
  for (const name of ['config', 'queue', 'data', 'mail']) mkdirSync(join(folder, name))
  execFileSync('chown', ['postfix', join(folder, 'data')])
  execFileSync('chown', ['nobody', join(folder, 'mail')])
  writeFileSync(join(folder, 'config', 'main.cf'), mainCf(folder))
  writeFileSync(join(folder, 'config', 'master.cf'), masterCf(port))
  const postfix = (verb: string) =>
    execFileSync('/usr/sbin/postfix', ['-c', join(folder, 'config'), verb], { stdio: 'pipe' })
  postfix('start')
  const inbox = join(folder, 'mail', 'box', 'new')
  return {
    url: `smtp://127.0.0.1:${port}`,
    delivered: () => (existsSync(inbox) ? readdirSync(inbox).map((name) => readFileSync(join(inbox, name))) : []),
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    stop() {
      postfix('stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function mainCf(folder: string): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    daemon_directory: programs,
    maillog_file_prefixes: folder,
    maillog_file: join(folder, 'log'),
    myhostname: 'relay.test',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    // Loopback only: whatever is not for example.test stays in the queue.
    default_transport: 'retry:no way out of this machine',
    virtual_mailbox_domains: 'example.test',
    virtual_mailbox_base: join(folder, 'mail'),
    virtual_mailbox_maps: 'static:box/',
    virtual_uid_maps: 'static:65534',
    virtual_gid_maps: 'static:65534',
    virtual_minimum_uid: '1',
    alias_maps: '',
    smtpd_tls_security_level: 'none',
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')
}

/** Postfix's usual services without chroot; columns: type, private, unprivileged, chroot, wakeup, most processes, command. */
function masterCf(port: number): string {
  const internal = (name: string, command = name) => `${name} unix - - n - - ${command}\n`
  return [
    `127.0.0.1:${port} inet n - n - - smtpd\n`,
    'pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\n',
    'postlog unix-dgram n - n - 1 postlogd\nproxymap unix - - n - - proxymap\n',
    internal('rewrite', 'trivial-rewrite'),
    ...['bounce', 'defer', 'trace'].map((name) => `${name} unix - - n - 0 bounce\n`),
    ...['error', 'discard', 'anvil', 'scache'].map((name) => internal(name)),
    internal('retry', 'error'),
    'virtual unix - n n - - virtual\n',
  ].join('')
}
