import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'
import type { MailAddress, Origin } from '../src/database/tables.ts'
import { addressKey } from '../src/mail/address.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import {
  type Alike,
  type Bearers,
  issuesOfInteractions,
  issuesOfMessages,
  mailsThatName,
  messageKey,
  type Naming,
  recentIssues,
} from './answered-ids.ts'
import type { Claims } from './claimed.ts'

export type IssueState = {
  readonly id: number
  readonly subject: string
  readonly origin: Origin
  readonly mailboxId: number | null
  readonly continuesId: number | null
  readonly subjects: readonly string[]
  closedAt: Date | null
}

/** What the desk knows of the things claimed; the filing of a batch adds to it as it goes. */
export type Known = Readonly<{
  issuesOfInteraction: Map<number, number[]>
  /** By messageKey(). */
  mails: Map<string, Bearers>
  /** By key of the alias. */
  aliases: Map<string, Bearers>
  /** By messageKey(): who names an id that we have not, or the same Thread-Index. */
  naming: Map<string, Naming[]>
  /** By delivery: other issues of the same sender. */
  alike: Map<number, Alike[]>
  /** By every id that leads to them, also of issues merged away. */
  issues: Map<number, IssueState>
  /** Issue and address key. */
  participants: Set<string>
}>

/** What looking up needs to know of a mail; `from` is '' where From identifies nobody. */
type Asker = Readonly<{
  claims: Claims
  mailbox: Readonly<{ id: number }>
  delivery: Readonly<{ id: number }>
  mail: Readonly<{ automatic: string | null }>
  from: string
  at: Date
}>

export const participantKey = (issueId: number, address: string) => `${issueId} ${addressKey(address)}`

/**
 * Looks up all claims of a batch; the issues found are locked in order of their ids until the transaction ends. What
 * costs a statement is asked only when a mail of the batch gives a reason. `also` are issues that a rep named, `waiting`
 * answers that came before what they answer, by messageKey().
 */
export async function lookUp(
  tx: Tx,
  items: readonly Asker[],
  also: readonly number[],
  waiting: ReadonlyMap<string, Naming[]>,
): Promise<Known> {
  const claims = items.map((item) => item.claims)
  const signed = claims.flatMap(signedIds)
  const interactions = signed.filter((id) => id.purpose !== 't').map((id) => id.id)
  const issuesOfInteraction = await issuesOfInteractions(tx, interactions)
  const foreign = claims.flatMap((claim) => claim.foreign.flatMap((id) => (id.bare ? [id.key, id.bare] : [id.key])))
  const { mails, aliases } = await issuesOfMessages(tx, [...new Set(foreign)])
  const lost = items.filter((item) => !answersKnown(item, { issuesOfInteraction, mails, aliases }))
  const named = await mailsThatName(tx, [...new Set(lost.flatMap(({ claims }) => namedKeys(claims)))])
  const naming = new Map([...waiting, ...named])
  const alike = await recentIssues(tx, lost.filter(looksLikeAnswer).map(asked))
  const found = [
    ...[...issuesOfInteraction.values()].flat(),
    ...[...mails.values(), ...aliases.values()].flat(2),
    ...[...naming.values(), ...alike.values()].flat().map((one) => one.issueId),
    ...signed.filter((id) => id.purpose === 't').map((id) => id.id),
    ...also,
  ]
  const issues = await lockIssues(tx, [...new Set(found)])
  const ids = [...new Set([...issues.values()].map((issue) => issue.id))]
  const participants = await participantsOf(
    tx,
    ids,
    items.map((item) => item.from),
  )
  return { issuesOfInteraction, mails, aliases, naming, alike, issues, participants }
}

/** The keys under which a mail that nobody knows where to put may meet others. */
export function namedKeys({ foreign, threadKey }: Claims): string[] {
  return [...foreign.map((id) => id.key), ...(threadKey ? [threadKey] : [])]
}

function signedIds({ own, token, signed, markers }: Claims) {
  return [...signed, ...markers, ...(token ? [token] : []), ...(own ? [own] : [])]
}

/** Whether anything that a mail names as answered is ours or known. */
function answersKnown(item: Asker, known: Pick<Known, 'issuesOfInteraction' | 'mails' | 'aliases'>): boolean {
  const { claims, mailbox } = item
  return (
    claims.token !== undefined ||
    claims.signed.length > 0 ||
    claims.foreign.some(
      ({ key, bare }) =>
        known.mails.has(messageKey(mailbox.id, key)) || known.aliases.has(key) || known.aliases.has(bare ?? ''),
    )
  )
}

function looksLikeAnswer({ claims, from, mail }: Asker): boolean {
  return from !== '' && mail.automatic === null && (claims.saysAnswer || claims.tags.length > 0)
}

const asked = ({ delivery, mailbox, from, at }: Asker) => ({
  ...{ deliveryId: delivery.id, mailboxId: mailbox.id },
  ...{ fromKey: addressKey(from), at },
})

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
    select i.merged_into_id, i.id, i.subject, i.origin, i.mailbox_id, i.continues_id, i.closed_at, (
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
export function identifies(mailboxes: readonly MailboxLine[], sender: MailAddress, certain: boolean): boolean {
  return certain && !isOwnAddress(mailboxes, sender.address)
}
