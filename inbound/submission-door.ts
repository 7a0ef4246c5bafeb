import type { Logger } from 'pino'
import type { Config } from '../src/config.ts'
import type { Database } from '../src/database/connection.ts'
import type { Secrets } from '../src/settings/secret.ts'
import type { Limits } from './limits.ts'
import type { Parser } from './parser.ts'

/** What the steps of a submission share. */
export type Counter = Readonly<{
  db: Database
  config: Config
  secrets: Secrets
  log: Logger
  limits: Limits
  parser: Parser
  /** Sessions between MAIL and the reply to DATA. */
  busy: Set<string>
  draining: () => boolean
}>
