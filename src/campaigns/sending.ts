import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { Signer } from '../letters/dkim-sign.ts'
import type { Timeouts } from '../letters/relay.ts'
import type { Traffic } from '../letters/traffic.ts'
import type { Secrets } from '../settings/secret.ts'
import type { Lanes } from './lanes.ts'

/** Moments of a recipient's way at which a test may end the process. */
export type Moment = 'leased' | 'rendered' | 'handed over' | 'asked' | 'answered' | 'recorded'

export type Campaigns = Readonly<{
  db: Database
  config: Pick<Config, 'relayUrl' | 'publicUrl' | 'basePath'>
  secrets: Secrets
  instance: string
  log: Logger
  /** The way out that reps' letters take, too; without it one of its own. */
  traffic?: Traffic
  timeouts?: Timeouts
  /** How long `stop()` waits for letters that are on their way, in milliseconds. */
  stopPatience?: number
  /** Told of each moment; nobody listens but tests. */
  reached?: (moment: Moment) => void
}>

export type Means = Readonly<{ lanes: Lanes; signer: Signer }>
