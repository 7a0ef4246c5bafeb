import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import type { ApiKey } from '../reps/api-keys.ts'
import type { Secrets } from '../settings/secret.ts'

/** What the API door is given by its composition root. */
export type ApiParts = Readonly<{ db: Database; config: Config; secrets: Secrets; log: Logger }>

/** What a route finds in its context: the key that was sent, and who acts through it. */
export type ApiEnv = { Variables: { key: ApiKey; actor: Actor } }

export type ApiContext = Context<ApiEnv>
