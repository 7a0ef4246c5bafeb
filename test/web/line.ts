import pino from 'pino'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { listMailboxes } from '../../src/mail/mailboxes.ts'
import { arrive, secrets } from '../inbound/door.ts'
import type { TestDesk } from './desk.ts'

/** The line in below a desk of tests: what arrives is filed when asked. */
export async function lineBelow({ db, database }: TestDesk) {
  const [mailbox] = await listMailboxes(db)
  const parser = startParser()
  const parts = { db, secrets, log: pino({ level: 'silent' }), parser }
  const fileAll = async () => {
    let count = 0
    for (let found = 1; found > 0; count += found) found = await fileWaiting(parts)
    return count
  }
  const line = { db, url: database.url, mailbox: mailbox!, parser, fileAll }
  return {
    ...line,
    arrive: (mail: Parameters<typeof arrive>[2]) => arrive(db, mailbox!, mail),
    stop: () => parser.stop(),
  }
}
