import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'

/** A program that a rep may grant from now, with what limits him; minor units, null: no such limit. */
export type Grantable = Readonly<{
  id: number
  name: string
  currency: string
  /** The most at once, by his role. */
  mostMinor: number
  leftTodayMinor: number | null
  validDays: number
}>

/** Active programs of rewards, those used last first; there are never many. */
export async function grantablePrograms(db: Db, rep: { id: number; role: string }): Promise<Grantable[]> {
  const free = rep.role === 'admin'
  const { rows } = await sql<Grantable>`
    select p.id, p.name, p.currency, p.valid_days,
      (case when ${free} then p.each_minor else least(p.each_minor, coalesce(p.rep_each_minor, p.each_minor)) end)::float8 as most_minor,
      case when ${free} then null else greatest(0, p.rep_day_minor - (
        select coalesce(sum(c.initial_minor), 0) from gift_certificates c
        where c.issued_by = ${rep.id} and c.program_id = p.id and c.issued_at > now() - interval '1 day'
          and c.campaign_recipient_id is null))::float8 end as left_today_minor
    from gift_programs p where p.active and p.kind = 'promotional' order by lower(p.name) limit 50`.execute(db)
  return rows
}
