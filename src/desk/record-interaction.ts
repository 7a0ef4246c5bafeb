import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Originator } from '../database/tables.ts'
import { addAction } from './actions.ts'
import { type Actor, recordChange } from './changes.ts'
import { changeIssue, openIssue } from './issues.ts'
import { type Foreign, foreignIssue, foreignOrder } from './ownership.ts'
import { writeTimes } from './times.ts'

type ForIssue =
  | { issueId: number; issue?: undefined }
  | {
      issueId?: undefined
      issue: { subject: string; types?: readonly string[] | undefined; orderId?: string | null | undefined }
    }

export type NewAction = ForIssue &
  Readonly<{
    details: string
    infoUsed?: readonly string[] | undefined
    followUp?: string | null | undefined
    followUpDueAt?: Date | null | undefined
    /** Whose it is; the rep who records it where left out. */
    followUpAssignee?: number | null | undefined
    close?: boolean | undefined
  }>

export type NewInteraction = Readonly<{
  personId: number
  channel: string
  originator: Originator
  /** May be back-dated; now where left out. New issues are opened at that time. */
  occurredAt?: Date | undefined
  actions: readonly NewAction[]
}>

/** A refusal in words; `offer`, where somebody else's issue or order was named, is whom to record it for instead. */
type Refused = Readonly<{ problem: string; offer?: Foreign['offer'] }>
type Recorded = { id: number; personId: number; actions: { id: number; issueId: number }[]; changeId: number }

/**
 * Records one contact (a call, a fax, a visit) and what was done in each issue that it dealt with. Issues named by
 * id, and orders, must be the person's own. Nothing may be kept of it when the answer is a problem: roll back.
 */
export async function recordInteraction(tx: Tx, actor: Actor, contact: NewInteraction): Promise<Recorded | Refused> {
  const { occurredAt } = contact
  if (occurredAt && +occurredAt > Date.now() + 300_000)
    return { problem: 'occurredAt lies in the future: give the time when it happened.' }
  return recordActions(tx, actor, { ...contact, interactionId: await insertInteraction(tx, actor, contact) })
}

/** More issues that a contact dealt with, in the same sitting: its person, time and channel stay. */
export async function addToInteraction(
  tx: Tx,
  actor: Actor,
  interactionId: number,
  actions: readonly NewAction[],
): Promise<Recorded | Refused | 'not found'> {
  const contact = await tx
    .selectFrom('interactions')
    .select(['userIdentificationId as personId', 'channel', 'originator', 'occurredAt'])
    .where('id', '=', interactionId)
    .forUpdate()
    .executeTakeFirst()
  return contact ? recordActions(tx, actor, { ...contact, interactionId, actions }) : 'not found'
}

async function recordActions(
  tx: Tx,
  actor: Actor,
  contact: NewInteraction & { interactionId: number },
): Promise<Recorded | Refused> {
  const { personId, interactionId: id } = contact
  const actions: Recorded['actions'] = []
  const changeIds: number[] = []
  for (const action of contact.actions) {
    const done = await recordAction(tx, actor, { ...contact, action })
    if ('problem' in done) return done
    actions.push({ id: done.id, issueId: done.issueId })
    changeIds.push(...done.changeIds)
  }
  await writeTimes(
    tx,
    actions.map((action) => action.issueId),
  )
  const actionIds = actions.map((action) => action.id)
  const changeId = await recordChange(tx, actor, {
    kind: 'interaction',
    issueId: actions[0]?.issueId ?? null,
    userIdentificationId: personId,
    before: { actionIds, deleted: true },
    after: { actionIds, deleted: false, changeIds },
  })
  return { id, personId, actions, changeId }
}

async function insertInteraction(tx: Tx, { repId }: Actor, contact: NewInteraction): Promise<number> {
  const { personId, channel, originator, occurredAt } = contact
  const { id } = await tx
    .insertInto('interactions')
    .values({ userIdentificationId: personId, channel, originator, repId, ...(occurredAt && { occurredAt }) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function recordAction(
  tx: Tx,
  actor: Actor,
  { action, interactionId, ...contact }: NewInteraction & { action: NewAction; interactionId: number },
): Promise<{ id: number; issueId: number; changeIds: number[] } | Refused> {
  const found = await issueFor(tx, actor, contact, action)
  if ('problem' in found) return found
  const { issueId, changeIds } = found
  const { details, followUp = null, followUpDueAt: dueAt, followUpAssignee: assigneeId = actor.repId } = action
  const id = await addAction(tx, {
    interactionId,
    issueId,
    details,
    followUp,
    ...(followUp && { toDo: { dueAt, assigneeId } }),
  })
  if (id === undefined) return { problem: `Issue ${issueId} is named twice: put its details into one action.` }
  for (const infoUsed of new Set(action.infoUsed?.map((info) => info.trim()).filter(Boolean)))
    await tx.insertInto('actionInfoUsed').values({ actionId: id, infoUsed }).execute()
  await sql`update issues set last_activity_at = now(), version = version + 1 where id = ${issueId}`.execute(tx)
  const closed = action.close ? await changeIssue(tx, actor, issueId, { status: 'closed' }) : undefined
  if (typeof closed === 'object' && 'changeId' in closed && closed.changeId) changeIds.push(closed.changeId)
  return { id, issueId, changeIds }
}

async function issueFor(
  tx: Tx,
  actor: Actor,
  { personId, occurredAt }: NewInteraction,
  { issueId, issue }: ForIssue,
): Promise<{ issueId: number; changeIds: number[] } | Refused> {
  if (issueId === undefined) {
    const foreign = issue.orderId ? await foreignOrder(tx, issue.orderId, personId) : undefined
    if (foreign) return foreign
    const opened = await openIssue(tx, actor, { ...issue, personId })
    if (occurredAt) await sql`update issues set opened_at = ${occurredAt} where id = ${opened.issueId}`.execute(tx)
    return { issueId: opened.issueId, changeIds: [opened.changeId] }
  }
  const found = await tx
    .selectFrom('issues')
    .select(['userIdentificationId as owner', 'mergedIntoId'])
    .where('id', '=', issueId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!found) return { problem: `There is no issue ${issueId}.` }
  if (found.mergedIntoId) return { problem: `Issue ${issueId} was merged into ${found.mergedIntoId}: name that one.` }
  const foreign = await foreignIssue(tx, issueId, found.owner, personId)
  if (foreign) return foreign
  return { issueId, changeIds: [] }
}
