import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../../src/database/blobs.ts'
import type { Dovecot } from '../support/dovecot.ts'
import { connectSmtp, type SmtpClient } from '../support/smtp-client.ts'
import { type SoakMail, soakMail, type TakenMail } from './soak-mails.ts'

/** What the other side knows: which mails it may forget, since they were taken. */
export type Senders = Readonly<{
  accepted: ReadonlyMap<string, TakenMail>
  /** Attempts, mails sent again among them. */
  attempts: () => number
  pause: () => Promise<void>
  resume: () => void
  stop: () => Promise<void>
}>

type Way = Readonly<{ name: string; every: number; send: (mail: SoakMail) => Promise<boolean>; end: () => void }>

const mostOfOneLane = 100_000

/**
 * Sends mixed mail by several SMTP connections and by APPEND into an account that the desk fetches. Each lane keeps a
 * mail until it was taken (RFC 5321 4.5.4.1) and sends it again till then, so that losses would show.
 */
export function startSenders(smtpPort: number, dovecot: Dovecot): Senders {
  const accepted = new Map<string, TakenMail>()
  const state = { stopped: false, paused: false, attempts: 0, idle: 0 }
  const ways: Way[] = [...[1, 2, 3, 4].map((n) => bySmtp(`smtp${n}`, smtpPort)), byImap('imap', dovecot)]
  const lanes = ways.map((way) => run(way))

  async function run({ name, every, send, end }: Way) {
    for (let n = 0; !state.stopped && n < mostOfOneLane; n++) {
      const mail = soakMail(name, n)
      while (!state.stopped && !accepted.has(mail.id)) {
        state.attempts++
        if (await send(mail).catch(() => false))
          accepted.set(mail.id, { kind: mail.kind, sha256: sha256(mail.raw).toString('hex') })
        else await sleep(200)
      }
      await rest(every)
    }
    end()
  }

  async function rest(ms: number) {
    await sleep(ms)
    state.idle++
    while (state.paused && !state.stopped) await sleep(50)
    state.idle--
  }

  return {
    accepted,
    attempts: () => state.attempts,
    async pause() {
      state.paused = true
      for (let tries = 0; state.idle < lanes.length && tries < 600; tries++) await sleep(100)
    },
    resume() {
      state.paused = false
    },
    async stop() {
      state.stopped = true
      await Promise.all(lanes)
    },
  }
}

function bySmtp(name: string, port: number): Way {
  let client: SmtpClient | undefined
  return {
    name,
    every: 120,
    async send(mail) {
      try {
        client ??= await connectSmtp(port)
        const reply = await client.send({ from: mail.from, to: 'support@localhost' }, mail.raw)
        if (reply.code === 250) return true
        client.quit()
      } catch {
        // it hung up: a new connection tries again
      }
      client = undefined
      return false
    },
    end: () => client?.quit(),
  }
}

function byImap(name: string, dovecot: Dovecot): Way {
  return {
    name,
    every: 250,
    async send(mail) {
      await dovecot.append([mail.raw])
      return true
    },
    end: () => undefined,
  }
}
