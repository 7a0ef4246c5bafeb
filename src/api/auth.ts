import type { MiddlewareHandler } from 'hono'
import type { Database } from '../database/connection.ts'
import { findApiKey } from '../reps/api-keys.ts'
import { type Deed, may } from '../reps/roles.ts'
import type { ApiEnv } from './env.ts'
import { problem } from './problems.ts'

/** `Authorization: Bearer KEY`; the key acts as its rep, else as the system. */
export function authenticate(db: Database): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const text = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (!text) return problem(401, 'Send an API key: “Authorization: Bearer af_…”.')
    const key = await findApiKey(db, text)
    if (!key) return problem(401, 'This API key is unknown or revoked: make another with “antfarm create-api-key”.')
    c.set('key', key)
    c.set('actor', { kind: key.repId === null ? 'system' : 'rep', repId: key.repId })
    return next()
  }
}

/** Lets a role through only if the table of roles says that it may do this. */
export function need(deed: Deed): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { role, name } = c.var.key
    if (may(role, deed)) return next()
    return problem(
      403,
      `The key “${name}” has the role ${role}, which may not do this (it takes “${deed}”): use another key.`,
    )
  }
}
