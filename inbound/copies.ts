import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'
import { kept } from '../src/database/kept.ts'
import type { LateToken } from '../src/desk/late-tokens.ts'
import type { Overtaken, Settlement } from '../src/mail/deliveries.ts'
import { messageIdKey } from '../src/mail/emails.ts'
import { messageKey, type Naming } from './answered-ids.ts'
import type { Item } from './item.ts'
import type { ParsedMail } from './parsed.ts'
import { hunches } from './thread-words.ts'

/** What came before: the newest mail with this fingerprint, in whichever mailbox; `disowned`: held, since its sender's domain disowns it. */
type Earlier = Readonly<{
  deliveryId: number
  mailboxId: number
  generation: number
  receivedAt: Date
  disowned: boolean
}>

/** Mail without Message-ID, Date and Received is a new mail after this time, though it equals an older one. */
const sameScript = 15 * 60_000

/**
 * `shared`: deliveries whose mail came to another mailbox too. `late`: copies that came to a reply address after their
 * mail. `overtaken`: held as forged, while the same mail came by a better way: now these are the copies. `waiting`:
 * answers that are here already, by messageKey().
 */
export type Sorted = Readonly<{
  fresh: Item[]
  copies: Settlement[]
  shared: number[]
  late: LateToken[]
  overtaken: Overtaken[]
  waiting: Map<string, Naming[]>
}>

/**
 * Copies are settled beside the mail they equal, also one that came to another mailbox (one interaction, visible in
 * both queues); the rest is new. Nobody else files one of these, or what they answer, until the transaction ends.
 */
export async function sortOutCopies(tx: Tx, items: readonly Item[]): Promise<Sorted> {
  const { earlier, waiting } = await findEarlier(tx, items)
  const sorted: Sorted = { fresh: [], copies: [], shared: [], late: [], overtaken: [], waiting }
  for (const item of tokenFirst(items)) {
    const print = item.mail.fingerprint.toString('hex')
    const first = earlier.get(print)
    const overtakes = first?.disowned === true && item.verified !== 'fail'
    if (first && !overtakes && isCopy(item.mail, item.delivery.receivedAt, first)) addCopy(sorted, item, first)
    else {
      const { id: deliveryId, receivedAt } = item.delivery
      const generation = first ? first.generation + 1 : 0
      if (overtakes) {
        sorted.overtaken.push({ id: first.deliveryId, byId: deliveryId })
        if (first.mailboxId !== item.mailbox.id) sorted.shared.push(deliveryId)
      }
      earlier.set(print, { deliveryId, mailboxId: item.mailbox.id, generation, receivedAt, disowned: false })
      sorted.fresh.push({ ...item, generation })
    }
  }
  return sorted
}

function addCopy({ copies, shared, late }: Sorted, { delivery, mailbox, claims: { token } }: Item, first: Earlier) {
  const elsewhere = first.mailboxId !== mailbox.id
  const reason = `The same mail as delivery ${first.deliveryId}, which came before${elsewhere ? ' to another mailbox: its issue stands in this one’s queue, too' : '; nothing was added'}.`
  copies.push({ id: delivery.id, state: 'filed', copyOfId: first.deliveryId, reason })
  if (elsewhere) shared.push(first.deliveryId)
  const [interactionId, issueId] = [token?.purpose === 'i' ? token.id : null, token?.purpose === 't' ? token.id : null]
  if (interactionId || issueId)
    late.push({ deliveryId: first.deliveryId, interactionId, issueId, text: hunches.lateToken() })
}

/** Of one mail to several recipients the one to a reply address says most: it goes first. */
function tokenFirst(items: readonly Item[]): Item[] {
  const best = new Map<string, Item>()
  for (const item of items)
    if (item.mail.distinct && item.claims.token) best.set(item.mail.fingerprint.toString('hex'), item)
  if (best.size === 0) return [...items]
  const moved = new Set(best.values())
  return items.flatMap((item) => {
    const chosen = best.get(item.mail.fingerprint.toString('hex'))
    if (chosen && moved.delete(chosen)) return item === chosen ? [item] : [chosen, item]
    return item === chosen ? [] : [item]
  })
}

/** Mails that named an id before its own mail came. */
const answersLookedAt = 50

type Row = { kind: 'copy' | 'answer'; print: string; key: string } & Earlier & Naming

/** `lateral` keeps the planner from reading whole tables while it knows nothing of their growth. */
async function findEarlier(tx: Tx, items: readonly Item[]) {
  await lockThreads(tx, items)
  const wanted = items.map(({ mailbox, mail }) => ({
    print: mail.fingerprint.toString('hex'),
    mailbox: mailbox.id,
    key: messageIdKey(mail.messageId).toString('hex'),
  }))
  const { rows } = await sql<Row>`
    with w as materialized (
      select decode(print, 'hex') as print, mailbox, decode(key, 'hex') as key
      from json_to_recordset(${JSON.stringify(wanted)}::json) as r(print text, mailbox int, key text))
    select 'copy' as kind, encode(w.print, 'hex') as print, '' as key, e.mailbox_id, e.delivery_id, e.generation,
      e.received_at, e.disowned, 0 as issue_id, '' as "from"
    from (select distinct print from w) w cross join lateral (
      select mailbox_id, delivery_id, generation, received_at, interaction_id is null and verified = 'fail' as disowned
      from emails where fingerprint = w.print
      order by generation desc limit 1) e
    union all
    select 'answer', '', encode(w.key, 'hex'), w.mailbox, 0, 0, e.received_at, false, i.id, e.from_address
    from w
    cross join lateral (select email_id from message_refs where message_id_key = w.key limit ${answersLookedAt}) r
    cross join lateral (select * from emails where id = r.email_id offset 0) e
    cross join lateral (
      select issue_id from actions where interaction_id = e.interaction_id and deleted_at is null offset 0) a
    cross join lateral (select id, mailbox_id, deleted_at from issues where id = a.issue_id offset 0) i
    where i.deleted_at is null and (i.mailbox_id = w.mailbox or e.mailbox_id = w.mailbox)`.execute(tx)
  const earlier = new Map(rows.filter((row) => row.kind === 'copy').map((row) => [row.print, row as Earlier]))
  const waiting = new Map<string, Naming[]>()
  for (const { kind, key, mailboxId, issueId, from } of rows)
    if (kind === 'answer')
      waiting.set(messageKey(mailboxId, key), [...(waiting.get(messageKey(mailboxId, key)) ?? []), { issueId, from }])
  return { earlier, waiting }
}

/**
 * The mail itself, its Message-ID, and the first and last id that it names: mails of one thread that several workers
 * file at a time wait for each other, in the order of the locks.
 */
async function lockThreads(tx: Tx, items: readonly Item[]) {
  const locks = new Set(
    items.flatMap(({ mail, claims }) => {
      const named = [claims.foreign[0]?.key, claims.foreign.at(-1)?.key].flatMap((key) => key ?? [])
      const keys = [messageIdKey(mail.messageId), ...named.map((key) => Buffer.from(key, 'hex'))]
      return [mail.fingerprint, ...keys].map((key) => key.readBigInt64BE(0))
    }),
  )
  await sql`${kept} select pg_advisory_xact_lock(n) from (
    select n from unnest(${[...locks].map(String)}::bigint[]) n order by n) sorted`.execute(tx)
}

/** Whether a mail is the earlier one come again, or a new one that reads the same. */
function isCopy(mail: ParsedMail, receivedAt: Date, earlier: Earlier): boolean {
  return mail.distinct || Math.abs(receivedAt.getTime() - earlier.receivedAt.getTime()) <= sameScript
}
