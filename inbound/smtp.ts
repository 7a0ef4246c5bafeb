import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Config } from '../src/config.ts'
import type { Database } from '../src/database/connection.ts'
import type { Handoff } from './handoff.ts'
import { startKeeper } from './keep.ts'
import { smtpLimits } from './limits.ts'
import { startPace } from './pace.ts'
import { type Peers, startPeers } from './peers.ts'
import { acceptProxied } from './proxy.ts'
import { recipients } from './recipients.ts'
import type { Door } from './smtp-door.ts'
import { keepBareDots } from './smtp-exact.ts'
import { handlers } from './smtp-session.ts'

export type SmtpDoor = Readonly<{ port: number; busy: () => boolean; stop: () => Promise<void> }>

/** How long a stop waits for mails in hand, in ms. */
const grace = 10_000

/**
 * Listens on SMTP_HOST:SMTP_PORT. A 250 after DATA means that the mail and a delivery per recipient are committed;
 * whatever goes wrong on our side is a 4xx, so that the sender keeps the mail and tries again (RFC 5321 6.1).
 * Throws an Error that names SMTP_PORT when the port cannot be had.
 */
export async function startSmtp(parts: {
  db: Database
  config: Config
  log: Logger
  handoff?: Handoff
}): Promise<SmtpDoor> {
  const { db, config, log, handoff } = parts
  let draining = false
  const door: Door = {
    config,
    log,
    keeper: startKeeper(db, handoff),
    limits: smtpLimits(config.smtpLimits, config.smtpTrusted),
    peers: startPeers(config.smtpTrusted),
    recipients: recipients(db, config.smtpLimits.backlog),
    busy: new Set(),
    draining: () => draining,
    pace: startPace(),
  }
  const server = new SMTPServer({ ...settings(config, door.peers), ...handlers(door) })
  keepBareDots(server)
  if (config.smtpProxy) expectProxies(server, door.peers)
  await listening(server, config)
  server.on('error', (error: Error) => log.debug({ err: error }, 'an SMTP connection broke'))
  return {
    port: (server.server.address() as AddressInfo).port,
    busy: door.pace.busy,
    async stop() {
      draining = true
      const until = Date.now() + grace
      while (door.busy.size > 0 && Date.now() < until) await sleep(20)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await door.keeper.stop()
    },
  }
}

function settings(config: Config, { xclient }: Peers): SMTPServerOptions {
  const tls = tlsOptions(config)
  return {
    name: config.mailDomain,
    banner: 'Antfarm',
    size: config.smtpMaxBytes,
    rejectOversized: true,
    maxRecipients: 100,
    hideENHANCEDSTATUSCODES: false,
    disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
    ...tls,
    disableReverseLookup: true,
    // The library knows no networks: this list holds who of SMTP_TRUSTED is connected.
    useXClient: config.smtpTrusted.length > 0 && xclient,
    logger: false,
    socketTimeout: 5 * 60_000,
    closeTimeout: 500,
  }
}

/** The library reads the first version of that protocol alone, and not by networks: so its sockets come by way of ours. */
function expectProxies(server: SMTPServer, { trusted }: Peers) {
  server.server.removeAllListeners('connection')
  server.server.on('connection', (socket: Socket) =>
    acceptProxied(socket, trusted, (from) =>
      server.connect(socket, from && { remoteAddress: from.address, remotePort: from.port }),
    ),
  )
}

/** Undefined where no certificate is set: then no STARTTLS is offered. */
export function tlsOptions({ smtpTlsCert, smtpTlsKey }: Config): { cert: string; key: string } | undefined {
  if (!smtpTlsCert || !smtpTlsKey) return undefined
  return { cert: pem('SMTP_TLS_CERT', smtpTlsCert), key: pem('SMTP_TLS_KEY', smtpTlsKey) }
}

/** The settings hold a path, or the PEM text itself. */
function pem(name: string, value: string): string {
  if (value.includes('-----BEGIN')) return value
  try {
    return readFileSync(value, 'utf8')
  } catch (error) {
    throw new Error(`${name}: ${value} cannot be read (${(error as Error).message}).`)
  }
}

type Place = Pick<Config, 'smtpHost' | 'smtpPort'> & { setting?: string }

/** Listens, or throws an Error that names the setting of the port. */
export function listening(server: SMTPServer, { smtpPort, smtpHost, setting = 'SMTP_PORT' }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be had (${error.message})`
      reject(new Error(`Port ${smtpPort} on ${smtpHost} ${why}: set ${setting} (or SMTP_HOST) to a free one.`))
    }
    server.once('error', failed)
    server.listen(smtpPort, smtpHost, () => {
      server.off('error', failed)
      resolve()
    })
  })
}
