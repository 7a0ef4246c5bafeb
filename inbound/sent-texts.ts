import { sql } from 'kysely'
import type { Db } from '../src/database/connection.ts'
import { addressKey } from '../src/mail/address.ts'
import type { Claims } from './claimed.ts'
import { type Compared, compare } from './compare.ts'
import type { Filing } from './item.ts'
import type { Known } from './quoted.ts'

export type Claimed = Filing & Readonly<{ claims: Claims }>

/** Of one mail's thread: how many interactions are looked at, how many texts compared, how long each may be. */
const most = { interactions: 8, letters: 4, mails: 3, chars: 16 << 10 }
/** A text shorter than this quotes nothing worth folding. */
const shortest = 40

/**
 * Folds each answer by comparing it with what we really sent and got (inbound.md C6): the letters that it names, the
 * newest of the issues where these or the mails that it names stand, and where it names nothing that we have the newest
 * to that address. Before the transaction, since it may take seconds: what is filed or moved meanwhile is not seen,
 * which shows a quote more and hides nothing. One query for a batch, none where no mail of it answers anything.
 */
export async function foldBySent(db: Db, filings: readonly Claimed[]): Promise<Claimed[]> {
  const wanted = filings.flatMap(wantedOf)
  if (wanted.length === 0) return [...filings]
  const known = await knownTexts(db, wanted)
  const answering = [...known.keys()]
  const texts = answering.map((n) => ({ text: filings[n]!.parsed.mail.text, known: known.get(n)! }))
  const folds = new Map((await compare(texts)).map((one, i) => [answering[i]!, one]))
  return filings.map((one, n) => withFolds(one, folds.get(n) ?? null))
}

function withFolds(one: Claimed, folds: Compared): Claimed {
  return folds ? { ...one, parsed: { ...one.parsed, mail: { ...one.parsed.mail, folds } } } : one
}

/** One thing that a mail names; whatever is left out is null. */
type Wanted = Readonly<{
  n: number
  interactionId?: number
  issueId?: number
  /** In hex, with the mailbox where a mail of that id stands. */
  messageKey?: string
  mailboxId?: number
  /** Only where nothing else that the mail names is known. */
  address?: string
  /** Only what came before this interaction; all, where the mail is not written yet. */
  before?: number
}>

/**
 * The folds of mails that are in the history already, by their ids, where letters and mails of their issues that came
 * before them tell more than their words.
 */
export async function foldAgain(
  db: Db,
  mails: readonly { id: number; text: string }[],
): Promise<Map<number, Compared>> {
  const texts = new Map(mails.filter((mail) => mail.text.length >= shortest).map((mail) => [mail.id, mail.text]))
  if (texts.size === 0) return new Map()
  const { rows } = await sql<{ n: number; before: number; issueId: number }>`
    select e.id as n, e.interaction_id as before, a.issue_id from emails e
    join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
    where e.id = any(${[...texts.keys()]}::int[])`.execute(db)
  const known = await knownTexts(db, rows)
  const ids = [...known.keys()]
  const folds = await compare(ids.map((id) => ({ text: texts.get(id)!, known: known.get(id)! })))
  return new Map(ids.map((id, i) => [id, folds[i]!]))
}

function wantedOf({ parsed, claims, delivery }: Claimed, n: number): Wanted[] {
  const { mail, trouble } = parsed
  if (trouble || mail.text.length < shortest) return []
  const signed = [...(claims.token ? [claims.token] : []), ...claims.signed, ...claims.markers]
  const answers = signed.length + claims.foreign.length > 0 || mail.folds.length > 0
  const sender = mail.hints.listWriter ?? mail.from
  return [
    ...signed.map(({ purpose, id }) => (purpose === 't' ? { n, issueId: id } : { n, interactionId: id })),
    ...claims.foreign.flatMap(({ key, bare }) =>
      [key, ...(bare ? [bare] : [])].map((messageKey) => ({ n, messageKey, mailboxId: delivery.mailboxId })),
    ),
    ...(answers && mail.fromCertain && sender.address ? [{ n, address: addressKey(sender.address) }] : []),
  ]
}

async function knownTexts(db: Db, wanted: readonly Wanted[]): Promise<Map<number, Known>> {
  const rowsWanted = wanted.map(({ messageKey, ...one }) => ({
    ...one,
    ...(messageKey && { key: `\\x${messageKey}` }),
  }))
  const { rows } = await sql<{ n: number; ours: boolean; text: string }>`
    with wanted as materialized (
      select n, "interactionId" as interaction_id, "issueId" as issue_id, key::bytea as key, "mailboxId" as mailbox_id,
        address, before
      from json_to_recordset(${JSON.stringify(rowsWanted)}::json) as w (n int, "interactionId" int, "issueId" int, key text,
        "mailboxId" int, address text, before int)
    ), places as (
      select n, interaction_id, null::int as issue_id, null::int as before, 1 as rank from wanted where interaction_id is not null
      union all
      select n, null, coalesce(i.merged_into_id, i.id), before, 2 from wanted w join issues i on i.id = w.issue_id
      union all
      select w.n, null, a.issue_id, null, 2 from wanted w join actions a on a.interaction_id = w.interaction_id and a.deleted_at is null
      union all
      select w.n, null, a.issue_id, null, 2 from wanted w join emails e on e.message_id_key = w.key and e.mailbox_id = w.mailbox_id
        join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
      union all
      select w.n, null, a.issue_id, null, 2 from wanted w join letter_aliases l on l.message_id_key = w.key
        join actions a on a.interaction_id = l.interaction_id and a.deleted_at is null
    ), named as (
      select n, interaction_id, rank from places where interaction_id is not null
      union all
      select p.n, a.interaction_id, 2 from (select distinct n, issue_id, before from places where issue_id is not null) p
      cross join lateral (
        select interaction_id from actions
        where issue_id = p.issue_id and deleted_at is null and (p.before is null or interaction_id < p.before)
        order by id desc limit ${most.interactions}) a
      union all
      select w.n, i.id, 3 from wanted w join user_identification_emails m on m.address_key = w.address
      cross join lateral (
        select id from interactions where user_identification_id = m.user_identification_id
        order by occurred_at desc, id desc limit ${most.interactions}) i
      where w.address is not null and not exists (select from places p where p.n = w.n and p.issue_id is not null)
    ), first as (
      select n, interaction_id, min(rank) as rank from named group by n, interaction_id
    )
    select f.n, l.id is not null as ours, left(coalesce(l.text, e.text), ${most.chars}) as text
    from first f left join letters l on l.interaction_id = f.interaction_id and l.state not in ('cancelled', 'scheduled')
    left join emails e on e.interaction_id = f.interaction_id
    where coalesce(l.text, e.text, '') <> ''
    order by f.n, f.rank, f.interaction_id desc`.execute(db)
  return grouped(rows)
}

function grouped(rows: readonly { n: number; ours: boolean; text: string }[]): Map<number, Known> {
  const known = new Map<number, { sent: string[]; got: string[] }>()
  for (const { n, ours, text } of rows) {
    const one = known.get(n) ?? { sent: [], got: [] }
    const list = ours ? one.sent : one.got
    if (list.length < (ours ? most.letters : most.mails)) list.push(text)
    known.set(n, one)
  }
  return known
}
