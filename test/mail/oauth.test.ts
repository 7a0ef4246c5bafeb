import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { openCredentials } from '../../src/mail/imap-accounts.ts'
import { secrets } from '../inbound/door.ts'
import { imapTest, numbered, openImapLine, until } from '../inbound/imap-desk.ts'

type Answer = { status: number; body: unknown }

/**
 * A provider's token endpoint that answers what it is told and remembers what it was asked, and what its IMAP server
 * asks of it: the token "good" belongs to the account, until it is revoked.
 */
async function provider(first: Answer) {
  const asked: URLSearchParams[] = []
  const said = { answer: first, good: 'good' }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const introspected = request.url?.split('introspect?token=')[1]?.split('&')[0]
      if (introspected === undefined) asked.push(new URLSearchParams(body))
      const { status, body: text } =
        introspected === undefined
          ? said.answer
          : { status: 200, body: { active: introspected === said.good, email: 'support' } }
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(text))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `${base}/token`, introspect: `${base}/introspect?token=`, asked, said }
}

const token = (access: string, more = {}) => ({
  status: 200,
  body: { access_token: access, expires_in: 3600, token_type: 'Bearer', ...more },
})
const given = { clientId: 'desk', clientSecret: 'hush', refreshToken: 'refresh-1' }

imapTest('a revoked permission stops the account and says so; entered anew it goes on', async () => {
  const tokens = await provider({ status: 400, body: { error: 'invalid_grant' } })
  const line = await openImapLine()
  await line.setUp({ auth: 'oauth2', tokenUrl: tokens.url }, given)
  line.run()
  await until(async () => (await line.health()).state === 'stopped', 'the stop')
  expect((await line.health()).lastError).toContain('revoked')
  const asked = tokens.asked.length
  expect(Object.fromEntries(tokens.asked[0]!)).toEqual({
    grant_type: 'refresh_token',
    client_id: 'desk',
    client_secret: 'hush',
    refresh_token: 'refresh-1',
  })
  await line.setUp({ enabled: true }, { ...given, refreshToken: 'refresh-2' })
  await until(async () => tokens.asked.length > asked, 'another try')
  expect(tokens.asked.at(-1)!.get('refresh_token')).toBe('refresh-2')
})

imapTest(
  'a token endpoint that is away is tried again; then mail comes in, and a renewed refresh token is kept sealed',
  async () => {
    const tokens = await provider({ status: 503, body: {} })
    const line = await openImapLine({ introspect: tokens.introspect })
    await line.setUp({ auth: 'oauth2', tokenUrl: tokens.url }, given)
    await line.dovecot.append(numbered(1, 2))
    line.run()
    await until(async () => (await line.health()).state === 'retrying', 'the retry')
    expect((await line.health()).lastError).toContain('answered 503')
    tokens.said.answer = token('good', { refresh_token: 'rotated' })
    await line.untilKept(2)
    const row = await line.db.selectFrom('imapAccounts').selectAll().executeTakeFirstOrThrow()
    expect(Buffer.concat([row.credentials, row.access!]).toString('latin1')).not.toMatch(/rotated|good/)
    expect(openCredentials(secrets, row.mailboxId, row.credentials)?.refreshToken).toBe('rotated')
  },
)

imapTest('a token in use is refreshed once when the server refuses it', async () => {
  const tokens = await provider(token('good'))
  const line = await openImapLine({ introspect: tokens.introspect })
  await line.setUp({ auth: 'oauth2', tokenUrl: tokens.url }, given)
  const door = line.run()
  await until(async () => (await line.health()).state === 'ok', 'the first look')
  await door.stop()
  expect(tokens.asked.length).toBe(1)
  Object.assign(tokens.said, { good: 'better', answer: token('better') })
  await line.dovecot.append(numbered(1, 1))
  line.run()
  await line.untilKept(1)
  expect(tokens.asked.length).toBe(2)
})
