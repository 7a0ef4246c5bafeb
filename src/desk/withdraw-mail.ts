import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { DeliveryState } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { lockInteractionsOf, mergedAway, setActionsDeleted } from './actions.ts'
import { lockIssue, writeIssue } from './issue-values.ts'
import { issuesTouched } from './notices.ts'
import type { HeldBefore } from './release.ts'
import { writeTimes } from './times.ts'
import { leave } from './withdraw-letter.ts'

type Filed = Readonly<{
  state: DeliveryState
  emailId: number | null
  interactionId: number | null
  fromAddress: string | null
  automatic: string | null
  answered: boolean
  actionIds: number[]
  issueIds: number[]
}>

/**
 * Holds a mail again that a rep let in: what it did to its issues is taken back as far as nothing newer touched them,
 * its actions are hidden, the mail itself waits as before. A sentence where that cannot be.
 */
export async function holdAgain(tx: Tx, before: HeldBefore): Promise<{ conflict: string } | 'held'> {
  const mail = await lockFiled(tx, before.deliveryId)
  if (!mail) return { conflict: `Mail ${before.deliveryId} is gone.` }
  if (mail.state === 'held' || mail.state === 'failed') return { conflict: 'It is held already.' }
  if (mail.answered) return { conflict: 'Somebody answered this mail since: it stays in the history.' }
  if (mail.interactionId !== null) {
    await lockInteractionsOf(tx, mail.actionIds)
    const conflict = await mergedAway(tx, mail.actionIds)
    if (conflict) return { conflict }
    await takeOut(tx, mail, before)
  }
  await sql`update deliveries set state = ${before.state}, reason = ${before.reason}, settled_at = now(), lease_until = null,
    copy_of_id = null, flags = flags - 'released' where id = ${before.deliveryId}`.execute(tx)
  await notify(tx, 'deliveries')
  return 'held'
}

async function lockFiled(tx: Tx, deliveryId: number): Promise<Filed | undefined> {
  await sql`select from deliveries where id = ${deliveryId} for update`.execute(tx)
  const { rows } = await sql<Filed>`
    select d.state, e.id as email_id, e.interaction_id, e.from_address, e.automatic,
      exists (select from letters l where l.answers_email_id = e.id and l.state <> 'cancelled') as answered,
      array(select a.id from actions a where a.interaction_id = e.interaction_id and a.deleted_at is null) as action_ids,
      array(select a.issue_id from actions a where a.interaction_id = e.interaction_id and a.deleted_at is null order by 1) as issue_ids
    from deliveries d left join emails e on e.delivery_id = d.id where d.id = ${deliveryId}`.execute(tx)
  return rows[0]
}

async function takeOut(tx: Tx, mail: Filed, { heldForIssueId, why, deliveryId }: HeldBefore) {
  for (const id of mail.issueIds) await lockIssue(tx, id)
  await setActionsDeleted(tx, mail.actionIds, true)
  await sql`update emails set interaction_id = null, held_for_issue_id = ${heldForIssueId},
    why = coalesce(${why && JSON.stringify(why)}::jsonb, why) where id = ${mail.emailId}`.execute(tx)
  for (const id of mail.issueIds) {
    await undoOpening(tx, id)
    await closeAgain(tx, id, deliveryId)
    if (mail.fromAddress) await leave(tx, id, addressKey(mail.fromAddress))
  }
  await writeTimes(tx, mail.issueIds)
  if (heldForIssueId !== null && mail.automatic === null)
    await sql`update issues set needs_look = true, version = version + 1 where id = ${heldForIssueId} and not needs_look`.execute(
      tx,
    )
  await issuesTouched(tx, [...new Set([...mail.issueIds, ...(heldForIssueId === null ? [] : [heldForIssueId])])])
}

/** An issue that held nothing but this mail is gone from every list, as if it had never been opened. */
async function undoOpening(tx: Tx, issueId: number) {
  const { rows } = await sql`select from actions where issue_id = ${issueId} and deleted_at is null limit 1`.execute(tx)
  if (rows.length > 0) return
  const issue = await lockIssue(tx, issueId)
  if (issue && !issue.values.deletedAt) await writeIssue(tx, issueId, { deletedAt: issue.now })
}

/** What the mail reopened, when it was filed, closes again unless anybody said or did something since. */
async function closeAgain(tx: Tx, issueId: number, deliveryId: number) {
  const { rows } = await sql<{ id: number; closedAt: string | null; closedBy: number | null }>`
    select c.id, c.before->>'closedAt' as closed_at, (c.before->>'closedBy')::int as closed_by
    from changes c join deliveries d on d.id = ${deliveryId}
    where c.issue_id = ${issueId} and c.kind = 'issue.reopen' and c.actor = 'mail' and c.at = d.settled_at
      and c.undone_at is null
      and not exists (select from changes n where n.issue_id = c.issue_id and n.id > c.id)
    order by c.id desc limit 1`.execute(tx)
  const reopening = rows[0]
  if (!reopening?.closedAt) return
  await writeIssue(tx, issueId, { closedAt: new Date(reopening.closedAt).toISOString(), closedBy: reopening.closedBy })
  await sql`update changes set undone_at = now() where id = ${reopening.id}`.execute(tx)
}
