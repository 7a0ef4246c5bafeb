import { sql } from 'kysely'
import { sha256 } from '../src/database/blobs.ts'
import type { Database, Tx } from '../src/database/connection.ts'
import type { ImapAccount } from '../src/mail/imap-accounts.ts'
import { listAllMailboxes, type MailboxLine, plusSuffix } from '../src/mail/mailboxes.ts'
import { asIncoming, type Fetched } from './imap-mail.ts'
import { keep } from './keep.ts'

/** What one look brought: every UID up to `cursor` is among them, was there before, or does not exist. */
export type Catch = Readonly<{
  uidvalidity: string
  mails: readonly Fetched[]
  /** They were listed, but nothing stands under them any more. */
  gone?: readonly number[]
  /** They are from before the first look, and old mail is not wanted. */
  skipped?: readonly number[]
  /** They exist and cannot be had now: they are tried again, and do not hold up what comes after them. */
  waiting?: readonly number[]
  cursor?: number
}>

/** `kept`: how many deliveries were made. `stale`: the account was changed or another worker went on: nothing was. */
export type KeptFetched = Readonly<{ kept: number }> | 'stale'

/**
 * Keeps what was fetched and moves the cursor in the same transaction (inbound.md I2): a message that was fetched
 * twice, by two workers or after a crash, has one row under (UIDVALIDITY, UID) and so one delivery.
 */
export function keepFetched(db: Database, account: ImapAccount, found: Catch): Promise<KeptFetched> {
  return db.transaction().execute(async (tx) => {
    if (!(await holdsCursor(tx, account, found.uidvalidity))) return 'stale'
    const mails = await claimUids(tx, account, found)
    const known = await knownMails(tx, account, mails)
    const mailboxes = await listAllMailboxes(tx)
    const made: [number, number][] = []
    for (const mail of mails) {
      const earlier = known.get(mail.uid)
      made.push([mail.uid, earlier ?? (await keepOne(tx, mailboxes, account, mail))])
    }
    await linkDeliveries(tx, account, found.uidvalidity, made)
    await markUids(tx, account, found, 'gone', found.gone ?? [])
    await markUids(tx, account, found, 'kept', found.skipped ?? [])
    await markUids(tx, account, found, 'waiting', found.waiting ?? [])
    await moveCursor(tx, account, found.cursor)
    return { kept: mails.filter((mail) => !known.has(mail.uid)).length }
  })
}

/** Locks the account's row; false when another host, folder or UIDVALIDITY holds by now. */
async function holdsCursor(tx: Tx, { mailboxId, generation }: ImapAccount, uidvalidity: string): Promise<boolean> {
  const row = await tx
    .selectFrom('imapAccounts')
    .select(['generation', 'uidvalidity'])
    .where('mailboxId', '=', mailboxId)
    .forUpdate()
    .executeTakeFirst()
  return row?.generation === generation && row.uidvalidity === uidvalidity
}

/** The mails whose UID nobody kept yet, in their order. */
async function claimUids(tx: Tx, account: ImapAccount, { uidvalidity, mails }: Catch): Promise<Fetched[]> {
  if (mails.length === 0) return []
  const handled = account.processed === 'nothing'
  const rows = mails.map(({ uid, emailId, held }) => ({
    uid,
    email_id: emailId ?? null,
    state: held ? 'given_up' : 'kept',
    // What is not here whole must stay where it is.
    handled: handled || held !== undefined,
  }))
  const { rows: claimed } = await sql<{ uid: string }>`
    insert into imap_mails as i (mailbox_id, generation, uidvalidity, uid, email_id, state, handled)
    select ${account.mailboxId}::int, ${account.generation}::int, ${uidvalidity}::bigint, m.uid, m.email_id, m.state, m.handled
    from json_to_recordset(${JSON.stringify(rows)}::json) as m(uid bigint, email_id text, state text, handled boolean)
    on conflict (mailbox_id, generation, uidvalidity, uid) do update
      set state = excluded.state, email_id = excluded.email_id, handled = excluded.handled, next_try_at = null
      where i.state in ('waiting', 'gone')
    returning uid`.execute(tx)
  const ours = new Set(claimed.map((row) => Number(row.uid)))
  return mails.filter((mail) => ours.has(mail.uid))
}

/**
 * What came in before under another UID: by the provider's own id, and in a rescan after a new UIDVALIDITY by the
 * bytes (inbound.md I3, I9). Two equal mails in one folder are told apart by nobody; filing links them as copies.
 */
async function knownMails(tx: Tx, account: ImapAccount, mails: readonly Fetched[]): Promise<Map<number, number>> {
  const asked = mails
    .filter((mail) => mail.emailId !== undefined || mail.uid < account.rescanBelow)
    .map((mail) => ({
      uid: mail.uid,
      email_id: mail.emailId ?? null,
      raw: mail.uid < account.rescanBelow ? sha256(mail.raw).toString('hex') : null,
    }))
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ uid: string; deliveryId: number | null }>`
    select a.uid, coalesce(
      (select i.delivery_id from imap_mails i where i.mailbox_id = ${account.mailboxId} and i.email_id = a.email_id
        and i.delivery_id is not null limit 1),
      (select d.id from deliveries d where d.raw_sha256 = decode(a.raw, 'hex') and d.source = 'imap'
        and exists (select from imap_mails i where i.delivery_id = d.id and i.mailbox_id = ${account.mailboxId})
        order by d.id limit 1)) as delivery_id
    from json_to_recordset(${JSON.stringify(asked)}::json) as a(uid bigint, email_id text, raw text)`.execute(tx)
  return new Map(rows.flatMap((row) => (row.deliveryId === null ? [] : [[Number(row.uid), row.deliveryId]])))
}

async function keepOne(
  tx: Tx,
  mailboxes: readonly MailboxLine[],
  account: ImapAccount,
  fetched: Fetched,
): Promise<number> {
  const incoming = asIncoming(mailboxes, account.mailboxId, fetched)
  const [id] = await keep(tx, incoming)
  if (fetched.held !== undefined) await settleAs(tx, id!, 'held', fetched.held)
  else if (await isProbe(tx, incoming.recipients[0]!)) await settleAs(tx, id!, 'filed', probeReason)
  return id!
}

const probeReason = 'The desk’s own test mail: plus addresses of this mailbox arrive.'

async function settleAs(tx: Tx, id: number, state: 'held' | 'filed', reason: string) {
  await sql`update deliveries set state = ${state}, reason = ${reason}, settled_at = now() where id = ${id}`.execute(tx)
}

/** True for the mail that proves plus addresses; from then on letters use them (design section 5). */
async function isProbe(tx: Tx, { mailboxId, address }: { mailboxId: number; address: string }): Promise<boolean> {
  const suffix = plusSuffix(address.toLowerCase())
  if (!/^test[0-9a-f]{20}$/.test(suffix)) return false
  const { numAffectedRows } = await sql`
    update mailboxes set plus_addresses = true, plus_proved_at = now(), plus_probe = null
    where id = ${mailboxId} and plus_probe = ${suffix}`.execute(tx)
  return Boolean(numAffectedRows)
}

async function linkDeliveries(tx: Tx, account: ImapAccount, uidvalidity: string, made: readonly [number, number][]) {
  if (made.length === 0) return
  const rows = made.map(([uid, id]) => ({ uid, id }))
  await sql`update imap_mails i set delivery_id = m.id
    from json_to_recordset(${JSON.stringify(rows)}::json) as m(uid bigint, id int)
    where i.mailbox_id = ${account.mailboxId} and i.generation = ${account.generation}
      and i.uidvalidity = ${uidvalidity}::bigint and i.uid = m.uid`.execute(tx)
}

async function markUids(
  tx: Tx,
  account: ImapAccount,
  { uidvalidity }: Catch,
  state: 'gone' | 'kept' | 'waiting',
  uids: readonly number[],
) {
  if (uids.length === 0) return
  await sql`
    insert into imap_mails as i (mailbox_id, generation, uidvalidity, uid, state)
    select ${account.mailboxId}::int, ${account.generation}::int, ${uidvalidity}::bigint, unnest(${[...uids]}::bigint[]), ${state}
    on conflict (mailbox_id, generation, uidvalidity, uid) do update set state = excluded.state
      where i.state = 'waiting'`.execute(tx)
}

async function moveCursor(tx: Tx, { mailboxId }: ImapAccount, cursor: number | undefined) {
  if (cursor === undefined) return
  await sql`update imap_accounts set last_uid = greatest(last_uid, ${cursor}) where mailbox_id = ${mailboxId}`.execute(
    tx,
  )
}
