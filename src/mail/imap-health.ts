import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { ImapState } from '../database/tables-mailboxes.ts'
import type { Fault } from './imap-faults.ts'

/** How an account does; times are null where it has not happened yet. `lag` in seconds since the last good look. */
export type ImapHealth = Readonly<{
  mailboxId: number
  enabled: boolean
  state: ImapState
  lag: number
  waiting: number
  lastSuccessAt: Date | null
  nextRetryAt: Date | null
  lastError: string | null
  uidvalidityChangedAt: Date | null
  reconciledAt: Date | null
  reconciledMails: number | null
  reconciledMissing: number | null
}>

/** Later than this many seconds every rep is told. */
export const lagLimit = 300

/** SQL: how many accounts are behind. There are few accounts; stopped ones are behind after a while, too. */
export const lateMailboxes = sql<number>`(
  select count(*)::int from imap_accounts a join mailboxes m on m.id = a.mailbox_id and m.deleted_at is null
  where a.enabled and coalesce(a.last_success_at, a.healthy_since) < now() - make_interval(secs => ${lagLimit}))`

export async function imapHealth(db: Db): Promise<ImapHealth[]> {
  const { rows } = await sql<ImapHealth>`
    select a.mailbox_id, a.enabled, a.state, a.last_success_at, a.next_retry_at, a.last_error, a.uidvalidity_changed_at,
      a.reconciled_at, a.reconciled_mails, a.reconciled_missing,
      extract(epoch from now() - coalesce(a.last_success_at, a.healthy_since))::int as lag,
      (select count(*)::int from imap_mails w where w.mailbox_id = a.mailbox_id and w.state = 'waiting') as waiting
    from imap_accounts a join mailboxes m on m.id = a.mailbox_id and m.deleted_at is null
    order by a.mailbox_id`.execute(db)
  return rows
}

/** A look that left nothing behind; `warning` where something beside the mail went wrong, as moving it away. */
export async function noteSuccess(db: Db, mailboxId: number, warning: string | null): Promise<void> {
  await sql`update imap_accounts set state = 'ok', last_success_at = now(), last_error = ${warning}, failures = 0,
      next_retry_at = null where mailbox_id = ${mailboxId}`.execute(db)
}

/** `retryIn` in ms; null: it stops until an admin changes something. */
export async function noteFault(db: Db, mailboxId: number, fault: Fault, retryIn: number | null): Promise<void> {
  const next = retryIn === null ? sql`null` : sql`now() + make_interval(secs => ${retryIn / 1000})`
  await sql`update imap_accounts set state = ${retryIn === null ? 'stopped' : 'retrying'}, last_error = ${fault.text},
      failures = failures + 1, next_retry_at = ${next} where mailbox_id = ${mailboxId}`.execute(db)
}
