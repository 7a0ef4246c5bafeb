import { type RawBuilder, sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import type { Schedule } from '../desk/saved-report-values.ts'
import { deskZone } from './period.ts'

/**
 * Writes down whose saved reports are due, a row for each time and rep, whose key makes it one row however many nodes
 * look at once; the worker sends them (report-mails.ts). A time that nobody was there for goes once, late. Where the
 * desk's zone changed, the next time is counted anew.
 */
export async function queueDueReports(db: Database): Promise<void> {
  const zone = await deskZone(db)
  await db.transaction().execute(async (tx) => {
    await sql`update saved_reports s
      set due_at = ${nextTime(sql`s`, zone, sql`case when s.due_zone is null then s.scheduled_at else now() end`)}, due_zone = ${zone}
      where s.cadence is not null and s.deleted_at is null and (s.due_at is null or s.due_zone <> ${zone}
        and s.due_at > now())`.execute(tx)
    await sql`with due as (
        select id, due_at, rep_ids from saved_reports
        where cadence is not null and deleted_at is null and due_at <= now() order by due_at limit 200 for update skip locked),
      asked as (
        insert into saved_report_sends (saved_report_id, rep_id, due_at)
        select due.id, r.id, due.due_at from due join reps r on r.id = any (due.rep_ids) on conflict do nothing)
      update saved_reports s set due_at = ${nextTime(sql`s`, zone, sql`now()`)}, due_zone = ${zone}
      from due where s.id = due.id`.execute(tx)
  })
}

/** When a schedule comes round next; undefined for none. */
export async function nextDue(db: Db, { cadence, onDay, atHour }: Schedule, zone: string): Promise<Date | undefined> {
  if (cadence === null) return undefined
  const { rows } = await sql<{ at: Date }>`
    select ${nextTime(sql`s`, zone, sql`now()`)} as at
    from (select ${cadence}::text as cadence, ${onDay}::int as on_day, ${atHour}::int as at_hour) s`.execute(db)
  return rows[0]?.at
}

/**
 * SQL: the first time after `after` that the schedule of row `s` names. An hour that the clocks skip is the one after,
 * one that comes twice is its second; a day that a month lacks is the month's last.
 */
function nextTime(s: RawBuilder<unknown>, zone: string, after: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`(select min(t.at) from (
    select (d.day + make_interval(hours => ${s}.at_hour)) at time zone ${zone}::text as at
    from (select ((${after}) at time zone ${zone}::text)::date + n as day from generate_series(0, 32) n) d
    where case ${s}.cadence when 'weekly' then extract(isodow from d.day) = ${s}.on_day
      when 'monthly' then extract(day from d.day) = least(${s}.on_day,
        extract(day from date_trunc('month', d.day) + interval '1 month - 1 day'))
      else true end) t where t.at > ${after})`
}
