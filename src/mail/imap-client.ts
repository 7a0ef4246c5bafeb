import { ImapFlow } from 'imapflow'
import type { Db } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Access, type ImapAccount, keepAccess } from './imap-accounts.ts'
import { type Fault, imapFault } from './imap-faults.ts'
import { isFresh, refreshAccess, tokenUrls } from './oauth.ts'

export type ImapParts = Readonly<{ db: Db; secrets: Secrets; maxBytes: number }>

/** ms: an IDLE is begun anew before routers forget it; a server that says nothing at all is given up. */
const idleAtMost = 4 * 60_000
const silence = 5 * 60_000

/**
 * Connects and signs in. OAuth2 tokens are refreshed before they end, and once more when the server refuses a token
 * that should be good (inbound.md I10). Answers the open connection, or why there is none; never throws for the
 * server's sake. Who gets the client closes it.
 */
export async function connectImap(parts: ImapParts, account: ImapAccount): Promise<ImapFlow | Fault> {
  if (!account.credentials)
    return { kind: 'stop', text: 'The stored password was sealed with another SECRET: enter it again.' }
  if (account.auth === 'password') return open(parts, account, { pass: account.credentials.password ?? '' })
  const access = isFresh(account.access) ? account.access : await renew(parts, account)
  if ('kind' in access) return access
  const client = await open(parts, account, { accessToken: access.token })
  if (!('kind' in client) || client.kind !== 'signIn' || access !== account.access) return refusedToken(client)
  const again = await renew(parts, account)
  return 'kind' in again ? again : refusedToken(await open(parts, account, { accessToken: again.token }))
}

/** A token that was made this minute and is refused: user name or permission is wrong, which nobody but an admin mends. */
function refusedToken(client: ImapFlow | Fault): ImapFlow | Fault {
  if (!('kind' in client) || client.kind !== 'signIn') return client
  const text = 'The server refuses the access token: check the user name, and that IMAP is allowed for this account.'
  return { kind: 'signIn', text }
}

async function renew(parts: ImapParts, account: ImapAccount): Promise<Access | Fault> {
  const url = account.tokenUrl || tokenUrls[account.auth]
  if (!url) return { kind: 'stop', text: 'No token address is set for OAuth2: enter it.' }
  const got = await refreshAccess(url, account.credentials ?? {})
  if ('revoked' in got)
    return {
      kind: 'stop',
      text: `The permission to read this mailbox was revoked or has ended (${got.revoked}): give it again and enter the new refresh token.`,
    }
  if ('away' in got) return { kind: 'network', text: `No access token now: ${got.away}.` }
  await keepAccess(parts.db, parts.secrets, account, got)
  return got
}

async function open(
  { maxBytes }: ImapParts,
  account: ImapAccount,
  secret: { pass: string } | { accessToken: string },
): Promise<ImapFlow | Fault> {
  const { host, port, tls, user } = account
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'tls',
    ...(tls !== 'tls' && { doSTARTTLS: tls === 'starttls' }),
    // On the way to this machine itself there is nobody to hide from, and its certificate is rarely a proper one.
    tls: { rejectUnauthorized: !/^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host) },
    auth: { user, ...secret },
    logger: false,
    clientInfo: { name: 'Antfarm' },
    connectionTimeout: 20_000,
    greetingTimeout: 10_000,
    socketTimeout: silence,
    maxIdleTime: idleAtMost,
    autoIdleDelay: 250,
    maxLiteralSize: maxBytes + (1 << 20),
  })
  // Before connect(): without a listener an error would end the process (inbound.md I6).
  let last: unknown
  client.on('error', (error: unknown) => {
    last = error
  })
  client.on('close', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    return imapFault(hasCode(error) ? error : (last ?? error), account)
  }
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && ('code' in error || 'authenticationFailed' in error)
}
