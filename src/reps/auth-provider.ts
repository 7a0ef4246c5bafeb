import { type AuthParts, ask, authLibrary, type Client, type Library, providerId } from './auth-library.ts'
import { clientSecret, readSignIn, type SealedSettings } from './sign-in-settings.ts'

export const providerProblems = [
  'unknown',
  'foreign domain',
  'unverified',
  'deactivated',
  'away',
  'slow down',
  'failed',
] as const
export type ProviderProblem = (typeof providerProblems)[number]

/** Sign-in by the identity provider of the settings (OpenID Connect, code flow with PKCE and nonce). */
export type ProviderSignIn = Readonly<{
  /** Where to send the browser, with cookies that know it again when it comes back. */
  start: (next: string, client: Client) => Promise<{ url: string; cookies: string[] } | { problem: ProviderProblem }>
  /** What the provider sent the browser back with. `made`: the rep is new here. */
  finish: (
    query: URLSearchParams,
    headers: Headers,
    client: Client,
  ) => Promise<{ cookies: string[]; next: string; made: boolean } | { problem: ProviderProblem }>
  /** The library with the provider, for tests that attack it; undefined where none is set. */
  library: () => Promise<Library | undefined>
}>

const done = 'http://desk.invalid/done'
const failed = 'http://desk.invalid/failed'

export function providerSignIn(parts: AuthParts): ProviderSignIn {
  let held: { key: string; library: Library } | undefined
  async function library(): Promise<Library | undefined> {
    const settings = await readSignIn(parts.db)
    const provider = opened(parts, settings)
    if (!provider) return undefined
    const key = JSON.stringify(settings)
    if (held?.key !== key) held = { key, library: authLibrary(parts, provider) }
    return held.library
  }
  return {
    library,
    async start(next, client) {
      const one = await library()
      if (!one) return { problem: 'away' }
      const body = {
        provider: providerId,
        callbackURL: `${done}?next=${encodeURIComponent(next)}`,
        newUserCallbackURL: `${done}?made&next=${encodeURIComponent(next)}`,
        errorCallbackURL: failed,
        disableRedirect: true,
      }
      const answer = await ask(one, '/sign-in/social', { client, body })
      if (answer.status === 429) return { problem: 'slow down' }
      if (!answer.ok) return { problem: 'away' }
      const { url } = (await answer.json()) as { url?: string }
      return url ? { url, cookies: answer.headers.getSetCookie() } : { problem: 'away' }
    },
    async finish(query, headers, client) {
      const one = await library()
      if (!one) return { problem: 'away' }
      const sent = new URLSearchParams([...query].filter(([name]) => ['code', 'state', 'error', 'iss'].includes(name)))
      const answer = await ask(one, `/callback/${providerId}?${sent}`, { client, cookie: headers.get('cookie') })
      return result(answer)
    },
  }
}

function opened({ secrets }: AuthParts, settings: SealedSettings) {
  const secret = clientSecret(secrets, settings)
  return settings.provider && secret !== undefined ? { ...settings.provider, secret } : null
}

function result(answer: Response): { cookies: string[]; next: string; made: boolean } | { problem: ProviderProblem } {
  const location = URL.parse(answer.headers.get('location') ?? '')
  if (answer.status === 429) return { problem: 'slow down' }
  if (answer.status === 403) return { problem: 'deactivated' }
  if (!location?.href.startsWith(done)) return { problem: problemOf(location?.searchParams.get('error')) }
  const cookies = answer.headers.getSetCookie()
  return { cookies, next: location.searchParams.get('next') ?? '/', made: location.searchParams.has('made') }
}

function problemOf(error: string | null | undefined): ProviderProblem {
  if (error === 'foreign_domain') return 'foreign domain'
  if (error === 'deactivated') return 'deactivated'
  if (error === 'signup_disabled' || error === 'unable_to_create_user') return 'unknown'
  return error === 'account_not_linked' ? 'unverified' : 'failed'
}
