import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'
import type { Origin } from '../src/database/tables.ts'
import { type SignedId, verifyId } from '../src/letters/signed-ids.ts'
import { addressKey } from '../src/mail/address.ts'
import { messageIdKey } from '../src/mail/emails.ts'
import { isOwnAddress, type MailboxLine, plusSuffix } from '../src/mail/mailboxes.ts'
import type { Secrets } from '../src/settings/secret.ts'
import type { ParsedMail } from './parsed.ts'

/** What a mail claims to answer, before anything is looked up. Ids are in the order of their weight. */
export type Claims = Readonly<{
  token: SignedId | undefined
  signed: readonly (SignedId & { text: string })[]
  foreign: readonly Readonly<{ key: string; text: string }>[]
}>

export type IssueState = {
  readonly id: number
  readonly subject: string
  readonly origin: Origin
  readonly subjects: readonly string[]
  closedAt: Date | null
}

/** What the desk knows of the things claimed; the filing of a batch adds to it as it goes. */
export type Known = Readonly<{
  issueOfInteraction: Map<number, number>
  /** By mailbox and hash of the Message-ID; null when two issues share it: then it says nothing. */
  issueOfMessage: Map<string, number | null>
  issues: Map<number, IssueState>
  /** Issue and address key. */
  participants: Set<string>
}>

const idsLookedAt = 20

/** Reads the claims off a mail: token of the recipient, our signed ids, others' ids (inbound.md 4.3). */
export function claimsOf(secrets: Secrets, mail: ParsedMail, recipient: string): Claims {
  const ids = [...new Set([...mail.inReplyTo, ...[...mail.references].reverse()])]
    .filter((id) => id !== mail.messageId)
    .slice(0, idsLookedAt)
  const signed = ids.flatMap((text) => {
    const id = verifyId(secrets, text.split('@')[0]!)
    return id && (id.purpose === 'i' || id.purpose === 't') ? [{ ...id, text }] : []
  })
  const ours = new Set(signed.map((one) => one.text))
  const foreign = ids
    .filter((text) => text && !ours.has(text))
    .map((text) => ({ key: messageIdKey(text).toString('hex'), text }))
  const suffix = plusSuffix(recipient)
  return { token: suffix ? verifyId(secrets, suffix) : undefined, signed, foreign }
}

export const messageKey = (mailboxId: number, hex: string) => `${mailboxId} ${hex}`
export const participantKey = (issueId: number, address: string) => `${issueId} ${addressKey(address)}`

/** Looks up all claims of a batch; the issues found are locked in order of their ids until the transaction ends. */
export async function lookUp(
  tx: Tx,
  claims: readonly Claims[],
  from: readonly string[],
  also: readonly number[],
): Promise<Known> {
  const signed = claims.flatMap((claim) => [...claim.signed, ...(claim.token ? [claim.token] : [])])
  const interactions = signed.filter((id) => id.purpose !== 't').map((id) => id.id)
  const issueOfInteraction = await issuesOfInteractions(tx, interactions)
  const issueOfMessage = await issuesOfMessages(
    tx,
    claims.flatMap((claim) => claim.foreign.map((id) => id.key)),
  )
  const named = signed.filter((id) => id.purpose === 't').map((id) => id.id)
  const found = [...issueOfInteraction.values(), ...issueOfMessage.values(), ...named, ...also]
  const issues = await lockIssues(tx, [...new Set(found.filter((id) => id !== null))])
  const participants = await participantsOf(tx, [...new Set([...issues.values()].map((issue) => issue.id))], from)
  return { issueOfInteraction, issueOfMessage, issues, participants }
}

/** A letter or mail may deal with several issues: its answer goes to the first that is still there. */
async function issuesOfInteractions(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('actions')
    .innerJoin('issues', 'issues.id', 'actions.issueId')
    .select(['interactionId', (e) => e.fn.min('issueId').as('issueId')])
    .where('interactionId', 'in', ids)
    .where('actions.deletedAt', 'is', null)
    .where('issues.deletedAt', 'is', null)
    .groupBy('interactionId')
    .execute()
  return new Map(rows.map((row) => [row.interactionId, row.issueId]))
}

/** Two mails that share an id say nothing; one mail that deals with several issues is answered in the first. */
async function issuesOfMessages(tx: Tx, keys: readonly string[]): Promise<Map<string, number | null>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ mailboxId: number; key: string; first: number; last: number }>`
    with mails as (
      select e.mailbox_id, e.message_id_key, min(coalesce(i.merged_into_id, i.id)) as issue_id
      from emails e join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
      join issues i on i.id = a.issue_id and i.deleted_at is null
      where e.message_id_key = any(${keys.map((key) => `\\x${key}`)}::bytea[])
      group by e.id
    )
    select mailbox_id, encode(message_id_key, 'hex') as key, min(issue_id) as first, max(issue_id) as last
    from mails group by mailbox_id, message_id_key`.execute(tx)
  return new Map(rows.map((row) => [messageKey(row.mailboxId, row.key), row.first === row.last ? row.first : null]))
}

/** Every id leads to the issue that is alive: merged ones to what they were merged into. */
async function lockIssues(tx: Tx, ids: readonly number[]): Promise<Map<number, IssueState>> {
  if (ids.length === 0) return new Map()
  const { rows: heirs } = await sql<{ asked: number; id: number }>`
    with recursive heir as (
      select id as asked, id, merged_into_id, 0 as depth from issues where id = any(${ids}::int[])
      union all
      select h.asked, i.id, i.merged_into_id, depth + 1 from heir h join issues i on i.id = h.merged_into_id
      where depth < 20
    )
    select asked, id from heir where merged_into_id is null`.execute(tx)
  const { rows } = await sql<Omit<IssueState, 'subjects'> & { subjects: string[] | null; mergedIntoId: number | null }>`
    select i.merged_into_id, i.id, i.subject, i.origin, i.closed_at, (
      select array_agg(distinct s.subject) from (
        select coalesce(l.subject, e.subject) as subject from actions a
        left join letters l on l.interaction_id = a.interaction_id
        left join emails e on e.interaction_id = a.interaction_id
        where a.issue_id = i.id order by a.id desc limit 20
      ) s where s.subject is not null
    ) as subjects
    from issues i where i.id = any(${heirs.map((heir) => heir.id)}::int[]) and i.deleted_at is null
    order by i.id for update`.execute(tx)
  // Merged while we waited for the lock: its heir is known now.
  if (rows.some((row) => row.mergedIntoId !== null)) return lockIssues(tx, ids)
  const states = new Map(rows.map((row) => [row.id, { ...row, subjects: row.subjects ?? [] }]))
  return new Map(heirs.flatMap(({ asked, id }) => (states.has(id) ? [[asked, states.get(id)!] as const] : [])))
}

async function participantsOf(tx: Tx, issueIds: readonly number[], from: readonly string[]): Promise<Set<string>> {
  if (issueIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('issueParticipants')
    .select(['issueId', 'addressKey'])
    .where('issueId', 'in', issueIds)
    .where('addressKey', 'in', [...new Set(from.map(addressKey))])
    .execute()
  return new Set(rows.map((row) => `${row.issueId} ${row.addressKey}`))
}

/** Our own addresses identify nobody (inbound.md D8), and neither does a From that can be read in two ways. */
export function identifies(mailboxes: readonly MailboxLine[], mail: ParsedMail): boolean {
  return mail.fromCertain && !isOwnAddress(mailboxes, mail.from.address)
}
