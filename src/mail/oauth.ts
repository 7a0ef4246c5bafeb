import type { ImapAuth } from '../database/tables-mailboxes.ts'
import type { Access, Credentials } from './imap-accounts.ts'

/** What a token endpoint said. `revoked`: only a person can mend it; `away`: it is tried again by itself. */
export type Refreshed =
  | (Access & { refreshToken?: string | undefined })
  | Readonly<{ revoked: string }>
  | Readonly<{ away: string }>

/** ms; an endpoint that takes longer counts as away. */
const patience = 10_000
const answerBytes = 64 << 10
/** A token that ends within this many ms is not used any more: it might end under way. */
const margin = 120_000

export const tokenUrls: Readonly<Partial<Record<ImapAuth, string>>> = {
  google: 'https://oauth2.googleapis.com/token',
  microsoft: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
}

/** True while an access token may be used. */
export function isFresh(access: Access | undefined): access is Access {
  return access !== undefined && access.endsAt - margin > Date.now()
}

/**
 * Gets an access token for a refresh token (RFC 6749 6). A refusal that names the grant or the client is `revoked`;
 * whatever else goes wrong (no answer, 5xx, 429, an answer that makes no sense) is `away`. Follows no redirect.
 */
export async function refreshAccess(url: string, credentials: Credentials): Promise<Refreshed> {
  const fields = {
    grant_type: 'refresh_token',
    client_id: credentials.clientId ?? '',
    refresh_token: credentials.refreshToken ?? '',
    ...(credentials.clientSecret && { client_secret: credentials.clientSecret }),
  }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    return readAnswer(answer.status, await bodyOf(answer))
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    return { away: `the sign-in server ${new URL(url).host} does not answer (${cause?.code ?? message})` }
  }
}

async function bodyOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.length
    if (size > answerBytes) throw new Error('its answer is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

const final = ['invalid_grant', 'invalid_client', 'unauthorized_client', 'interaction_required', 'consent_required']

function readAnswer(status: number, text: string): Refreshed {
  const body = parsed(text)
  const error = typeof body.error === 'string' ? body.error.slice(0, 60) : ''
  if (status === 200 && typeof body.access_token === 'string' && body.access_token.length <= 16_384) {
    const seconds = Number(body.expires_in)
    const endsAt = Date.now() + (Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : 3600) * 1000
    const refreshToken = typeof body.refresh_token === 'string' ? body.refresh_token : undefined
    return { token: body.access_token, endsAt, refreshToken }
  }
  if (status >= 400 && status < 500 && final.includes(error)) return { revoked: error }
  return { away: `the sign-in server answered ${status}${error && ` (${error})`}` }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
