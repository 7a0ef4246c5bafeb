import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import { accountsToRun, type ImapAccount, loadAccount } from './imap-accounts.ts'
import { connectImap, type ImapParts } from './imap-client.ts'

/** What a comparison found: mails in the folder, and how many of them the desk had not kept. */
export type Reconciled = Readonly<{ mailboxId: number; mails: number; missing: number }>

/**
 * Compares every folder's UIDs with what was kept, and has the door fetch what is missing. An account that cannot be
 * reached now, or whose UIDVALIDITY is new, is left out: its own line of health says so.
 */
export async function reconcileMailboxes(parts: ImapParts): Promise<Reconciled[]> {
  const done: Reconciled[] = []
  for (const { mailboxId } of await accountsToRun(parts.db)) {
    const account = await loadAccount(parts.db, parts.secrets, mailboxId)
    const result = account && (await reconcile(parts, account).catch(() => undefined))
    if (result) done.push(result)
  }
  return done
}

async function reconcile(parts: ImapParts, account: ImapAccount): Promise<Reconciled | undefined> {
  const client = await connectImap(parts, account)
  if ('kind' in client) return undefined
  try {
    const folder = await client.mailboxOpen(account.folder, { readOnly: true })
    if (String(folder.uidValidity) !== account.uidvalidity) return undefined
    const uids = await client.search({ all: true }, { uid: true })
    if (!Array.isArray(uids)) return undefined
    return await compare(parts.db, account, uids)
  } finally {
    client.close()
  }
}

/** Up to the cursor of now: what is above it is on its way. Missing ones wait to be fetched, as if they had failed. */
async function compare(db: Db, account: ImapAccount, uids: readonly number[]): Promise<Reconciled> {
  const { mailboxId, generation, uidvalidity } = account
  const { rows } = await sql<{ missing: number }>`
    with account as (
      select * from imap_accounts where mailbox_id = ${mailboxId} and generation = ${generation}
        and uidvalidity = ${uidvalidity}::bigint
    ), absent as (
      select u.uid from unnest(${[...uids]}::bigint[]) as u(uid), account a
      where u.uid between a.first_uid and a.last_uid and not exists (
        select from imap_mails i where i.mailbox_id = ${mailboxId} and i.generation = ${generation}
          and i.uidvalidity = ${uidvalidity}::bigint and i.uid = u.uid and i.state <> 'gone')
    ), marked as (
      insert into imap_mails as i (mailbox_id, generation, uidvalidity, uid, state)
      select ${mailboxId}::int, ${generation}::int, ${uidvalidity}::bigint, uid, 'waiting' from absent
      on conflict (mailbox_id, generation, uidvalidity, uid) do update set state = 'waiting', attempts = 0, next_try_at = null
      returning uid
    ), noted as (
      update imap_accounts set reconciled_at = now(), reconciled_mails = ${uids.length},
        reconciled_missing = (select count(*) from marked) where mailbox_id = ${mailboxId}
    )
    select count(*)::int as missing from marked`.execute(db)
  const missing = rows[0]?.missing ?? 0
  if (missing > 0) await notify(db, 'mailboxes')
  return { mailboxId, mails: uids.length, missing }
}
