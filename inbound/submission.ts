import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Config } from '../src/config.ts'
import type { Database } from '../src/database/connection.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { smtpLimits } from './limits.ts'
import { loopback } from './networks.ts'
import { startParser } from './parser.ts'
import { startPeers } from './peers.ts'
import { acceptProxied, plainIp } from './proxy.ts'
import { listening, tlsOptions } from './smtp.ts'
import { hideEarlyAuth, keepBareDots } from './smtp-exact.ts'
import type { Counter } from './submission-door.ts'
import { submissionHandlers } from './submission-session.ts'

export type SubmissionDoor = Readonly<{ port: number; stop: () => Promise<void> }>

const grace = 10_000

/**
 * Listens on SMTP_HOST:SUBMISSION_PORT for mailers of the shop (RFC 6409). Who is not on this machine must use STARTTLS
 * first; the password is an API key that may `submit`. A 250 after DATA means that the letter, its issue and its history
 * are committed. Throws an Error that names SUBMISSION_PORT when the port cannot be had.
 */
export async function startSubmission(parts: {
  db: Database
  config: Config & { submissionPort: number }
  secrets: Secrets
  log: Logger
}): Promise<SubmissionDoor> {
  const { config, log } = parts
  let draining = false
  const parser = startParser()
  const counter: Counter = {
    ...{ ...parts, parser, busy: new Set<string>(), draining: () => draining },
    limits: smtpLimits(config.smtpLimits, config.smtpTrusted),
  }
  const near = new SMTPServer({ ...settings(config), ...submissionHandlers(counter), allowInsecureAuth: true })
  const far = new SMTPServer({ ...settings(config), ...submissionHandlers(counter) })
  hideEarlyAuth(far)
  for (const server of [near, far]) {
    keepBareDots(server)
    server.on('error', (error: Error) => log.debug({ err: error }, 'a submission broke'))
  }
  chooseByPeer(config, { near, far })
  await listening(near, { ...config, smtpPort: config.submissionPort, setting: 'SUBMISSION_PORT' })
  return {
    port: (near.server.address() as AddressInfo).port,
    async stop() {
      draining = true
      const until = Date.now() + grace
      while (counter.busy.size > 0 && Date.now() < until) await sleep(20)
      await Promise.all([near, far].map((server) => new Promise<void>((done) => server.close(() => done()))))
      await parser.stop()
    },
  }
}

/** One port, two sets of rules: the library has its rules by server, so sockets go to the one that fits the peer. */
function chooseByPeer(config: Config, { near, far }: { near: SMTPServer; far: SMTPServer }) {
  const { trusted } = startPeers(config.smtpTrusted)
  near.server.removeAllListeners('connection')
  near.server.on('connection', (socket: Socket) => {
    const connect = (from: { address: string; port: number } | null) => {
      const local = loopback.has(plainIp(from?.address ?? socket.remoteAddress))
      const peer = from ? { remoteAddress: from.address, remotePort: from.port } : undefined
      ;(local ? near : far).connect(socket, peer)
    }
    if (config.smtpProxy) acceptProxied(socket, trusted, connect)
    else connect(null)
  })
}

function settings(config: Config): SMTPServerOptions {
  const tls = tlsOptions(config)
  return {
    name: config.mailDomain,
    banner: 'Antfarm submission',
    size: config.smtpMaxBytes,
    rejectOversized: true,
    maxRecipients: 100,
    authMethods: ['PLAIN', 'LOGIN'],
    hideENHANCEDSTATUSCODES: false,
    disabledCommands: ['WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
    ...tls,
    disableReverseLookup: true,
    logger: false,
    socketTimeout: 5 * 60_000,
    closeTimeout: 500,
  }
}
