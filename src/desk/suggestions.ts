import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { MailAddress } from '../database/tables.ts'
import { identify } from '../people/identify.ts'
import { type Actor, recordChange } from './changes.ts'
import { lockIssue } from './issue-values.ts'
import { bundle, type Moved, moveAction } from './move.ts'
import { issueTouched } from './notices.ts'
import { changeParticipants } from './participants.ts'

/** What a rep may decide with one click; `other` for the kind `issue`, `writer` for the kinds `sender` and `participant`. */
export type Suggestion = Readonly<{
  id: number
  kind: 'issue' | 'sender' | 'participant'
  actionId: number
  interactionId: number
  other: { id: number; subject: string } | null
  writer: MailAddress | null
  level: string
  evidence: string
  text: string
}>

/** What still waits in an issue: nothing that was settled, moved on or merged away since. */
export async function suggestionsOf(db: Db, issueId: number): Promise<Suggestion[]> {
  const { rows } = await sql<Suggestion>`${kept}
    select s.id, s.kind, a.id as action_id, s.interaction_id, s.level, s.evidence, s.text,
      case when o.id is not null then json_build_object('id', o.id, 'subject', o.subject) end as other,
      case when s.kind <> 'issue' then json_build_object('name', s.name, 'address', s.address) end as writer
    from suggestions s join actions a on a.interaction_id = s.interaction_id and a.issue_id = s.issue_id and a.deleted_at is null
      left join issues i on i.id = s.other_issue_id
      left join issues o on o.id = coalesce(i.merged_into_id, i.id) and o.deleted_at is null and o.id <> s.issue_id
    where s.issue_id = ${issueId} and s.settled_at is null and (s.kind = 'sender' or (s.kind = 'participant' and ${isNews}) or (o.id is not null and not exists (
      select from actions t where t.interaction_id = s.interaction_id and t.issue_id = o.id and t.deleted_at is null)))
    order by s.id limit 20`.execute(db)
  return rows
}

/** Nobody takes part under that address, and nobody was asked about it before. */
const isNews = sql`not exists (select from issue_participants p where p.issue_id = s.issue_id and p.address_key = lower(s.address))
  and not exists (select from suggestions b where b.issue_id = s.issue_id and b.kind = 'participant'
    and lower(b.address) = lower(s.address) and b.id < s.id)`

type Asked = Readonly<{ issueId: number; suggestionId: number }>

/** Does what was suggested: moves the mail, makes the first writer of a forward the customer, or lets somebody take part. */
export async function acceptSuggestion(
  tx: Tx,
  actor: Actor,
  { issueId, suggestionId }: Asked,
): Promise<Moved | { problem: string } | 'not found'> {
  const found = await waiting(tx, { issueId, suggestionId })
  if (!found) return 'not found'
  const settled = await settle(tx, actor, { issueId, suggestionId })
  const done = await doIt(tx, actor, issueId, found)
  if (done === 'not found' || 'problem' in done) return done
  const deed = ({ issue: 'move', sender: 'customer', participant: 'participants' } as const)[found.kind]
  return bundle(tx, actor, { issueId: done.issueId, deed, changes: [settled, done] })
}

type Done = { issueId: number; changeId: number | null } | { problem: string } | 'not found'

async function doIt(tx: Tx, actor: Actor, issueId: number, found: Suggestion): Promise<Done> {
  const { kind, actionId, interactionId, other, writer } = found
  if (kind === 'issue') return moveAction(tx, actor, { issueId, actionId, into: other!.id })
  if (kind === 'sender') return makeCustomer(tx, actor, { issueId, interactionId, writer: writer! })
  const joined = await changeParticipants(tx, actor, issueId, { added: [writer!], removed: [] })
  return joined === 'not found' || 'problem' in joined ? joined : { issueId, ...joined }
}

/** Says that a suggestion is wrong: it is not shown again. */
export async function dismissSuggestion(
  tx: Tx,
  actor: Actor,
  asked: Asked,
): Promise<{ changeId: number } | 'not found'> {
  return (await waiting(tx, asked)) ? settle(tx, actor, asked) : 'not found'
}

async function waiting(tx: Tx, { issueId, suggestionId }: Asked): Promise<Suggestion | undefined> {
  await sql`select from suggestions where id = ${suggestionId} for update`.execute(tx)
  return (await suggestionsOf(tx, issueId)).find((one) => one.id === suggestionId)
}

async function settle(tx: Tx, actor: Actor, { issueId, suggestionId }: Asked): Promise<{ changeId: number }> {
  await sql`update suggestions set settled_at = now(), settled_by = ${actor.repId} where id = ${suggestionId}`.execute(
    tx,
  )
  await issueTouched(tx, issueId)
  const [before, after] = [true, false].map((open) => ({ suggestionId, open }))
  return { changeId: await recordChange(tx, actor, { kind: 'suggestion', issueId, before: before!, after: after! }) }
}

type Customer = Readonly<{ issueId: number; interactionId: number; writer: MailAddress }>

/** The issue and the mail are the writer's from now on; who forwarded it no longer takes part. */
async function makeCustomer(
  tx: Tx,
  actor: Actor,
  { issueId, interactionId, writer }: Customer,
): Promise<Moved | { problem: string } | 'not found'> {
  const issue = await lockIssue(tx, issueId)
  if (!issue || issue.values.deletedAt || issue.values.mergedIntoId) return 'not found'
  const [personId] = await identify(tx, [writer])
  const { rows } = await sql<MailAddress>`
    select e.from_name as name, e.from_address as address from emails e where e.interaction_id = ${interactionId}`.execute(
    tx,
  )
  const joined = await changeParticipants(tx, actor, issueId, { added: [writer], removed: rows })
  if (joined === 'not found' || 'problem' in joined) return joined
  await writeCustomer(tx, { issueId, interactionId, personId: personId! })
  const before = { issueId, interactionId, personId: issue.personId }
  const after = { issueId, interactionId, personId: personId! }
  const changed = { changeId: await recordChange(tx, actor, { kind: 'customer', issueId, before, after }) }
  return bundle(tx, actor, { issueId, deed: 'customer', changes: [joined, changed] })
}

export type CustomerOf = Readonly<{ issueId: number; interactionId: number; personId: number }>

/** Whose the issue and this interaction are. */
export async function writeCustomer(tx: Tx, { issueId, interactionId, personId }: CustomerOf): Promise<void> {
  await sql`update issues set user_identification_id = ${personId}, version = version + 1 where id = ${issueId}`.execute(
    tx,
  )
  await sql`update interactions set user_identification_id = ${personId} where id = ${interactionId}`.execute(tx)
  await issueTouched(tx, issueId)
}
