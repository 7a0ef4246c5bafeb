import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { KeySettings, RepLanguage } from './rep-settings.ts'
import type { Rep } from './reps.ts'
import { mustSecure } from './sign-in-settings.ts'

/** How often it is written down that somebody is here; ms. */
const visitEvery = 5 * 60_000

/**
 * A session ends so long after its last use, and so long after its sign-in at the latest (SECURITY.md says why). A page
 * that is open and fetches what is new counts as use.
 */
export const liveSession = sql<boolean>`s.expires_at > now() and s.last_used_at > now() - interval '3 days' and s.created_at > now() - interval '30 days'`

type SessionRep = Readonly<{
  rep: Rep
  mustSecure: boolean
  stepDue: boolean
  keys: KeySettings
  language: RepLanguage | null
}>

/** The rep of a session, unless it has ended or they are deactivated; notes the visit now and then. */
export async function sessionRep(db: Database, sessionId: number): Promise<SessionRep | undefined> {
  const { rows } = await sql<
    Rep & {
      mustSecure: boolean
      stepDue: boolean
      singleKeys: boolean
      keys: Record<string, string>
      language: RepLanguage | null
      lastUsedAt: Date | null
    }
  >`${kept}
    select r.id, r.name, r.email, r.role, r.deactivated_at, s.last_used_at, ${mustSecure} as must_secure,
      s.second_step_due and r.two_factor_enabled as step_due,
      coalesce(k.single_keys, true) as single_keys, coalesce(k.keys, '{}') as keys, k.language
    from sessions s join reps r on r.id = s.user_id left join rep_settings k on k.rep_id = r.id
    where s.id = ${sessionId} and ${liveSession} and r.deactivated_at is null`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const { mustSecure: must, stepDue, singleKeys, keys: own, language, lastUsedAt, ...rep } = row
  const keys = { single: singleKeys, own }
  if (stepDue) return { rep, mustSecure: false, stepDue, keys, language }
  if (!lastUsedAt || Date.now() - +lastUsedAt > visitEvery) await noteVisit(db, sessionId)
  return { rep, mustSecure: must, stepDue, keys, language }
}

/**
 * Holds a fresh session at the second step where its rep has one: the provider may have asked for one of its own, but
 * does not say so, and whoever asks for a second step here means it whichever way somebody comes in.
 */
export async function holdAtSecondStep(db: Db, sessionId: number): Promise<boolean> {
  const { rows } = await sql`update sessions s set second_step_due = true from reps r
    where s.id = ${sessionId} and r.id = s.user_id and r.two_factor_enabled returning s.id`.execute(db)
  return rows.length > 0
}

/** The second step was taken: the session is good for everything. */
export async function passSecondStep(db: Db, sessionId: number): Promise<void> {
  await sql`update sessions set second_step_due = false where id = ${sessionId}`.execute(db)
}

/** Writes down that the session was used, and its rep seen. */
export async function noteVisit(db: Db, sessionId: number): Promise<void> {
  await sql`with used as (update sessions set last_used_at = now() where id = ${sessionId} returning user_id)
    insert into rep_visits (rep_id, seen_at) select user_id, now() from used
    on conflict (rep_id) do update set seen_at = excluded.seen_at`.execute(db)
}

/** A device that somebody is signed in on. */
export type SessionLine = Readonly<{
  id: number
  ip: string
  device: string
  startedAt: Date
  usedAt: Date
}>

/** The live sessions of a rep, the latest used first. */
export async function listSessions(db: Db, repId: number): Promise<SessionLine[]> {
  const rows = await db
    .selectFrom('sessions as s')
    .select(['id', 'ipAddress', 'userAgent', 'createdAt', 'lastUsedAt'])
    .where('userId', '=', repId)
    .where(liveSession)
    .orderBy('lastUsedAt', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    ip: row.ipAddress ?? '',
    device: deviceOf(row.userAgent ?? ''),
    startedAt: row.createdAt,
    usedAt: row.lastUsedAt,
  }))
}

/** Ends sessions of a rep: the one named, or all but `keep`; how many there were. */
export async function endSessions(db: Db, repId: number, which: { id: number } | { keep: number | null }) {
  const own = db.deleteFrom('sessions').where('userId', '=', repId)
  const some =
    'id' in which ? own.where('id', '=', which.id) : which.keep === null ? own : own.where('id', '!=', which.keep)
  return Number((await some.executeTakeFirst()).numDeletedRows)
}

/** "Firefox · Linux" of a User-Agent; its first words where we know neither. */
function deviceOf(userAgent: string): string {
  const named = (names: readonly (readonly [RegExp, string])[]) => names.find(([sign]) => sign.test(userAgent))?.[1]
  const browser = named([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = named([
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux|X11/, 'Linux'],
  ])
  return [browser, system].filter(Boolean).join(' · ') || userAgent.slice(0, 60)
}
