import type { Logger } from 'pino'
import type { Config } from '../src/config.ts'
import type { Keeper } from './keep.ts'
import type { Limits } from './limits.ts'
import type { Pace } from './pace.ts'
import type { Peers } from './peers.ts'
import type { Recipients } from './recipients.ts'

/** What the steps of an SMTP session share. */
export type Door = Readonly<{
  config: Config
  log: Logger
  keeper: Keeper
  limits: Limits
  peers: Peers
  recipients: Recipients
  /** Sessions between MAIL and the reply to DATA, which a stop lets finish. */
  busy: Set<string>
  draining: () => boolean
  pace: Pace
}>
