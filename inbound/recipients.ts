import type { Database } from '../src/database/connection.ts'
import { backlogOver } from '../src/mail/deliveries.ts'
import { listMailboxes, type MailboxLine, mailboxForRecipient } from '../src/mail/mailboxes.ts'
import { remembered } from './remembered.ts'

/** What the SMTP door asks of the database for each recipient, remembered for seconds. Both throw when it is away. */
export type Recipients = Readonly<{
  /** The mailbox that serves an address; undefined when none does. */
  find: (address: string) => Promise<MailboxLine | undefined>
  /** True while more mails wait to be filed than the desk wants to. */
  full: () => Promise<boolean>
}>

/**
 * A mailbox counts as served for 5 s after the last look; an address that seems unknown is looked up anew, since a
 * 550 is for good.
 */
export function recipients(db: Database, backlog: number): Recipients {
  const mailboxes = remembered(async () => (await listMailboxes(db)).filter((mailbox) => mailbox.bySmtp))
  const over = remembered(() => backlogOver(db, backlog))
  return {
    async find(address) {
      const known = mailboxForRecipient(await mailboxes(5000), address)
      return known ?? mailboxForRecipient(await mailboxes(250), address)
    },
    full: () => over(2000),
  }
}
