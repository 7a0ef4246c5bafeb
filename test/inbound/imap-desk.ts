import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { onTestFinished, test } from 'vitest'
import { startImap } from '../../inbound/imap.ts'
import type { MailboxPatch } from '../../src/desk/mailbox-changes.ts'
import { changeMailbox } from '../../src/desk/mailbox-changes.ts'
import type { Credentials } from '../../src/mail/imap-accounts.ts'
import { imapHealth } from '../../src/mail/imap-health.ts'
import { type Dovecot, type DovecotOptions, dovecotMissing, startDovecot } from '../support/dovecot.ts'
import { compose, openLine, secrets } from './door.ts'

const missing = dovecotMissing()
if (missing) process.stderr.write(`${missing}: the tests of IMAP are skipped.\n`)
/** Absent, it is no reason to fail but in CI. */
export const imapTest = missing && process.env.CI !== 'true' ? test.skip : test

const system = { kind: 'system', repId: null } as const

export type ImapLine = Awaited<ReturnType<typeof openImapLine>>

/** A line in whose mailbox is fetched from a Dovecot of its own. `run()` starts the door that fetches, until the test is over. */
export async function openImapLine(options: DovecotOptions & { maxBytes?: number; imap?: MailboxPatch['imap'] } = {}) {
  const line = await openLine()
  const dovecot = await startDovecot(options)
  onTestFinished(() => dovecot.stop())
  const setUp = (imap: MailboxPatch['imap'], credentials: Credentials = {}) =>
    line.db
      .transaction()
      .execute((tx) => changeMailbox(tx, system, secrets, { id: line.mailbox.id, patch: { imap }, credentials }))
  await setUp({ ...account(dovecot), ...options.imap }, { password: dovecot.password })
  const run = (poll = 60_000) => {
    const door = startImap({
      db: line.db,
      directUrl: line.url,
      secrets,
      log: pino({ level: 'silent' }),
      maxBytes: options.maxBytes ?? 1 << 20,
      poll,
      firstPause: 150,
    })
    onTestFinished(() => door.stop())
    return door
  }
  return { ...line, dovecot, setUp, run, ...looks(line) }
}

function looks({ db }: Awaited<ReturnType<typeof openLine>>) {
  const kept = () =>
    db
      .selectFrom('deliveries as d')
      .innerJoin('blobs as b', 'b.sha256', 'd.rawSha256')
      .select(['d.id', 'd.recipient', 'd.mailFrom', 'd.state', 'd.reason', 'd.flags', 'd.source', 'b.bytes'])
      .orderBy('d.id')
      .execute()
  return {
    kept,
    /** Waits until so many deliveries are there; answers them. */
    async untilKept(count: number) {
      await until(async () => (await kept()).length >= count, `${count} deliveries`)
      return kept()
    },
    async health() {
      return (await imapHealth(db))[0]!
    },
  }
}

export function account(dovecot: Dovecot) {
  const { port, user } = dovecot
  return { host: '127.0.0.1', port, tls: 'none', user } as const
}

export async function until(done: () => Promise<boolean>, what: string, ms = 15_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`This did not come in ${ms} ms: ${what}`)
    await sleep(25)
  }
}

/** Mails that differ, by number. */
export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) =>
    compose({
      subject: `Mail ${from + i}`,
      id: `mail-${from + i}@customer.example`,
      text: `Words of mail ${from + i}.`,
    }),
  )
}
