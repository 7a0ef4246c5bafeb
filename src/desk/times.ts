import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { OpenSeconds } from '../settings/business-time.ts'
import { openFor, readHours } from '../settings/hours.ts'

/**
 * Writes how long people waited onto these issues, from what stands there now: call it in the transaction of whatever
 * answers, closes, reopens, moves or takes back. A customer's mail or call waits until a rep writes or calls; notes,
 * automatic letters, programs' mails and cancelled letters are no word of anybody. Issues that no human opened have
 * none.
 */
export async function writeTimes(tx: Tx, issueIds: readonly number[]): Promise<void> {
  if (issueIds.length === 0) return
  const open = openFor(await readHours(tx))
  const rows = (await readWaits(tx, issueIds)).map((issue) => timesOf(issue, open(issue.mailboxId)))
  await sql`
    update issues i set first_response_seconds = t."firstSeconds", first_response_business = t."firstBusiness",
      first_response_by = t."firstBy", next_response_seconds = t."nextSeconds", next_response_business = t."nextBusiness",
      next_response_by = t."nextBy", resolution_seconds = t."resolutionSeconds",
      resolution_business = t."resolutionBusiness", reopened = t.reopened
    from json_to_recordset(${JSON.stringify(rows)}::json) as t(id int, "firstSeconds" int, "firstBusiness" int, "firstBy" int,
      "nextSeconds" int, "nextBusiness" int, "nextBy" int, "resolutionSeconds" int, "resolutionBusiness" int, reopened int)
    where i.id = t.id and (i.first_response_seconds, i.first_response_business, i.first_response_by, i.next_response_seconds,
        i.next_response_business, i.next_response_by, i.resolution_seconds, i.resolution_business, i.reopened)
      is distinct from (t."firstSeconds", t."firstBusiness", t."firstBy", t."nextSeconds", t."nextBusiness", t."nextBy",
        t."resolutionSeconds", t."resolutionBusiness", t.reopened)`.execute(tx)
}

/** The same for every issue that holds the letter by now, and these others. */
export async function writeTimesOf(tx: Tx, letterId: number, issueIds: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select distinct a.issue_id as id from letters l join actions a on a.interaction_id = l.interaction_id
    where l.id = ${letterId}`.execute(tx)
  await writeTimes(tx, [...new Set([...issueIds, ...rows.map(({ id }) => id)])])
}

/** The closing of that moment was taken back, as if it had never been: no reopening counts. Before writeTimes. */
export async function takeBackClosing(tx: Tx, issueId: number, closedAt: string): Promise<void> {
  await takeBackClosings(tx, [{ issueId, closedAt }])
}

export async function takeBackClosings(tx: Tx, closings: readonly { issueId: number; closedAt: string }[]) {
  if (closings.length === 0) return
  await sql`delete from issue_closings where id in (
    select max(c.id) from json_to_recordset(${JSON.stringify(closings)}::json) as t("issueId" int, "closedAt" timestamptz)
      join issue_closings c on c.issue_id = t."issueId"
        and date_trunc('milliseconds', c.closed_at) = date_trunc('milliseconds', t."closedAt")
    group by c.issue_id)`.execute(tx)
}

type Answer = Readonly<{ askedAt: Date; answeredAt: Date; repId: number | null }>
type Waits = Readonly<{
  id: number
  mailboxId: number | null
  openedAt: Date
  closedAt: Date | null
  human: boolean
  reopened: number
  answers: readonly Answer[]
}>

/** Who spoke when is one row for each change of speaker: the first of each turn. */
async function readWaits(tx: Tx, issueIds: readonly number[]): Promise<Waits[]> {
  type Row = Omit<Waits, 'answers'> & { answers: { asked: string; answered: string; rep: number | null }[] | null }
  const { rows } = await sql<Row>`
    with said as (
      select a.issue_id, n.id, n.originator, n.rep_id, ${saidAt} as at
      from actions a join interactions n on n.id = a.interaction_id
        left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
      where a.issue_id = any(${[...issueIds]}::int[]) and a.deleted_at is null and n.channel <> 'note'
        and ((n.originator = 'customer' and e.automatic is null) or (n.originator = 'rep' and l.state is distinct from 'cancelled'))
    ), turns as (
      select *, lag(originator) over talk as earlier from said window talk as (partition by issue_id order by at, id)
    ), pairs as (
      select issue_id, originator, rep_id, at, lag(at) over (partition by issue_id order by at, id) as asked
      from turns where originator is distinct from earlier
    ), answers as (
      select issue_id, json_agg(json_build_object('asked', asked, 'answered', at, 'rep', rep_id) order by at) as answers
      from pairs where originator = 'rep' and asked is not null group by issue_id
    )
    select i.id, i.mailbox_id, i.opened_at, i.closed_at, i.origin = 'human' as human, x.answers,
      (select count(*)::int from issue_closings c where c.issue_id = i.id) as reopened
    from issues i left join answers x on x.issue_id = i.id where i.id = any(${[...issueIds]}::int[])`.execute(tx)
  return rows.map(({ answers, ...issue }) => ({
    ...issue,
    answers: (answers ?? []).map(({ asked, answered, rep }) => ({
      ...{ askedAt: new Date(asked), answeredAt: new Date(answered), repId: rep },
    })),
  }))
}

/** A letter that waits for its time speaks then; the seconds in which any can be called back are nobody's wait. */
const saidAt = sql`greatest(n.occurred_at, l.meant_for)`

function timesOf({ id, openedAt, closedAt, human, reopened, answers }: Waits, open: OpenSeconds) {
  if (!human) return { id, reopened }
  const [first, ...later] = answers.map(({ askedAt, answeredAt, repId }) => ({
    ...between(askedAt, answeredAt, open),
    repId,
  }))
  const next = later.reduce<typeof first>((worst, one) => (worst && !isLonger(one, worst) ? worst : one), undefined)
  const resolution = closedAt ? between(openedAt, closedAt, open) : undefined
  return {
    ...{ id, reopened, firstSeconds: first?.seconds, firstBusiness: first?.business, firstBy: first?.repId },
    ...{ nextSeconds: next?.seconds, nextBusiness: next?.business, nextBy: next?.repId },
    ...{ resolutionSeconds: resolution?.seconds, resolutionBusiness: resolution?.business },
  }
}

type Wait = Readonly<{ seconds: number; business: number }>

/** In opening hours, else by the clock. */
function isLonger(a: Wait, b: Wait): boolean {
  return a.business > b.business || (a.business === b.business && a.seconds > b.seconds)
}

/** At most what an integer of the database holds: 68 years. */
function between(from: Date, to: Date, open: OpenSeconds): Wait {
  const seconds = Math.max(0, Math.min(2 ** 31 - 1, Math.floor((+to - +from) / 1000)))
  return { seconds, business: Math.min(seconds, open(from, to)) }
}
