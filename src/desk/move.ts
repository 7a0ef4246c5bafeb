import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Why } from '../database/tables.ts'
import { type Actor, recordChange } from './changes.ts'
import { type LockedIssue, lockIssue } from './issue-values.ts'
import { changeIssue, openIssue } from './issues.ts'
import { linkInteraction, unlinkAction } from './links.ts'
import { mergeIssues } from './merge.ts'
import { changeParticipants } from './participants.ts'

/** `issueId` is where it is now. */
export type Moved = Readonly<{ issueId: number; changeId: number }>
type Result = Moved | { problem: string } | 'not found'

/**
 * Takes what was said out of one issue and puts it into another, whose participant its sender becomes. The target is
 * open when the source is. An issue that holds nothing else is merged, so that answers to it find the way.
 */
export async function moveAction(
  tx: Tx,
  actor: Actor,
  { issueId, actionId, into }: { issueId: number; actionId: number; into: number },
): Promise<Result> {
  if (issueId === into) return { problem: `It is in issue ${into} already: name another one.` }
  const [source, target] = await lockBoth(tx, issueId, into)
  const said = source && (await whatWasSaid(tx, issueId, actionId))
  if (!said) return 'not found'
  const problem = targetProblem(target, into)
  if (problem || !target) return { problem: problem ?? '' }
  if (said.alone) {
    const merged = await mergeIssues(tx, actor, issueId, into)
    return typeof merged === 'object' && 'changeId' in merged ? { issueId: into, ...merged } : merged
  }
  const changes: unknown[] = []
  const linked = await linkInteraction(tx, actor, { ...linkOf(said), issueId: into })
  // A problem here means that it stands there already.
  if (typeof linked === 'object' && !('problem' in linked)) changes.push(linked)
  changes.push(await unlinkAction(tx, actor, issueId, actionId))
  changes.push(await join(tx, actor, into, said))
  if (target.values.closedAt && !source.values.closedAt)
    changes.push(await changeIssue(tx, actor, into, { status: 'open' }))
  changes.push(await placeMail(tx, actor, said, `Put here by a rep: moved from #${issueId}.`))
  await raiseActivity(tx, into, said.interactionId)
  return bundle(tx, actor, { issueId: into, deed: 'move', changes })
}

/** Takes what was said out of an issue into a new one of its person. */
export async function detachAction(
  tx: Tx,
  actor: Actor,
  { issueId, actionId }: { issueId: number; actionId: number },
): Promise<Result> {
  const source = await lockIssue(tx, issueId)
  const said = source && !source.values.deletedAt ? await whatWasSaid(tx, issueId, actionId) : undefined
  if (!source || !said) return 'not found'
  if (said.alone) return { problem: 'It is all that this issue holds: there is nothing to part it from.' }
  const { types, orderId, subject } = source.values
  const about = { personId: said.personId, mailboxId: said.mailboxId, subject: said.subject || subject }
  const opened = await openIssue(tx, actor, { ...about, types, orderId })
  const linked = await linkInteraction(tx, actor, { ...linkOf(said), issueId: opened.issueId })
  const changes: unknown[] = [opened, linked, await unlinkAction(tx, actor, issueId, actionId)]
  changes.push(await join(tx, actor, opened.issueId, said))
  changes.push(await placeMail(tx, actor, said, `A new issue: a rep took this out of #${issueId}.`))
  await raiseActivity(tx, opened.issueId, said.interactionId)
  return bundle(tx, actor, { issueId: opened.issueId, deed: 'detach', changes })
}

/** Several changes as one, which one undo takes back. What did nothing is left out; a refusal throws. */
export async function bundle(
  tx: Tx,
  actor: Actor,
  { issueId, deed, changes }: { issueId: number; deed: string; changes: readonly unknown[] },
): Promise<Moved> {
  const changeIds = changes.map((change) => (change as { changeId?: number | null }).changeId)
  if (changeIds.some((id) => id === undefined)) throw new Error(`A part of “${deed}” was refused after its check.`)
  const after = { deed, changeIds: changeIds.filter((id) => id !== null) }
  return { issueId, changeId: await recordChange(tx, actor, { kind: 'bundle', issueId, after }) }
}

type Said = Readonly<{
  interactionId: number
  personId: number
  mailboxId: number | null
  subject: string | null
  sender: string | null
  senderName: string | null
  emailId: number | null
  why: Why | null
  alone: boolean
  details: string | null
  excerptStart: number | null
  excerptEnd: number | null
}>

/** What a rep had written or marked about it goes along. */
function linkOf({ interactionId, details, excerptStart: start, excerptEnd: end }: Said) {
  return { interactionId, details, excerpt: start === null || end === null ? undefined : { start, end } }
}

async function whatWasSaid(tx: Tx, issueId: number, actionId: number): Promise<Said | undefined> {
  const { rows } = await sql<Said>`
    select n.id as interaction_id, n.user_identification_id as person_id, n.mailbox_id, coalesce(e.subject, l.subject) as subject,
      nullif(e.from_address, '') as sender, e.from_name as sender_name, e.id as email_id, e.why,
      a.details, a.excerpt_start, a.excerpt_end,
      not exists (select from actions o where o.issue_id = a.issue_id and o.id <> a.id and o.deleted_at is null)
        and not exists (select from emails h where h.held_for_issue_id = a.issue_id and h.interaction_id is null) as alone
    from actions a join interactions n on n.id = a.interaction_id left join emails e on e.interaction_id = n.id
      left join letters l on l.interaction_id = n.id
    where a.id = ${actionId} and a.issue_id = ${issueId} and a.deleted_at is null`.execute(tx)
  return rows[0]
}

/** In the order of their ids, so that two moves never wait in a ring. */
async function lockBoth(tx: Tx, from: number, into: number) {
  const first = await lockIssue(tx, Math.min(from, into))
  const second = await lockIssue(tx, Math.max(from, into))
  const [source, target] = from < into ? [first, second] : [second, first]
  return [source?.values.deletedAt ? undefined : source, target] as const
}

function targetProblem(target: LockedIssue | undefined, into: number): string | undefined {
  if (!target || target.values.deletedAt) return `There is no issue ${into}.`
  const { mergedIntoId } = target.values
  return mergedIntoId ? `Issue ${into} was merged into ${mergedIntoId}: name that one.` : undefined
}

/** The sender takes part; one that cannot, such as an address of ours, stays out. */
async function join(tx: Tx, actor: Actor, issueId: number, { sender, senderName }: Said) {
  if (!sender) return { changeId: null }
  const added = [{ address: sender, name: senderName ?? '' }]
  const joined = await changeParticipants(tx, actor, issueId, { added, removed: [] })
  return joined === 'not found' || 'problem' in joined ? { changeId: null } : joined
}

/** Says in the mail itself who put it where it is. */
async function placeMail(tx: Tx, actor: Actor, { emailId, why }: Said, text: string) {
  if (emailId === null) return { changeId: null }
  const { all: _, ...old } = why ?? { level: 'none', evidence: '', text: '' }
  const placed: Why = { level: 'rep', evidence: '', text, all: [...(why?.all ?? []), old].slice(0, 12) }
  await sql`update emails set why = ${JSON.stringify(placed)} where id = ${emailId}`.execute(tx)
  const change = { kind: 'placed', before: { emailId, why }, after: { emailId, why: placed } }
  return { changeId: await recordChange(tx, actor, change) }
}

/** Lists sort by what was said last. */
async function raiseActivity(tx: Tx, issueId: number, interactionId: number) {
  await sql`update issues i set last_activity_at = greatest(i.last_activity_at, n.created_at),
      last_inbound_at = case when n.originator = 'customer' then greatest(i.last_inbound_at, n.created_at) else i.last_inbound_at end
    from interactions n where n.id = ${interactionId} and i.id = ${issueId}`.execute(tx)
}
