import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { DatesMaker } from '../../templates/dates.ts'
import type { Message } from '../../templates/message.tsx'
import type { Ui } from '../../templates/ui.ts'
import type { Config } from '../config.ts'
import type { Database, Tx } from '../database/connection.ts'
import type { Reader } from '../database/replica.ts'
import type { Menus } from '../desk/menus.ts'
import type { Txt } from '../letters/domain-records.ts'
import type { Speller } from '../letters/speller.ts'
import type { Lookups } from '../mail/server-lookups.ts'
import type { Auth } from '../reps/auth.ts'
import type { KeySettings } from '../reps/rep-settings.ts'
import type { Rep } from '../reps/reps.ts'
import type { Guard } from '../settings/fetch-guard.ts'
import type { Secrets } from '../settings/secret.ts'
import type { MailCleaner } from './clean-mail.ts'
import type { Health } from './health.ts'
import type { Live } from './live-feed.ts'

/** Bytes to what a mail says, in a thread of its own; `trouble` is the end of a sentence. */
export type ReadMessage = (raw: Buffer) => Promise<Readonly<{ mail: Message; trouble: string | null }>>

/** Puts a mail into the line, in the caller's transaction; answers the ids of its deliveries. */
export type KeepMail = (
  tx: Tx,
  mail: Readonly<{
    raw: Buffer
    mailboxId: number
    address: string
    clientIp: string | null
    flags: Readonly<Record<string, unknown>>
  }>,
) => Promise<number[]>

/** What the web door is given by its composition root. */
export type AppParts = Readonly<{
  db: Database
  readDb: Database
  /** Where `readDb` is a replica: runs what must see what was just written. */
  fromPrimary?: Reader['fromPrimary'] | undefined
  directUrl: string
  config: Config
  secrets: Secrets
  instance: string
  log: Logger
  // biome-ignore lint/suspicious/noExplicitAny: any Hono app may be mounted, whatever its own environment
  api: Hono<any>
  health: Health
  live?: Live
  /** Reads a mail that lies in another as a file; without it such files are only saved. */
  readMessage?: ReadMessage
  /** Keeps what a contact form sent, as a mail of its own; without it no form takes anything. */
  keepMail?: KeepMail
  /** Without it no letter is checked for its spelling. */
  speller?: Speller
  /** Rules for fetching remote pictures other than the public web's: for tests. */
  guard?: Partial<Guard>
  /** Asks the DNS about our own domains; without it the name servers of the settings. */
  txt?: Txt
  /** Finds mail servers; without it the name servers of the settings and the public web. */
  lookups?: Lookups
}>

/** The same with the sign-in and what pages share. */
export type Desk = AppParts & Readonly<{ auth: Auth; cleanMail: MailCleaner; dates: DatesMaker }>

/** What a page's handler finds in its context: `rep` only behind the sign-in. */
export type Web = {
  Bindings: Partial<HttpBindings>
  Variables: { ui: Ui; rep: Rep; sessionId: number; keys: KeySettings; menus?: Promise<Menus> }
}
