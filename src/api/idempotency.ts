import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Database, Db, Tx } from '../database/connection.ts'
import type { ApiContext } from './env.ts'
import { Refusal } from './problems.ts'
import { inTransaction } from './transaction.ts'

type Ids = Record<string, unknown>

export type Post = Readonly<{
  /** Does the deed; answers the ids that a replay needs, never a secret. A Refusal leaves nothing behind. */
  effect: (tx: Tx) => Promise<Ids>
  /** Builds the answer from the ids; without it they are the answer. */
  body?: (db: Db, ids: Ids) => Promise<object>
  status?: ContentfulStatusCode
  /** What makes two requests the same, where the raw body does not: a multipart boundary differs each time. */
  sameAs?: string | Uint8Array
}>

/**
 * A POST in one transaction. With an Idempotency-Key (scoped to API key, method and path, kept 48 h, written with
 * the effect): the same body again gets the same answer, another body 422, one in flight 409 with Retry-After.
 */
export async function once(c: ApiContext, db: Database, post: Post): Promise<Response> {
  const key = idempotencyKey(c)
  const bodyHash = sha256(post.sameAs ?? (await c.req.text()))
  const ids = await inTransaction(db, async (tx) => {
    if (key === undefined) return post.effect(tx)
    const scope = { apiKeyId: c.var.key.id, method: c.req.method, path: c.req.path, key }
    await lockScope(tx, scope)
    const earlier = await findEarlier(tx, scope)
    if (earlier && !earlier.bodyHash.equals(bodyHash))
      throw new Refusal(422, 'This Idempotency-Key was used with another body: take a new key for a new request.')
    if (earlier) return earlier.result
    return remember(tx, scope, bodyHash, await post.effect(tx))
  })
  return c.json(post.body ? await post.body(db, ids) : ids, post.status ?? 201)
}

type Scope = Readonly<{ apiKeyId: number; method: string; path: string; key: string }>

function idempotencyKey(c: ApiContext): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Refusal(400, 'An Idempotency-Key has 1 to 255 printable ASCII characters without spaces.')
  return key
}

async function lockScope(tx: Tx, { apiKeyId, method, path, key }: Scope) {
  const scope = `${apiKeyId} ${method} ${path} ${key}`
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${scope}, 0)) as locked`.execute(tx)
  if (!rows[0]?.locked)
    throw new Refusal(409, 'A request with this Idempotency-Key is being worked on: ask again in a moment.', {
      retryAfter: 1,
    })
}

async function findEarlier(tx: Tx, { apiKeyId, method, path, key }: Scope) {
  return tx
    .selectFrom('idempotencyKeys')
    .select(['bodyHash', 'result'])
    .where('apiKeyId', '=', apiKeyId)
    .where('method', '=', method)
    .where('path', '=', path)
    .where('key', '=', key)
    .where('createdAt', '>', sql<Date>`now() - interval '48 hours'`)
    .executeTakeFirst()
}

/** Answers the ids as PostgreSQL keeps them, so that a replay has the same bytes: jsonb orders fields its own way. */
async function remember(tx: Tx, scope: Scope, bodyHash: Buffer, ids: Ids): Promise<Ids> {
  const row = { ...scope, bodyHash, result: JSON.stringify(ids), createdAt: sql<Date>`now()` }
  const { result } = await tx
    .insertInto('idempotencyKeys')
    .values(row)
    .onConflict((o) => o.columns(['apiKeyId', 'method', 'path', 'key']).doUpdateSet(row))
    .returning('result')
    .executeTakeFirstOrThrow()
  return result
}
