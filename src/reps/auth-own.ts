import { sql } from 'kysely'
import { type AuthParts, ask, type Client, type Library } from './auth-library.ts'
import { type PasswordFault, passwordFault } from './passwords.ts'
import { getRep } from './reps.ts'

type Problem = Readonly<{ problem: 'wrong password' | 'slow down' }>

/** What a signed-in rep does with the own sign-in; `headers` carry the session's cookie. */
export type OwnSignIn = Readonly<{
  /** Ends every other session of the rep. */
  changePassword: (
    headers: Headers,
    wish: { repId: number; current: string; next: string },
    client: Client,
  ) => Promise<{ cookies: string[] } | Problem | { fault: PasswordFault }>
  /** Makes a fresh seed, good once a code of it was typed; the recovery codes are shown this once. */
  startTotp: (headers: Headers, password: string, client: Client) => Promise<{ uri: string; codes: string[] } | Problem>
  confirmTotp: (
    headers: Headers,
    code: string,
    client: Client,
  ) => Promise<{ cookies: string[] } | { problem: 'wrong code' | 'slow down' }>
  stopTotp: (headers: Headers, password: string, client: Client) => Promise<{ cookies: string[] } | Problem>
  /** Fresh recovery codes; the old ones are dead. */
  newCodes: (headers: Headers, password: string, client: Client) => Promise<{ codes: string[] } | Problem>
}>

export function ownSignIn(library: Library, { db }: AuthParts): OwnSignIn {
  const call = (path: string, headers: Headers, client: Client, body: object) =>
    ask(library, path, { client, cookie: headers.get('cookie'), body })
  return {
    async changePassword(headers, { repId, current, next }, client) {
      const rep = await getRep(db, repId)
      const fault = passwordFault(next, rep ? [rep.name, rep.email] : [])
      if (fault) return { fault }
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true }
      return cookiesOf(await call('/change-password', headers, client, body))
    },
    async startTotp(headers, password, client) {
      const answer = await call('/two-factor/enable', headers, client, { password })
      if (!answer.ok) return refused(answer)
      const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] }
      return { uri: totpURI, codes: backupCodes }
    },
    async confirmTotp(headers, code, client) {
      const answer = await call('/two-factor/verify-totp', headers, client, {
        code: code.replace(/\s/g, '').slice(0, 10),
      })
      if (answer.ok) return { cookies: answer.headers.getSetCookie() }
      return { problem: answer.status === 429 ? 'slow down' : 'wrong code' }
    },
    stopTotp: async (headers, password, client) =>
      cookiesOf(await call('/two-factor/disable', headers, client, { password })),
    async newCodes(headers, password, client) {
      const answer = await call('/two-factor/generate-backup-codes', headers, client, { password })
      if (!answer.ok) return refused(answer)
      return { codes: ((await answer.json()) as { backupCodes: string[] }).backupCodes }
    },
  }
}

function cookiesOf(answer: Response): { cookies: string[] } | Problem {
  return answer.ok ? { cookies: answer.headers.getSetCookie() } : refused(answer)
}

function refused(answer: Response): Problem {
  return { problem: answer.status === 429 ? 'slow down' : 'wrong password' }
}

/** How a rep's second step and password stand. */
export async function ownState(db: AuthParts['db'], repId: number) {
  const { rows } = await sql<{ secured: boolean; hasPassword: boolean; required: boolean }>`
    select r.two_factor_enabled as secured,
      exists (select from accounts a where a.user_id = r.id and a.provider_id = 'credential') as has_password,
      exists (select from settings s where s.name = 'sign_in' and s.value -> 'secondStepRoles' ? r.role) as required
    from reps r where r.id = ${repId}`.execute(db)
  return rows[0]!
}
