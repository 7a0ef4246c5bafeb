import { type AuthParts, ask, authLibrary, type Client, type Library } from './auth-library.ts'
import { type OwnSignIn, ownSignIn } from './auth-own.ts'
import { type ProviderSignIn, providerSignIn } from './auth-provider.ts'
import { type KnownSessions, knownSessions } from './known-sessions.ts'
import { countTry, type Limit, triesLeft } from './rate-limit.ts'
import { recoveryHash } from './recovery-codes.ts'
import type { KeySettings, RepLanguage } from './rep-settings.ts'
import type { Rep } from './reps.ts'
import { noteSignIn } from './sign-ins.ts'
import { passSecondStep, sessionRep } from './visits.ts'

/** `second`: the password was right, and the code of the second step is asked for; these cookies say so. */
export type SignInResult = Readonly<
  { cookies: string[] } | { second: string[] } | { problem: 'wrong' | 'deactivated' | 'slow down' }
>
export type SecondResult = Readonly<
  { cookies: string[] } | { problem: 'wrong code' | 'again' | 'locked' | 'slow down' }
>

/**
 * `mustSecure`: the role asks for a second step, and none is set up. `stepDue`: it is, and was not taken yet: nothing
 * else is open. `cookies` are to be sent on.
 */
export type Session = Readonly<{
  rep: Rep
  id: number
  mustSecure: boolean
  stepDue: boolean
  keys: KeySettings
  language: RepLanguage | null
  cookies: string[]
}>

/** Sign-in by better-auth, reached through these functions only: its own routes are not served to anyone. */
export type Auth = Readonly<{
  signIn: (email: string, password: string, client: Client) => Promise<SignInResult>
  /** A code of the app, or a recovery code, with the cookies of `second`. */
  secondStep: (code: string, headers: Headers, client: Client) => Promise<SecondResult>
  session: (headers: Headers) => Promise<Session | undefined>
  signOut: (headers: Headers) => Promise<string[]>
  own: OwnSignIn
  provider: ProviderSignIn
  /** The library as it is, for tests that attack it. */
  library: Library
}>

/** Wrong passwords for one address, wherever they come from; the library itself counts by network. */
const perAddress: Limit = { seconds: 900, most: 100 }

export function createAuth(parts: AuthParts): Auth {
  const library = authLibrary(parts, null)
  const known = knownSessions()
  return {
    library,
    own: ownSignIn(library, parts),
    provider: notedProvider(library, parts),
    async signIn(email, password, client) {
      const result = await signIn(library, parts, { email: email.trim().toLowerCase(), password, client })
      await noteSignIn(parts.db, { way: 'password', outcome: outcomeOf(result), who: email, client })
      return result
    },
    async secondStep(code, headers, client) {
      const cookie = headers.get('cookie')
      const result = await secondStep(library, { code, cookie, client })
      if ('cookies' in result && cookie) await passDueStep(library, parts, cookie)
      const who = 'cookies' in result ? await repOf(library, result.cookies) : null
      await noteSignIn(parts.db, { way: 'second_step', outcome: outcomeOf(result), who, client })
      return result
    },
    session: (headers) => session(library, { db: parts.db, known }, headers.get('cookie')),
    async signOut(headers) {
      const answer = await ask(library, '/sign-out', { cookie: headers.get('cookie'), body: {} })
      return answer.headers.getSetCookie()
    },
  }
}

function outcomeOf(result: SignInResult | SecondResult): string {
  if ('problem' in result) return result.problem
  return 'second' in result ? 'second step' : 'in'
}

/** Who came by the provider; whether a second step is asked for is decided later (visits.ts). */
function notedProvider(library: Library, parts: AuthParts): ProviderSignIn {
  const provider = providerSignIn(parts)
  return {
    ...provider,
    async finish(query, headers, client) {
      const result = await provider.finish(query, headers, client)
      const [outcome, who] = 'problem' in result ? [result.problem, null] : ['in', await repOf(library, result.cookies)]
      await noteSignIn(parts.db, { way: 'provider', outcome, who, client })
      return result
    },
  }
}

/** Whose session these cookies open. */
async function repOf(library: Library, cookies: readonly string[]): Promise<number | null> {
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ')
  const found = await library.api.getSession({ headers: new Headers({ cookie }) })
  return found ? Number(found.user.id) : null
}

/** A session that the provider opened was there before its second step. */
async function passDueStep(library: Library, { db }: AuthParts, cookie: string) {
  const found = await library.api.getSession({ headers: new Headers({ cookie }) })
  if (found) await passSecondStep(db, Number(found.session.id))
}

/** One statement, but for a cookie that was not seen in the last minute. */
async function session(
  library: Library,
  { db, known }: { db: AuthParts['db']; known: KnownSessions },
  cookie: string | null,
): Promise<Session | undefined> {
  if (!cookie) return undefined
  const knownId = known.sessionOf(cookie)
  if (knownId !== undefined) {
    const found = await sessionRep(db, knownId)
    return found && { ...found, id: knownId, cookies: [] }
  }
  const found = await library.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
  if (!found.response) return undefined
  const id = Number(found.response.session.id)
  const row = await sessionRep(db, id)
  if (row) known.learn(cookie, id)
  return row && { ...row, id, cookies: found.headers?.getSetCookie() ?? [] }
}

type Tried = Readonly<{ email: string; password: string; client: Client }>

async function signIn(library: Library, { db }: AuthParts, { email, password, client }: Tried): Promise<SignInResult> {
  const what = `sign-in ${email}`
  if (!(await triesLeft(db, what, perAddress))) return { problem: 'slow down' }
  const answer = await ask(library, '/sign-in/email', { client, body: { email, password } })
  if (answer.ok) {
    const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean }
    return twoFactorRedirect ? { second: answer.headers.getSetCookie() } : { cookies: answer.headers.getSetCookie() }
  }
  if (answer.status === 429) return { problem: 'slow down' }
  if (answer.status === 403) return { problem: 'deactivated' }
  await countTry(db, what, perAddress)
  return { problem: 'wrong' }
}

type Coded = Readonly<{ code: string; cookie: string | null; client: Client }>

/** Six digits are the app's code; anything else is looked up among the recovery codes, which are stored as hashes. */
async function secondStep(library: Library, { code, cookie, client }: Coded): Promise<SecondResult> {
  const digits = code.replace(/\s/g, '')
  const answer = /^\d{6}$/.test(digits)
    ? await ask(library, '/two-factor/verify-totp', { client, cookie, body: { code: digits } })
    : await ask(library, '/two-factor/verify-backup-code', {
        client,
        cookie,
        body: { code: recoveryHash(code.slice(0, 100)) },
      })
  if (answer.ok) return { cookies: answer.headers.getSetCookie() }
  const { code: reason } = (await answer.json().catch(() => ({}))) as { code?: string }
  if (reason === 'ACCOUNT_TEMPORARILY_LOCKED') return { problem: 'locked' }
  if (answer.status === 429) return { problem: 'slow down' }
  return { problem: reason === 'INVALID_CODE' || reason === 'INVALID_BACKUP_CODE' ? 'wrong code' : 'again' }
}
