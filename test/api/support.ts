import { pino } from 'pino'
import { createApi } from '../../src/api/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database/connection.ts'
import type { Speller } from '../../src/letters/speller.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'

export type Api = Readonly<{
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  key: string
  app: ReturnType<typeof createApi>
}>

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever came back
export type Answer = Readonly<{ status: number; body: any; headers: Headers }>

/** What the API is made of, but for its database; unexpected errors fail loudly on stderr. */
export const parts = {
  config: readConfig({}),
  secrets: { current: 'a secret of a test, thirty-two bytes long', old: [] },
  log: pino({ level: 'error' }, pino.destination(2)),
}

/** The API on a test's database, called with a key of the role. */
export async function anApi(
  db: Database,
  wish: { role?: string; repEmail?: string; speller?: Speller } = {},
): Promise<Api> {
  await ensureFirstMailbox(db, 'support@shop.test')
  const made = await createApiKey(db, {
    name: `key ${Math.random()}`,
    role: wish.role ?? 'rep',
    repEmail: wish.repEmail,
  })
  if ('problem' in made) throw new Error(made.problem)
  const app = createApi({ ...parts, db, ...(wish.speller && { speller: wish.speller }) })
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await app.request(path, {
      method,
      headers: {
        Authorization: `Bearer ${(made as { key: string }).key}`,
        ...(body !== undefined && !(body instanceof FormData) && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body),
      }),
    })
    const text = await answer.text()
    const json = /\bjson\b/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text }
  }
  return { send, key: made.key, app }
}
