import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import type { ImapAccount } from './imap-accounts.ts'

/** How often a message is asked for before a held delivery says that it cannot be had. */
export const triesBeforeGivenUp = 5

/**
 * Takes the folder's UIDVALIDITY for the account's. The first time the cursor starts at the first or, where old mail
 * is not wanted, at the next UID; a new one later means that UIDs name other messages: everything is read again, what
 * is known by its bytes comes in no second time (inbound.md I3), as after a move to another host. Answers what happened.
 */
export async function adoptUidvalidity(
  db: Database,
  account: ImapAccount,
  folder: { uidvalidity: string; uidNext: number },
): Promise<'same' | 'first' | 'changed' | 'stale'> {
  const { mailboxId, generation } = account
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('imapAccounts')
      .select(['generation', 'uidvalidity'])
      .where('mailboxId', '=', mailboxId)
      .forUpdate()
      .executeTakeFirst()
    if (row?.generation !== generation) return 'stale'
    if (row.uidvalidity === folder.uidvalidity) return 'same'
    const first = row.uidvalidity === null
    const from = first && !account.takeOld ? folder.uidNext : 1
    await sql`
      update imap_accounts set uidvalidity = ${folder.uidvalidity}::bigint, first_uid = ${from}, last_uid = ${from - 1},
        rescan_below = case when ${first} and not exists (select from imap_mails where mailbox_id = ${mailboxId})
          then 0 else ${folder.uidNext}::bigint end, first_look_at = coalesce(first_look_at, now()),
        uidvalidity_changed_at = case when ${first} then uidvalidity_changed_at else now() end
      where mailbox_id = ${mailboxId}`.execute(tx)
    return first ? 'first' : 'changed'
  })
}

/** When the folder was first looked at: with old mail not wanted, what a rescan finds from before stays out. */
export async function firstLookAt(db: Db, mailboxId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('imapAccounts')
    .select('firstLookAt')
    .where('mailboxId', '=', mailboxId)
    .executeTakeFirst()
  return row?.firstLookAt ?? null
}

/**
 * Counts a try for a waiting message before it is made, so that one that breaks the connection is counted, too.
 * Answers how many there were, this one included; 0 when it does not wait.
 */
export async function countTry(db: Db, account: ImapAccount, uidvalidity: string, uid: number): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`
    update imap_mails set attempts = attempts + 1,
      next_try_at = now() + make_interval(secs => 10 * (attempts + 1) * (attempts + 1))
    where mailbox_id = ${account.mailboxId} and generation = ${account.generation}
      and uidvalidity = ${uidvalidity}::bigint and uid = ${uid} and state = 'waiting'
    returning attempts`.execute(db)
  return rows[0]?.attempts ?? 0
}

/** Messages that are kept and wait for what is done with processed mail, oldest first. */
export async function unhandledUids(db: Db, account: ImapAccount, uidvalidity: string): Promise<number[]> {
  const { rows } = await sql<{ uid: string }>`
    select uid from imap_mails where mailbox_id = ${account.mailboxId} and not handled and state = 'kept'
      and generation = ${account.generation} and uidvalidity = ${uidvalidity}::bigint
    order by uid limit 500`.execute(db)
  return rows.map((row) => Number(row.uid))
}

export async function noteHandled(db: Db, account: ImapAccount, uidvalidity: string, uids: readonly number[]) {
  await sql`update imap_mails set handled = true where mailbox_id = ${account.mailboxId}
    and generation = ${account.generation} and uidvalidity = ${uidvalidity}::bigint
    and uid = any(${[...uids]}::bigint[])`.execute(db)
}
