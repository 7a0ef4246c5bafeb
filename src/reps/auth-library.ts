import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { deriveKey, fingerprint, type Secrets } from '../settings/secret.ts'
import { hashedCodes, makeRecoveryCodes } from './recovery-codes.ts'
import { getRep } from './reps.ts'
import type { Provider } from './sign-in-settings.ts'

/** The provider with its secret in the clear, for as long as the library is held. */
export type OpenProvider = Provider & Readonly<{ secret: string }>
export type AuthParts = Readonly<{ db: Database; secrets: Secrets; config: Config }>

export const root = 'http://desk.invalid/auth'
export const clientIpHeader = 'x-antfarm-client'
export const providerId = 'oidc'

/** better-auth, set up for this desk: its own routes are served to nobody (auth.ts calls them). */
export function authLibrary(parts: AuthParts, provider: OpenProvider | null) {
  const { db, config } = parts
  return betterAuth({
    appName: 'Antfarm',
    database: { db, type: 'postgres' },
    baseURL: new URL(root).origin,
    basePath: '/auth',
    secrets: [parts.secrets.current, ...parts.secrets.old].map(keyed),
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: userOptions(provider),
    session: {
      modelName: 'sessions',
      expiresIn: 14 * 24 * 3600, // visits.ts ends them sooner
      updateAge: 24 * 3600,
      additionalFields: { lastUsedAt: { type: 'date', input: false, required: false } },
    },
    account: {
      modelName: 'accounts',
      updateAccountOnSignIn: false,
      accountLinking: { trustedProviders: provider?.trustAddresses ? [providerId] : [] },
    },
    verification: { modelName: 'verifications' },
    plugins: [
      twoFactor({
        schema: { twoFactor: { modelName: 'twoFactors' } },
        allowPasswordless: true, // who came by an identity provider has none
        backupCodeOptions: { storeBackupCodes: hashedCodes, customBackupCodesGenerate: makeRecoveryCodes },
      }),
      genericOAuth({ config: provider ? [providerConfig(provider, config)] : [] }),
    ],
    rateLimit: rateLimit,
    disabledPaths: ['/sign-up/email', '/two-factor/send-otp', '/two-factor/verify-otp', '/link-social'],
    databaseHooks: databaseHooks(db, provider),
    advanced: {
      database: { generateId: 'serial', validateSchema: false },
      // The door refuses foreign posts before they come here (src/web/csrf.ts).
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      useSecureCookies: false, // the names below carry their prefix themselves
      ...cookies(config),
    },
  })
}

/** A version of its own for each secret: the library seals under the first and opens what older ones sealed. */
function keyed(secret: string) {
  return {
    version: Number.parseInt(fingerprint(secret).slice(0, 7), 16),
    value: deriveKey(secret, 'sign-in').toString('base64'),
  }
}

const rateLimit = {
  enabled: true,
  storage: 'database',
  modelName: 'rateLimits',
  customRules: {
    '/sign-in/email': { window: 60, max: 15 },
    '/sign-in/social': { window: 60, max: 30 },
    '/two-factor/*': { window: 60, max: 15 },
    '/change-password': { window: 60, max: 10 },
  },
} as const

function userOptions(provider: OpenProvider | null) {
  return {
    modelName: 'reps',
    changeEmail: { enabled: false },
    deleteUser: { enabled: false },
    additionalFields: {
      role: { type: 'string', input: false, required: false },
      deactivatedAt: { type: 'date', input: false, required: false },
    },
    async validateUserInfo({ user }: { user: { email?: string | null | undefined } }) {
      const domain = (user.email ?? '').split('@').at(-1)!.toLowerCase()
      if (!provider || provider.domains.length === 0 || provider.domains.includes(domain)) return undefined
      return { error: 'foreign_domain' }
    },
  } as const
}

function providerConfig(provider: OpenProvider, { publicUrl, basePath }: Config) {
  return {
    providerId,
    clientId: provider.clientId,
    clientSecret: provider.secret,
    discoveryUrl: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    redirectURI: `${publicUrl}${basePath}sign-in/provider/callback`,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: provider.newRole === null,
  }
}

/** Nobody gets an account but by an invitation or where the provider's settings say so; tokens are not kept. */
function databaseHooks(db: Database, provider: OpenProvider | null) {
  return {
    user: {
      create: {
        async before(user: { email: string; emailVerified: boolean; name: string }) {
          if (!provider?.newRole || !(user.emailVerified || provider.trustAddresses)) return false
          const name = user.name.trim().slice(0, 200) || user.email.split('@')[0]!
          return { data: { ...user, name, emailVerified: true, role: provider.newRole } }
        },
      },
    },
    account: {
      create: {
        before: async <T extends object>(account: T) => ({
          data: { ...account, accessToken: null, refreshToken: null, idToken: null },
        }),
      },
    },
    session: { create: { before: (session: { userId: string }) => refuseDeactivated(db, Number(session.userId)) } },
  }
}

async function refuseDeactivated(db: Database, repId: number): Promise<void> {
  const rep = await getRep(db, repId)
  if (!rep || rep.deactivatedAt)
    throw new APIError('FORBIDDEN', { code: 'deactivated', message: 'This account is deactivated.' })
}

/** __Host- (RFC 6265bis 4.1.3.2) asks for Secure and the path /; over plain http cookies keep to BASE_PATH. */
function cookies({ publicUrl, basePath }: Config) {
  const https = publicUrl.startsWith('https:')
  const name = https ? '__Host-antfarm' : 'antfarm'
  const attributes = { secure: https, path: https ? '/' : basePath }
  return { cookiePrefix: name, defaultCookieAttributes: attributes, cookies: { session_token: { name, attributes } } }
}

export type Library = ReturnType<typeof authLibrary>
/** Who asks, as the web door knows it; never taken from headers that the client may set. */
export type Client = Readonly<{ ip: string; userAgent: string }>
type Asked = Readonly<{ client?: Client; cookie?: string | null; body?: object }>

/** Posts to one of the library's routes (GET without a body); nobody else can. Throws where the library itself broke. */
export async function ask(library: Library, path: string, { client, cookie, body }: Asked): Promise<Response> {
  const headers: Record<string, string> = {
    ...(client && { [clientIpHeader]: client.ip, 'user-agent': client.userAgent.slice(0, 300) }),
    ...(cookie && { cookie }),
    ...(body && { 'content-type': 'application/json' }),
  }
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  const answer = await library.handler(new Request(root + path, request))
  if (answer.status >= 500) throw new Error(`The sign-in library failed with ${answer.status} at ${path.split('?')[0]}`)
  return answer
}
