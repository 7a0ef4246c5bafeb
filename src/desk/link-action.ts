import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Actor } from './changes.ts'
import { linkInteraction } from './links.ts'
import { bundle, type Moved } from './move.ts'
import { issueTouched } from './notices.ts'
import { samePerson } from './ownership.ts'
import { changeParticipants } from './participants.ts'

/**
 * What to do when the other issue is somebody else's: ask first, let the one who wrote take part there, or only link,
 * so that answers there go on without them.
 */
export type Foreign = 'ask' | 'join' | 'only'

type Link = Readonly<{ issueId: number; actionId: number; into: number; foreign: Foreign }>
type Result = Moved | { owner: string; person: string } | { problem: string } | 'not found'

/** Puts what was said into another issue too. Of another person's issue it says whose it is, and does nothing yet. */
export async function linkAction(tx: Tx, actor: Actor, { issueId, actionId, into, foreign }: Link): Promise<Result> {
  const said = await whoseAction(tx, issueId, actionId)
  if (!said) return 'not found'
  const target = await ownerOf(tx, into)
  if (!target) return { problem: `There is no issue ${into}.` }
  const strange = !(await samePerson(tx, target.personId, said.personId))
  if (strange && foreign === 'ask') return { owner: target.name, person: said.name }
  const linked = await linkInteraction(tx, actor, { issueId: into, interactionId: said.interactionId })
  if (linked === 'not found') return { problem: `There is no issue ${into}.` }
  if ('problem' in linked) return linked
  await issueTouched(tx, issueId)
  const joined = strange && foreign === 'join' ? await join(tx, actor, into, said.personId) : undefined
  if (joined && 'problem' in joined) return joined
  const changes = [linked, ...(joined ? [joined] : [])]
  return bundle(tx, actor, { issueId: into, deed: 'link', changes })
}

/** Puts an interaction into an issue too, whose participant its person becomes. */
export async function linkAndJoin(
  tx: Tx,
  actor: Actor,
  link: Parameters<typeof linkInteraction>[2],
): Promise<{ actionId: number; changeId: number } | { problem: string } | 'not found'> {
  const linked = await linkInteraction(tx, actor, link)
  if (linked === 'not found' || 'problem' in linked) return linked
  const { personId } = await tx
    .selectFrom('interactions')
    .select('userIdentificationId as personId')
    .where('id', '=', link.interactionId)
    .executeTakeFirstOrThrow()
  const joined = await join(tx, actor, link.issueId, personId)
  if ('problem' in joined) return joined
  const { changeId } = await bundle(tx, actor, { issueId: link.issueId, deed: 'link', changes: [linked, joined] })
  return { actionId: linked.actionId, changeId }
}

async function join(tx: Tx, actor: Actor, issueId: number, personId: number) {
  const { rows } = await sql<{ address: string; name: string }>`
    select m.address, btrim(p.first_names || ' ' || p.last_name) as name
    from user_identification_emails m join user_identifications p on p.id = m.user_identification_id
    where p.id = ${personId} order by m.created_at limit 5`.execute(tx)
  const joined = await changeParticipants(tx, actor, issueId, { added: rows, removed: [] })
  return joined === 'not found' ? { problem: `There is no issue ${issueId}.` } : joined
}

type Owner = Readonly<{ personId: number; name: string }>

async function whoseAction(tx: Tx, issueId: number, actionId: number) {
  const { rows } = await sql<Owner & { interactionId: number }>`
    select n.id as interaction_id, p.id as person_id, ${nameOf} as name
    from actions a join interactions n on n.id = a.interaction_id join user_identifications p on p.id = n.user_identification_id
    where a.id = ${actionId} and a.issue_id = ${issueId} and a.deleted_at is null`.execute(tx)
  return rows[0]
}

/** Whose issue it is; undefined when there is none. */
export async function ownerOf(db: Db, issueId: number): Promise<Owner | undefined> {
  const { rows } = await sql<Owner>`
    select p.id as person_id, ${nameOf} as name from issues i join user_identifications p on p.id = i.user_identification_id
    where i.id = ${issueId} and i.deleted_at is null`.execute(db)
  return rows[0]
}

const nameOf = sql<string>`coalesce(nullif(btrim(p.first_names || ' ' || p.last_name), ''),
  (select m.address from user_identification_emails m where m.user_identification_id = p.id order by m.created_at limit 1), '')`
