import { sql } from 'kysely'
import type { Tx } from '../src/database/connection.ts'
import { addressKey } from '../src/mail/address.ts'
import { type Compared, compare } from './compare.ts'
import type { Item, Verdict } from './item.ts'
import type { Known } from './quoted.ts'

type Decided = Readonly<{ item: Item; fate: Verdict['fate'] }>

/** Of one mail's thread: how many interactions are looked at, how many texts compared, how long each may be. */
const most = { interactions: 8, letters: 4, mails: 3, chars: 16 << 10 }
/** A text shorter than this quotes nothing worth folding. */
const shortest = 40

/**
 * Folds each answer by comparing it with what we really sent and got (inbound.md C6): the letters that it names, the
 * newest of its issue, and for a quote that names nothing the newest to that address. One query for a batch, none
 * where no mail of it answers anything.
 */
export async function foldBySent<T extends Decided>(tx: Tx, decided: readonly T[]): Promise<T[]> {
  const wanted = decided.flatMap(wantedOf)
  if (wanted.length === 0) return [...decided]
  const known = await knownTexts(tx, wanted)
  const answering = [...known.keys()]
  const texts = answering.map((n) => ({ text: decided[n]!.item.mail.text, known: known.get(n)! }))
  const folds = new Map((await compare(texts)).map((one, i) => [answering[i]!, one]))
  return decided.map((one, n) => withFolds(one, folds.get(n) ?? null))
}

function withFolds<T extends Decided>(one: T, folds: Compared): T {
  return folds ? { ...one, item: { ...one.item, mail: { ...one.item.mail, folds } } } : one
}

type Wanted = Readonly<{
  n: number
  interactionId: number | null
  issueId: number | null
  address: string | null
  /** Only what came before this interaction; null for all, where the mail is not written yet. */
  before: number | null
}>

/**
 * The folds of mails that are in the history already, by their ids, where letters and mails of their issues that came
 * before them tell more than their words.
 */
export async function foldAgain(
  tx: Tx,
  mails: readonly { id: number; text: string }[],
): Promise<Map<number, Compared>> {
  const texts = new Map(mails.filter((mail) => mail.text.length >= shortest).map((mail) => [mail.id, mail.text]))
  if (texts.size === 0) return new Map()
  const { rows } = await sql<{ n: number; before: number; issueId: number }>`
    select e.id as n, e.interaction_id as before, a.issue_id from emails e
    join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
    where e.id = any(${[...texts.keys()]}::int[])`.execute(tx)
  const known = await knownTexts(
    tx,
    rows.map((row) => ({ ...row, interactionId: null, address: null })),
  )
  const ids = [...known.keys()]
  const folds = await compare(ids.map((id) => ({ text: texts.get(id)!, known: known.get(id)! })))
  return new Map(ids.map((id, i) => [id, folds[i]!]))
}

function wantedOf({ item, fate }: Decided, n: number): Wanted[] {
  const { mail, claims, from } = item
  if (fate.kind === 'unreadable' || mail.text.length < shortest) return []
  const none = { n, interactionId: null, issueId: null, address: null, before: null }
  const signed = [...(claims.token ? [claims.token] : []), ...claims.signed]
  const letters = signed.filter((id) => id.purpose === 'i').map((id) => ({ ...none, interactionId: id.id }))
  const issue = fate.kind === 'attach' || fate.kind === 'hold' ? fate.issue : fate.kind === 'new' && fate.continues
  if (issue) return [...letters, { ...none, issueId: issue.id }]
  return mail.folds.length > 0 && from ? [...letters, { ...none, address: addressKey(from) }] : letters
}

async function knownTexts(tx: Tx, wanted: readonly Wanted[]): Promise<Map<number, Known>> {
  const { rows } = await sql<{ n: number; ours: boolean; text: string }>`
    with wanted as (
      select * from unnest(${wanted.map((one) => one.n)}::int[], ${wanted.map((one) => one.interactionId)}::int[],
        ${wanted.map((one) => one.issueId)}::int[], ${wanted.map((one) => one.address)}::text[],
        ${wanted.map((one) => one.before)}::int[]) as w (n, interaction_id, issue_id, address_key, before)
    ), named as (
      select n, interaction_id, 1 as rank from wanted where interaction_id is not null
      union all
      select w.n, a.interaction_id, 2 from wanted w cross join lateral (
        select interaction_id from actions
        where issue_id = w.issue_id and deleted_at is null and (w.before is null or interaction_id < w.before)
        order by id desc limit ${most.interactions}) a
      union all
      select w.n, i.id, 3 from wanted w join user_identification_emails m on m.address_key = w.address_key
      cross join lateral (
        select id from interactions where user_identification_id = m.user_identification_id
        order by occurred_at desc, id desc limit ${most.interactions}) i
    ), first as (
      select n, interaction_id, min(rank) as rank from named group by n, interaction_id
    )
    select f.n, l.id is not null as ours, left(coalesce(l.text, e.text), ${most.chars}) as text
    from first f left join letters l on l.interaction_id = f.interaction_id and l.state not in ('cancelled', 'scheduled')
    left join emails e on e.interaction_id = f.interaction_id
    where coalesce(l.text, e.text, '') <> ''
    order by f.n, f.rank, f.interaction_id desc`.execute(tx)
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
