import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { changeMailbox } from '../../src/desk/mailbox-changes.ts'
import { sendPlusProbe } from '../../src/letters/plus-probe.ts'
import { getMailbox } from '../../src/mail/mailbox-settings.ts'
import { reconcileMailboxes } from '../../src/mail/reconcile.ts'
import { secrets } from '../inbound/door.ts'
import { imapTest, numbered, openImapLine, until } from '../inbound/imap-desk.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'

imapTest('the nightly comparison says 0 missing, and has fetched what is missing', async () => {
  const line = await openImapLine()
  await line.dovecot.append(numbered(1, 30))
  line.run()
  await line.untilKept(30)
  await until(async () => (await line.health()).state === 'ok', 'health')
  const parts = { db: line.db, secrets, maxBytes: 1 << 20 }
  expect(await reconcileMailboxes(parts)).toEqual([{ mailboxId: line.mailbox.id, mails: 30, missing: 0 }])
  await sql`delete from imap_mails where uid in (7, 8)`.execute(line.db)
  await sql`delete from deliveries where id in (select id from deliveries order by id offset 6 limit 2)`.execute(
    line.db,
  )
  expect(await reconcileMailboxes(parts)).toMatchObject([{ mails: 30, missing: 2 }])
  const kept = await line.untilKept(30)
  expect(new Set(kept.map((one) => one.bytes.toString()))).toEqual(new Set(numbered(1, 30)))
  await until(async () => (await reconcileMailboxes(parts))[0]?.missing === 0, '0 missing')
  expect(await line.health()).toMatchObject({ reconciledMails: 30, reconciledMissing: 0 })
})

imapTest('addresses with a + are used for letters once a mail of our own to one came in', async () => {
  const line = await openImapLine()
  const system = { kind: 'system', repId: null } as const
  const { id } = line.mailbox
  await line.db
    .transaction()
    .execute((tx) => changeMailbox(tx, system, secrets, { id, patch: { bySmtp: false }, credentials: {} }))
  expect((await getMailbox(line.db, id))!.plusAddresses).toBe(false)
  const taken: RelayedLetter[] = []
  const relay = await startRelay((letter) => taken.push(letter))
  onTestFinished(() => relay.stop())
  const config = readConfig({ RELAY_URL: relay.url })
  expect(await sendPlusProbe(line.db, { secrets, config: readConfig({}) }, (await getMailbox(line.db, id))!)).toBe(
    'no relay',
  )
  expect(await sendPlusProbe(line.db, { secrets, config }, (await getMailbox(line.db, id))!)).toBe('sent')
  const sent = taken[0]!
  expect(String(sent.to)).toMatch(/^support\+test[0-9a-f]{20}@shop\.test$/)
  await line.dovecot.append([...numbered(1, 1), sent.raw])
  line.run()
  const kept = await line.untilKept(2)
  expect(kept.map((one) => one.state)).toEqual(['kept', 'filed'])
  expect(await getMailbox(line.db, id)).toMatchObject({ plusAddresses: true, plusProvedAt: expect.any(Date) })
})
