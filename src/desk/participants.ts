import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { isOwnAddress, listMailboxes } from '../mail/mailboxes.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue } from './issue-values.ts'
import { issueTouched } from './notices.ts'

/** Every address of a person gets a part in the issue. */
export async function addParticipants(tx: Tx, issueId: number, personId: number) {
  await tx
    .insertInto('issueParticipants')
    .columns(['issueId', 'addressKey', 'address', 'name'])
    .expression((e) =>
      e
        .selectFrom('userIdentificationEmails as m')
        .innerJoin('userIdentifications as p', 'p.id', 'm.userIdentificationId')
        .select((s) => [
          s.val(issueId).$castTo<number>().as('issueId'),
          'm.addressKey',
          'm.address',
          s.fn<string>('concat_ws', [s.val(' '), 'p.firstNames', 'p.lastName']).as('name'),
        ])
        .where('p.id', '=', personId),
    )
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Who takes part in an issue, the first one first. */
export async function participantsOf(db: Db, issueId: number): Promise<MailAddress[]> {
  return db
    .selectFrom('issueParticipants')
    .select(['name', 'address'])
    .where('issueId', '=', issueId)
    .orderBy('createdAt')
    .orderBy('addressKey')
    .limit(100)
    .execute()
}

export type Places = Readonly<{ added: readonly MailAddress[]; removed: readonly MailAddress[] }>
const most = 50

/** Lets people take part in an issue, or no longer; changeId null where it was so already. */
export async function changeParticipants(
  tx: Tx,
  actor: Actor,
  issueId: number,
  { added, removed }: Places,
): Promise<{ changeId: number | null } | { problem: string } | 'not found'> {
  const issue = await lockIssue(tx, issueId)
  if (!issue || issue.values.deletedAt) return 'not found'
  if (issue.values.mergedIntoId)
    return { problem: `Issue ${issueId} was merged into ${issue.values.mergedIntoId}: change that one.` }
  const mailboxes = await listMailboxes(tx)
  const own = added.find(({ address }) => isOwnAddress(mailboxes, address))
  if (own) return { problem: `${own.address} is this desk’s own address.` }
  if ((await participantsOf(tx, issueId)).length + added.length > most)
    return { problem: `At most ${most} addresses take part in an issue.` }
  const done = { removed: await take(tx, issueId, removed), added: await put(tx, issueId, added) }
  if (done.added.length + done.removed.length === 0) return { changeId: null }
  await issueTouched(tx, issueId)
  const before = { added: done.removed, removed: done.added }
  return { changeId: await recordChange(tx, actor, { kind: 'participants', issueId, before, after: done }) }
}

async function put(tx: Tx, issueId: number, people: readonly MailAddress[]): Promise<MailAddress[]> {
  if (people.length === 0) return []
  const rows = people.map(({ name, address }) => ({ issueId, addressKey: addressKey(address), address, name }))
  return tx
    .insertInto('issueParticipants')
    .values(rows)
    .onConflict((c) => c.doNothing())
    .returning(['name', 'address'])
    .execute()
}

async function take(tx: Tx, issueId: number, people: readonly MailAddress[]): Promise<MailAddress[]> {
  const keys = people.map(({ address }) => addressKey(address))
  const { rows } = await sql<MailAddress>`delete from issue_participants
    where issue_id = ${issueId} and address_key = any (${keys}::text[]) returning name, address`.execute(tx)
  return rows
}
