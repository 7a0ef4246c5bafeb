import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { SignInWay } from '../database/tables-sign-ins.ts'
import type { Client } from './auth-library.ts'

/** `who`: a rep's id, or the address that was typed, which is forgotten where it is nobody's (it may be a password). */
export type SignInTry = Readonly<{ way: SignInWay; outcome: string; who: number | string | null; client: Client }>

/**
 * Writes down that somebody signed in, or tried to (ASVS 16.3.1). Tries that were refused for being too many are not:
 * they would let anybody fill the table.
 */
export async function noteSignIn(db: Db, { way, outcome, who, client }: SignInTry): Promise<void> {
  if (outcome === 'slow down') return
  const rep =
    typeof who === 'string'
      ? sql`(select id from reps where lower(email) = ${who.trim().toLowerCase()} limit 1)`
      : sql`${who}::integer`
  const device = client.userAgent.replaceAll('\0', '').toWellFormed().slice(0, 300)
  await sql`insert into sign_ins (rep_id, way, outcome, ip, device) values (${rep}, ${way}, ${outcome}, ${client.ip}, ${device})`.execute(
    db,
  )
}

/** A line of the audit’s page. */
export type SignInLine = Readonly<{
  id: string
  at: Date
  rep: string | null
  way: SignInWay
  outcome: string
  ip: string
}>

/** The latest tries, the newest first. */
export async function latestSignIns(db: Db, limit: number): Promise<SignInLine[]> {
  const { rows } = await sql<SignInLine>`
    select s.id, s.at, r.name as rep, s.way, s.outcome, s.ip from sign_ins s left join reps r on r.id = s.rep_id
    order by s.id desc limit ${limit}`.execute(db)
  return rows
}
