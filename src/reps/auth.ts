import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'
import { getRep, type Rep } from './reps.ts'

/** Who asks, as the web door knows it; never taken from headers that the client may set. */
export type Client = Readonly<{ ip: string; userAgent: string }>
export type SignInResult = Readonly<{ cookies: string[] } | { problem: 'wrong' | 'deactivated' | 'slow down' }>

/** Sign-in by better-auth, reached through these three functions only: its own routes are not served to anyone. */
export type Auth = Readonly<{
  signIn: (email: string, password: string, client: Client) => Promise<SignInResult>
  /** The signed-in rep; `cookies` are to be sent when the session was prolonged. */
  session: (headers: Headers) => Promise<{ rep: Rep; cookies: string[] } | undefined>
  signOut: (headers: Headers) => Promise<string[]>
  /** The library as it is, for tests that attack it. */
  library: ReturnType<typeof library>
}>

const root = 'http://desk.invalid/auth'
const clientIpHeader = 'x-antfarm-client'

export function createAuth(desk: { db: Database; secrets: Secrets; config: Config }): Auth {
  const auth = library(desk)
  const post = (path: string, headers: Record<string, string>, body: object) =>
    auth.handler(
      new Request(root + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  return {
    library: auth,
    async signIn(email, password, { ip, userAgent }) {
      const client = { [clientIpHeader]: ip, 'user-agent': userAgent.slice(0, 300) }
      const answer = await post('/sign-in/email', client, { email: email.trim().toLowerCase(), password })
      if (answer.ok) return { cookies: answer.headers.getSetCookie() }
      if (answer.status === 429) return { problem: 'slow down' }
      if (answer.status >= 500) throw new Error(`Sign-in failed with ${answer.status}: see the log`)
      return { problem: answer.status === 403 ? 'deactivated' : 'wrong' }
    },
    async session(headers) {
      const cookie = headers.get('cookie')
      if (!cookie) return undefined
      const found = await auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
      const rep = found.response && (await getRep(desk.db, Number(found.response.user.id)))
      if (!rep || rep.deactivatedAt) return undefined
      return { rep, cookies: found.headers?.getSetCookie() ?? [] }
    },
    async signOut(headers) {
      const answer = await post('/sign-out', { cookie: headers.get('cookie') ?? '' }, {})
      return answer.headers.getSetCookie()
    },
  }
}

function library({ db, secrets, config }: { db: Database; secrets: Secrets; config: Config }) {
  return betterAuth({
    database: { db, type: 'postgres' },
    baseURL: new URL(root).origin,
    basePath: '/auth',
    secret: deriveKey(secrets.current, 'sign-in').toString('base64'),
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: {
      modelName: 'reps',
      changeEmail: { enabled: false },
      deleteUser: { enabled: false },
      additionalFields: {
        role: { type: 'string', input: false, required: false },
        deactivatedAt: { type: 'date', input: false, required: false },
      },
    },
    session: { modelName: 'sessions', expiresIn: 14 * 24 * 3600, updateAge: 24 * 3600 },
    account: { modelName: 'accounts' },
    verification: { modelName: 'verifications' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rateLimits',
      customRules: { '/sign-in/email': { window: 60, max: 15 } },
    },
    disabledPaths: ['/sign-up/email'],
    databaseHooks: { session: { create: { before: (session) => refuseDeactivated(db, Number(session.userId)) } } },
    advanced: {
      database: { generateId: 'serial', validateSchema: false },
      // The door refuses foreign posts before they come here (src/web/csrf.ts).
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      useSecureCookies: false, // the names below carry their prefix themselves
      cookies: { session_token: sessionCookie(config) },
    },
  })
}

/** __Host- (RFC 6265bis 4.1.3.2) asks for Secure and the path /; over plain http the cookie keeps to BASE_PATH. */
function sessionCookie(config: Config) {
  return config.publicUrl.startsWith('https:')
    ? { name: '__Host-antfarm', attributes: { secure: true, path: '/' } }
    : { name: 'antfarm', attributes: { path: config.basePath } }
}

async function refuseDeactivated(db: Database, repId: number): Promise<void> {
  const rep = await getRep(db, repId)
  if (!rep || rep.deactivatedAt) throw new APIError('FORBIDDEN', { message: 'This account is deactivated.' })
}
